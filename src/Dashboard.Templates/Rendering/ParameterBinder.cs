using System.Buffers;
using System.Globalization;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>A parameter of one template with the value that Ref yields.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What Ref yields: a text, a list for list types, a secret for NoEcho.</param>
/// <param name="Source">Itself as a dependency.</param>
/// <param name="Upstream">In a nested stack: what the value that the parent gives depends on.</param>
internal sealed record ParameterBinding(string Name, PropertyValue Value, Dependency Source, ImmutableArray<Dependency> Upstream)
{
    public ImmutableArray<Dependency> Dependencies { get; } = [Source, .. Upstream];
}

/// <summary>A value given for a parameter, by a file or by the parent stack.</summary>
internal sealed record GivenParameter(PropertyValue Value, SourceLocation? Location, ImmutableArray<Dependency> Upstream);

/// <summary>Binds a template's parameters to given values and defaults.</summary>
internal sealed class ParameterBinder(StackRenderer stack, SecretNames secrets)
{
    /// <summary>Whether something has been said of the parameter that is bound.</summary>
    private bool _hasReported;

    private RenderSession Session => stack.Session;

    public Dictionary<string, ParameterBinding> Bind(MappingNode? section, IReadOnlyDictionary<string, GivenParameter> given)
    {
        var bindings = new Dictionary<string, ParameterBinding>(StringComparer.Ordinal);
        foreach (var (key, node) in section?.Entries ?? [])
        {
            if (node is MappingNode declaration)
                bindings[key.Text] = Bind(key, declaration, given.GetValueOrDefault(key.Text));
            else
                Error(stack.At(key), key.Text, "A parameter must be a mapping with at least a Type.");
        }

        foreach (var (name, value) in given.Where(g => !bindings.ContainsKey(g.Key)).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Report(DiagnosticSeverity.Warning, value.Location ?? new SourceLocation(stack.File), name,
                $"A value is given for the parameter {name}, which {stack.File} does not have.");
        }

        return bindings;
    }

    /// <summary>A parameter that nobody gives a value has the same one in every rendering, unless it is a secret or something is to be said of it.</summary>
    private ParameterBinding Bind(ScalarNode key, MappingNode declaration, GivenParameter? given)
    {
        if (given is not null || !stack.IsOutermost || stack.HasIncludes)
            return BindAnew(key, declaration, given);
        if (declaration.Known is ParameterBinding known && known.Name == key.Text && known.Source.Location?.File == stack.File)
            return known;
        _hasReported = false;
        var binding = BindAnew(key, declaration, null);
        if (!_hasReported && binding.Value.Contents == ValueContents.None)
            declaration.Known = binding;
        return binding;
    }

    private ParameterBinding BindAnew(ScalarNode key, MappingNode declaration, GivenParameter? given)
    {
        var type = (declaration["Type"] as ScalarNode)?.Text;
        if (type is null)
            Error(stack.At(key), key.Text, "The parameter has no Type.");
        else if (!ParameterForm.IsKnown(type))
            Error(stack.At(declaration["Type"]!), key.Text, $"Found the Type \"{Short(type)}\"; allowed is {ParameterForm.Allowed}.");
        var noEcho = NoEcho.IsSetOn(declaration);
        var form = ParameterForm.Of(type ?? "String");
        if (given is not null)
        {
            var source = new Dependency("parameter", key.Text, given.Location, stack.IsOutermost);
            noEcho |= IsSecret(key.Text, form, given.Value);
            var value = Shape(key.Text, form, noEcho, Placed(given));
            Check(key, declaration, form, noEcho, given.Value, given.Location ?? stack.At(key));
            return new ParameterBinding(key.Text, value, source, given.Upstream);
        }

        if (declaration["Default"] is ScalarNode { Kind: not ScalarKind.Null } fallback)
        {
            var place = stack.At(declaration.Entries.First(e => e.Key.Text == "Default").Key);
            var plain = new ScalarValue(fallback.Value, fallback.Kind);
            noEcho |= IsSecret(key.Text, form, plain);
            Check(key, declaration, form, noEcho, plain, place);
            return new ParameterBinding(key.Text, Shape(key.Text, form, noEcho, plain), new Dependency("default", key.Text, place, stack.IsOutermost), []);
        }

        return new ParameterBinding(key.Text, Missing(key, noEcho), new Dependency("parameter", key.Text, stack.At(key), stack.IsOutermost), []);
    }

