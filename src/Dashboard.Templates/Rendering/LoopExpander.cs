using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>
/// Writes out loops, as AWS::LanguageExtensions does before anything else is looked at:
/// <c>"Fn::ForEach::Topics": [Name, [A, B], {"Topic${Name}": {...}}]</c> becomes the entries TopicA and TopicB.
/// </summary>
internal sealed class LoopExpander(StackRenderer stack, IEnumerable<ScalarNode> secrets)
{
    private const string Prefix = "Fn::ForEach::";

    /// <summary>More nodes than this no template needs.</summary>
    private const int MaxNodes = 250_000;

    private readonly Dictionary<ScalarNode, ImmutableArray<Dependency>> _marks = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ScalarNode> _secrets = [.. secrets];
    private int _nodes;
    private bool _isGoingThrough;

    /// <summary>Whether a template holds a loop at all.</summary>
    public static bool IsNeeded(TemplateDocument document) => document.Root is { } root && (root.Contents & NodeContents.Loop) != 0;

    /// <summary>Whether a key begins a loop.</summary>
    public static bool IsLoop(ScalarNode key) => key.Text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a loop made more than is written out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether a loop, and every loop in it, goes through texts that stand in it.</summary>
    /// <param name="node">The value of the loop, or anything in its body.</param>
    /// <param name="isLoop">Whether it is the value of a loop.</param>
    public static bool IsSpelledOut(TemplateNode node, bool isLoop) => node switch
    {
        SequenceNode { Items: var items } when isLoop => items is [ScalarNode { Text.Length: > 0 }, SequenceNode { Items: var values }, MappingNode body]
            && values.All(v => v is ScalarNode { Kind: not ScalarKind.Null }) && IsSpelledOut(body, false),
        SequenceNode list => !isLoop && list.Items.All(i => IsSpelledOut(i, false)),
        MappingNode mapping => !isLoop && mapping.Entries.All(e => IsSpelledOut(e.Value, IsLoop(e.Key))),
        _ => !isLoop,
    };

    /// <summary>Every text in the bodies of the loops beneath a node: what a loop goes through stands in none.</summary>
    public static IEnumerable<ScalarNode> Bodies(TemplateNode node) => Texts(node, false);

    private static IEnumerable<ScalarNode> Texts(TemplateNode node, bool isInside) => node switch
    {
        ScalarNode scalar when isInside => [scalar],
        SequenceNode list => list.Items.SelectMany(i => Texts(i, isInside)),
        MappingNode mapping => mapping.Entries.SelectMany(e => IsLoop(e.Key) && e.Value is SequenceNode { Items: [_, _, var body] } ? Texts(body, true) : Texts(e.Value, isInside)),
        _ => [],
    };

    /// <summary>The given secrets, and whatever was made of them: what is a secret under one of the names that a loop gives it is one under all of them.</summary>
    public IReadOnlySet<ScalarNode> Secrets => _secrets;

    /// <summary>Whether a text is one of these. What a loop goes through is judged by itself, though an alias may make it a part of the body as well.</summary>
    public bool IsSecret(ScalarNode node) => !_isGoingThrough && _secrets.Contains(node);

    /// <summary>Adds what a text was made of, where a loop made it.</summary>
    public void AddDependencies(ScalarNode node, in Scope scope)
    {
        if (_marks.TryGetValue(node, out var dependencies))
            scope.Dependencies.AddRange(scope.Path, dependencies);
    }

    /// <summary>The same for every text in the arguments of a function.</summary>
    public void AddAllDependencies(TemplateNode node, in Scope scope)
    {
        switch (node)
        {
            case ScalarNode scalar:
                AddDependencies(scalar, scope);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    AddAllDependencies(item, scope);
                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                    AddAllDependencies(entry.Value, scope);
                break;
        }
    }

    /// <summary>The node with every loop in it written out; the node itself where it holds none.</summary>
    public TemplateNode Expand(TemplateNode node)
    {
        switch (node)
        {
            case SequenceNode list:
                var items = list.Items.Select(Expand).ToImmutableArray();
                return items.SequenceEqual(list.Items) ? list : new SequenceNode(items, list.Line, list.Column) { EndLine = list.EndLine };
            case MappingNode mapping:
                return ExpandMapping(mapping);
            default:
                return node;
        }
    }

