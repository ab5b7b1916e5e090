namespace Dashboard.Templates.Rendering;

/// <summary>What the templates of one rendering (the outermost and its nested ones) share: the request, diagnostics, secrets, and the guards on size.</summary>
internal sealed class RenderSession(RenderRequest request, bool tracing = false)
{
    /// <summary>How deep stacks may nest.</summary>
    public const int MaxNesting = 10;

    /// <summary>The longest text that functions may compose, and the most items that they may produce.</summary>
    public const int MaxText = 1024 * 1024;

    /// <summary>What is said where one of the guards holds.</summary>
    public const string TooMuch = "The template expands to more than can be rendered.";

    private const int MaxNestedStacks = 500;
    private const int MaxEvaluations = 2_000_000;
    private const long MaxCharacters = 64L * 1024 * 1024;

    private readonly HashSet<Diagnostic> _seen = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private long _evaluations;
    private int _depth;
    private int _nestedStacks;
    private long _characters;

    public RenderRequest Request { get; } = request;

    public SecretVault Vault { get; } = new(request.Fingerprinter);

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Where more may be than can be listed, each with why: stacks, and resources that are broken.</summary>
    public Dictionary<ResourceAddress, string> OpenPlaces { get; } = [];

    /// <summary>What the templates make that cannot be listed.</summary>
    public List<OpenEntry> OpenEntries { get; } = [];

    /// <summary>Entries of other sections that change what is deployed, where attributes are asked for.</summary>
    public List<(string Section, string Entry, PropertyValue Value)> OtherEntries { get; } = [];

    public DependencyCollector NewCollector(bool tracingAnyway = false) => new() { IsTracing = tracing || tracingAnyway };

    public void Report(DiagnosticSeverity severity, SourceLocation location, string key, string message)
    {
        var diagnostic = new Diagnostic(severity, location, key, message);
        if (_seen.Add(diagnostic))
            _diagnostics.Add(diagnostic);
    }

    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (_seen.Add(diagnostic))
                _diagnostics.Add(diagnostic);
        }
    }

    /// <summary>False once the templates together expand to more than anybody writes by hand, or nest too deep; to be followed by <see cref="Leave"/> in any case.</summary>
    /// <remarks>To ask for the stack's room takes longer than a step: a few steps always fit into what the question leaves free.</remarks>
    public bool TryEnter() => ++_evaluations <= MaxEvaluations
        & ((++_depth & 7) != 0 || System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack());

    /// <summary>The evaluation of a node has ended.</summary>
    public void Leave() => _depth--;

    /// <summary>Counts what was collected along with a value.</summary>
    public void Spend(int steps) => _evaluations += steps;

    /// <summary>Whether a value that was worked out before may stand in one more place, with what it depends on.</summary>
    public bool TryReuse(PropertyValue value, int dependencies)
    {
        _evaluations += dependencies + value.Size - 1;
        return _evaluations <= MaxEvaluations && value.Depth <= KeptValues.MaxDepth;
    }

    /// <summary>False where a function would compose more text than anybody needs.</summary>
    public bool TrySpendText(long characters) => characters <= MaxText && (_characters += characters) <= MaxCharacters;

    public bool TryNest() => ++_nestedStacks <= MaxNestedStacks;

    /// <summary>The text of a value that functions need as text: scalars, and what is known of references and secrets.</summary>
    public KnownText? TextOf(PropertyValue? value)
    {
        switch (value)
        {
            case null:
                return new KnownText("", false);
            case ScalarValue scalar:
                return new KnownText(scalar.Text, false);
            case SecretValue secret when Vault.Reveal(secret) is { } text:
                return new KnownText(text, true);
            case ReferenceValue reference:
                return Known(reference) switch
                {
                    ScalarValue known => new KnownText(known.Text, false),
                    SecretValue hidden when Vault.Reveal(hidden) is { } text => new KnownText(text, true),
                    _ => null,
                };
            case CompositeValue composite:
                return TextOf(composite.Parts);
            default:
                return null;
        }
    }

    /// <summary>What is known of a reference: pseudo parameters from the request, attributes of resources through the caller.</summary>
    public PropertyValue? Known(ReferenceValue reference)
    {
        var address = reference.Owner.Address;
        if (!address.IsStack)
            return KnownOfResource(address, reference.Attribute);
        return reference.Attribute switch
        {
            "AWS::AccountId" when Request.Account.Length > 0 => new ScalarValue(Request.Account),
            "AWS::Region" when Request.Region.Length > 0 => new ScalarValue(Request.Region),
            "AWS::StackName" when Request.StackName.Length > 0 => new ScalarValue(Request.StackName),
            "AWS::StackId" when Request.StackId is { } id => new ScalarValue(id),
            _ => Request.KnownAttribute(address, reference.Attribute),
        };
    }

    /// <summary>The value of a secret whose text is all known, else of text with holes.</summary>
    public PropertyValue Compose(IReadOnlyList<PropertyValue> parts)
    {
        if (!Has<SecretValue>(parts))
            return CompositeValue.Concatenate(parts);
        // In symbolic mode a reference has no text of its own: two environments would never agree on such a secret.
        if (parts.Any(p => p is not (ScalarValue or SecretValue)) || TextOf([.. parts]) is not { } whole)
            return Request.RevealSecrets ? CompositeValue.Concatenate(parts.Select(Reveal)) : SecretValue.Unknowable;
        return Vault.Hide(whole.Text);
    }

    private static bool Has<T>(IReadOnlyList<PropertyValue> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is T)
                return true;
        }

        return false;
    }

    /// <summary>The value as the request wants it shown: with the text of its secrets where it asks for that, else as it stands.</summary>
    public PropertyValue Finish(PropertyValue value) => Request.RevealSecrets ? Reveal(value) : value;

    private PropertyValue Reveal(PropertyValue value) => value switch
    {
        SecretValue secret when Vault.Reveal(secret) is { } text => new ScalarValue(text),
        ListValue list => new ListValue([.. list.Items.Select(Reveal)]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Reveal(e.Value)))),
        CallValue call => new CallValue(call.Function, [.. call.Arguments.Select(Reveal)]),
        _ => value,
    };

    private KnownText? TextOf(ImmutableArray<PropertyValue> parts)
    {
        var texts = new string[parts.Length];
        var secret = false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (TextOf(parts[i]) is not { } known)
                return null;
            texts[i] = known.Text;
            secret |= known.IsSecret;
        }

        return new KnownText(string.Concat(texts), secret);
    }

    private PropertyValue? KnownOfResource(ResourceAddress address, string attribute)
    {
        switch (attribute)
        {
            case "AWS::StackId":
                return Request.KnownAttribute(address, "Ref");
            case "AWS::StackName":
                // arn:aws:cloudformation:eu-west-1:111111111111:stack/NAME/unique
                return Request.KnownAttribute(address, "Ref") is ScalarValue id && id.Text.Split('/') is [_, var name, ..] ? new ScalarValue(name) : null;
            default:
                return Request.KnownAttribute(address, attribute);
        }
    }
}

/// <summary>A text that functions may read, and whether it must not be seen.</summary>
internal readonly record struct KnownText(string Text, bool IsSecret);