    /// <summary>What is a credential by its name, its form or its use is one, also where somebody forgot NoEcho.</summary>
    private bool IsSecret(string name, ParameterForm form, PropertyValue given) =>
        !form.IsSsmValue && given is ScalarValue { Text: var text } && !(form.ItemKind == ScalarKind.Number && ScalarForm.IsNumber(text)) && secrets.IsSecret(name, text);

    private PropertyValue Missing(ScalarNode key, bool noEcho)
    {
        if (noEcho)
        {
            // Usually given by whoever deploys, and by no file: nothing is wrong, but nothing can be said either.
            Report(DiagnosticSeverity.Warning, stack.At(key), key.Text,
                $"No value is given for the NoEcho parameter {key.Text}; what it shapes cannot be verified.");
            return SecretValue.Unknowable;
        }

        Error(stack.At(key), key.Text, $"No value is given for the parameter {key.Text}, and it has no Default.");
        return new UnresolvedValue($"parameter {key.Text} has no value");
    }

    /// <summary>What a parameter file leaves open, with where it does so: the reason stands wherever the value would.</summary>
    private PropertyValue Placed(GivenParameter given) => given is { Value: UnresolvedValue unresolved, Location: { Line: > 0 } location } && stack.IsOutermost
        ? new UnresolvedValue(unresolved.Reason, location)
        : given.Value;

    /// <summary>The value as Ref yields it.</summary>
    private PropertyValue Shape(string name, ParameterForm form, bool noEcho, PropertyValue given)
    {
        if (form.IsSsmValue)
            return new UnresolvedValue($"SSM parameter {(noEcho ? name : Session.TextOf(given)?.Text ?? name)}");
        if (noEcho)
            return given is ScalarValue plain ? Session.Vault.Hide(plain.Text) : given as SecretValue ?? SecretValue.Unknowable;
        if (form.IsList)
            return AsList(given, form.ItemKind);
        return given switch
        {
            ScalarValue scalar => form.Item(scalar.Text),
            ListValue list => Session.Compose([.. list.Items.SelectMany((item, i) => i == 0 ? [item] : new[] { new ScalarValue(","), item })]),
            _ => given,
        };
    }

    /// <summary>A comma-separated text as a list; of an empty text one of one empty item, as CloudFormation makes it. Commas are looked for in the text around references only: what a reference stands for holds none.</summary>
    private PropertyValue AsList(PropertyValue given, ScalarKind itemKind)
    {
        switch (given)
        {
            case ListValue or UnresolvedValue or CallValue:
                return given;
            case SecretValue secret:
                return Session.Vault.Reveal(secret) is { } text
                    ? new ListValue([.. text.Split(',').Select(t => Session.Vault.Hide(t.Trim()))])
                    : secret;
            default:
                return new ListValue([.. TextSplitter.Split(given, ",").Select(item => item is ScalarValue s
                    ? ParameterForm.Item(s.Text.Trim(), itemKind)
                    : item)]);
        }
    }

    private void Check(ScalarNode key, MappingNode declaration, ParameterForm form, bool noEcho, PropertyValue given, SourceLocation location)
    {
        if (form.IsSsmValue || given is not ScalarValue { Text: var whole } || whole == SecretFingerprinter.Masked)
            return;
        foreach (var text in form.IsList ? [.. whole.Split(',').Select(t => t.Trim())] : new[] { whole })
        {
            if (Violation(declaration, form, text, noEcho) is { } allowed)
                Error(location, key.Text, noEcho ? $"The value of the parameter, which is not shown, is not allowed: {allowed}." : $"Found \"{Short(text)}\"; {allowed}.");
            else if (declaration["AllowedPattern"] is ScalarNode { Text: var pattern } node && AllowedPattern.Matches(pattern, text) is null)
                Report(DiagnosticSeverity.Warning, stack.At(node), key.Text, $"Whether the value matches {Short(pattern)} cannot be checked; it is taken to match.");
        }
    }