    private MappingNode ExpandMapping(MappingNode mapping)
    {
        var entries = new List<MappingEntry>(mapping.Entries.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var isChanged = false;
        foreach (var entry in mapping.Entries)
        {
            if (IsLoop(entry.Key) && Loop(entry) is { } made)
            {
                isChanged = true;
                foreach (var one in made)
                    Add(entries, names, one, entry.Key);
                continue;
            }

            var value = Expand(entry.Value);
            isChanged |= !ReferenceEquals(value, entry.Value);
            names.Add(entry.Key.Text);
            entries.Add(entry with { Value = value });
        }

        return isChanged ? new MappingNode([.. entries], mapping.Line, mapping.Column) { EndLine = mapping.EndLine } : mapping;
    }

    private void Add(List<MappingEntry> entries, HashSet<string> names, MappingEntry entry, ScalarNode loop)
    {
        // An inner loop that could not be written out stands there once for each value of the outer one.
        if (names.Add(entry.Key.Text) || IsLoop(entry.Key))
            entries.Add(entry);
        else
            Error(loop, $"{loop.Text} makes \"{entry.Key.Text}\" a second time; the first one is used.");
    }

    /// <summary>What a loop makes; null where it cannot be worked out, after a diagnostic.</summary>
    private List<MappingEntry>? Loop(MappingEntry loop)
    {
        stack.RequireExtensions("Fn::ForEach", loop.Key, loop.Key.Text);
        if (loop.Value is not SequenceNode { Items: [ScalarNode { Text: { Length: > 0 } name }, var collection, MappingNode body] })
        {
            Error(loop.Key, $"{loop.Key.Text} must be a list of a name, a list of values and a mapping of what is made of each.");
            return null;
        }

        if (Values(collection, loop.Key) is not var (values, dependencies))
            return null;
        var made = new List<MappingEntry>();
        foreach (var value in values)
        {
            if ((_nodes += Count(body)) > MaxNodes)
            {
                Error(loop.Key, $"{loop.Key.Text} makes more than {MaxNodes} nodes; the rest is left out.");
                IsCut = true;
                stack.Session.OpenPlaces[stack.Address] = $"what {loop.Key.Text} makes is too much to be written out ({stack.Line(loop.Key)})";
                break;
            }

            // What is made may hold loops over the value itself.
            var written = (MappingNode)Expand(Substitute(body, new Step(name, value, dependencies)));
            foreach (var entry in written.Entries)
                Mark(entry.Key, entry.Key, dependencies);
            made.AddRange(written.Entries);
        }

        return made;
    }

    /// <summary>What a loop goes through, and what that depends on: the loop first.</summary>
    private (List<string> Values, ImmutableArray<Dependency> Dependencies)? Values(TemplateNode collection, ScalarNode loop)
    {
        var scope = new Scope(new TemplatePlace(loop.Text), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true);
        _isGoingThrough = true;
        var value = stack.Evaluator.Evaluate(collection, scope);
        _isGoingThrough = false;
        if (value is ListValue list && list.Items.All(i => stack.Session.TextOf(i) is { IsSecret: false }))
        {
            var itself = new Dependency("loop", loop.Text[Prefix.Length..], stack.At(collection), stack.IsOutermost);
            return ([.. list.Items.Select(i => stack.Session.TextOf(i)!.Value.Text)], [itself, .. scope.Dependencies.Distinct()]);
        }

        stack.Session.Report(
            value is null or ScalarValue or MapValue ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, stack.At(loop), loop.Text,
            value is null or ScalarValue or MapValue ? $"{loop.Text} needs a list to go through." : $"What {loop.Text} goes through is not known; what it makes cannot be verified.");
        return null;
    }

    private static int Count(TemplateNode node) => node switch
    {
        SequenceNode list => 1 + list.Items.Sum(Count),
        MappingNode mapping => 1 + mapping.Entries.Sum(e => 1 + Count(e.Value)),
        _ => 1,
    };

    private TemplateNode Substitute(TemplateNode node, Step step)
    {
        switch (node)
        {
            case MappingNode { Entries: [{ Key.Text: "Ref", Value: ScalarNode { Text: var target } reference }] } when target == step.Name:
                return Mark(new ScalarNode(step.Value, ScalarKind.String, node.Line, node.Column) { EndLine = node.EndLine }, reference, step.Dependencies);
            case MappingNode mapping:
                return new MappingNode(
                    [.. mapping.Entries.Select(e => new MappingEntry((ScalarNode)Substitute(e.Key, step), Substitute(e.Value, step)))], node.Line, node.Column)
                { EndLine = node.EndLine };
            case SequenceNode list:
                return new SequenceNode([.. list.Items.Select(i => Substitute(i, step))], node.Line, node.Column) { EndLine = node.EndLine };
            case ScalarNode scalar when Substitute(scalar.Text, step.Name, step.Value) is var text && text != scalar.Text:
                return Mark(new ScalarNode(text, ScalarKind.String, node.Line, node.Column) { EndLine = node.EndLine }, scalar, step.Dependencies);
            default:
                return node;
        }
    }

    /// <summary>Remembers what a text is made of: what its model was made of, and what this loop goes through.</summary>
    private ScalarNode Mark(ScalarNode node, ScalarNode model, ImmutableArray<Dependency> dependencies)
    {
        _marks[node] = _marks.TryGetValue(model, out var known) ? [.. known.Union(dependencies)] : dependencies;
        if (_secrets.Contains(model))
            _secrets.Add(node);
        return node;
    }

    /// <summary><c>${Name}</c> is the value, <c>&amp;{Name}</c> its letters and digits: what a logical id may hold.</summary>
    private static string Substitute(string text, string name, string value) => text
        .Replace("${" + name + "}", value, StringComparison.Ordinal)
        .Replace("&{" + name + "}", LettersAndDigits(value), StringComparison.Ordinal);

    private static string LettersAndDigits(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                kept.Append(c);
        }

        return kept.ToString();
    }

    private void Error(ScalarNode loop, string message) => stack.Session.Report(DiagnosticSeverity.Error, stack.At(loop), loop.Text, message);

    /// <summary>One value that a loop comes to.</summary>
    private sealed record Step(string Name, string Value, ImmutableArray<Dependency> Dependencies);
}