    private static string? Violation(MappingNode declaration, ParameterForm form, string text, bool noEcho)
    {
        if (form.ItemKind == ScalarKind.Number && !ScalarForm.IsNumber(text))
            return "allowed is a number";
        if (declaration["AllowedValues"] is SequenceNode allowed && !allowed.Items.Any(i => i is ScalarNode s && s.Value == text))
            return noEcho ? "it is none of AllowedValues" : "allowed is one of " + string.Join(", ", allowed.Items.OfType<ScalarNode>().Take(20).Select(s => s.Value));
        if (Limit(declaration, "MinLength") is { } shortest && text.Length < shortest)
            return $"allowed are at least {shortest} characters";
        if (Limit(declaration, "MaxLength") is { } longest && text.Length > longest)
            return $"allowed are at most {longest} characters";
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (Limit(declaration, "MinValue") is { } least && number < least)
                return $"allowed is at least {least.ToString(CultureInfo.InvariantCulture)}";
            if (Limit(declaration, "MaxValue") is { } most && number > most)
                return $"allowed is at most {most.ToString(CultureInfo.InvariantCulture)}";
        }

        return declaration["AllowedPattern"] is not ScalarNode { Text: var pattern } || AllowedPattern.Matches(pattern, text) != false ? null
            : noEcho && NoEcho.SpellsOut(pattern) ? "it does not match AllowedPattern"
            : $"allowed is what matches {pattern}";
    }

    private static decimal? Limit(MappingNode declaration, string name) =>
        declaration[name] is ScalarNode s && decimal.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    private void Error(SourceLocation location, string name, string message) => Report(DiagnosticSeverity.Error, location, name, message);

    private void Report(DiagnosticSeverity severity, SourceLocation location, string name, string message)
    {
        _hasReported = true;
        Session.Report(severity, location, $"Parameters/{name}", message);
    }

    private static string Short(string text) => text.Length > 100 ? text[..100] + "..." : text;
}

/// <summary>What a parameter's Type says of its value.</summary>
/// <param name="IsList">Ref yields a list.</param>
/// <param name="IsSsmValue">The value is a name; what it names is read from SSM at deployment.</param>
/// <param name="ItemKind">The kind of the value or of each item.</param>
internal readonly record struct ParameterForm(bool IsList, bool IsSsmValue, ScalarKind ItemKind)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static ParameterForm Of(string type)
    {
        var list = type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);
        var ssm = type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal);
        return new ParameterForm(list, ssm, type is "Number" or "List<Number>" ? ScalarKind.Number : ScalarKind.String);
    }

    /// <summary>What may stand as a Type, in short.</summary>
    public const string Allowed = "String, Number, CommaDelimitedList, List<Number>, a type such as AWS::EC2::VPC::Id or a List<> of it, or AWS::SSM::Parameter::Value<> of one of these";

    /// <summary>Whether CloudFormation knows a Type. Of what AWS names itself the form is enough, since names are added.</summary>
    public static bool IsKnown(string type)
    {
        const string Value = "AWS::SSM::Parameter::Value<";
        if (type.StartsWith(Value, StringComparison.Ordinal))
            return type.EndsWith('>') && IsKnown(type[Value.Length..^1]);
        if (type.StartsWith("List<", StringComparison.Ordinal))
            return type.EndsWith('>') && type[5..^1] is var item && (item is "Number" or "String" || IsOfAws(item));
        return type is "String" or "Number" or "CommaDelimitedList" || IsOfAws(type);
    }

    private static bool IsOfAws(ReadOnlySpan<char> type)
    {
        Span<Range> parts = stackalloc Range[5];
        return type.StartsWith("AWS::") && type.Split(parts, "::") == 4 && IsWord(type[parts[1]]) && IsWord(type[parts[2]]) && IsWord(type[parts[3]]);
    }

    private static bool IsWord(ReadOnlySpan<char> part) => part.Length > 0 && !part.ContainsAnyExcept(Letters);

    public ScalarValue Item(string text) => Item(text, ItemKind);

    public static ScalarValue Item(string text, ScalarKind kind) => new(text, kind == ScalarKind.Number && ScalarForm.IsNumber(text) ? kind : ScalarKind.String);
}
