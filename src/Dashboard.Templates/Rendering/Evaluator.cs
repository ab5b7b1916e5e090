using Dashboard.Templates.Intrinsics;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Turns nodes into values. Null stands for "not there": an explicit null, or AWS::NoValue.</summary>
internal sealed class Evaluator(StackRenderer stack)
{
    public StackRenderer Stack { get; } = stack;

    public RenderSession Session => Stack.Session;

    public PropertyValue? Evaluate(TemplateNode node, Scope scope)
    {
        if (!Session.TrySpend())
            return Fail(node, scope, "The template expands to more than can be rendered.");
        return node switch
        {
            ScalarNode { Kind: ScalarKind.Null } => null,
            ScalarNode scalar => new ScalarValue(scalar.Text, scalar.Kind),
            SequenceNode sequence => EvaluateList(sequence, scope),
            MappingNode { Entries: [var only] } when IntrinsicTable.Find(only, scope) is { } function =>
                function(new IntrinsicCall(this, only.Key.Text, node, only.Value, scope)),
            MappingNode { Entries: [var only] } when LoopExpander.IsLoop(only.Key) => Unknown(only.Key),
            MappingNode { Entries: [var only] } when IsFunctionName(only.Key.Text) => Unsupported(only.Key, scope),
            MappingNode mapping => EvaluateMap(mapping, scope),
            _ => null,
        };
    }

    /// <summary>Records an error and yields the value that stands for what cannot be worked out.</summary>
    public UnresolvedValue Fail(TemplateNode node, Scope scope, string message)
    {
        Session.Report(DiagnosticSeverity.Error, Stack.At(node), scope.Key, message);
        return new UnresolvedValue(message.TrimEnd('.'));
    }

    private static bool IsFunctionName(string key) => key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>What a loop makes that could not be written out; why has been recorded.</summary>
    private static UnresolvedValue Unknown(ScalarNode loop) => new($"what {loop.Text} makes is not known");

    private UnresolvedValue Unsupported(ScalarNode name, Scope scope)
    {
        Session.Report(DiagnosticSeverity.Warning, Stack.At(name), scope.Key, $"{name.Text} is not supported; what it yields cannot be verified.");
        return new UnresolvedValue($"{name.Text} is not supported");
    }

    private ListValue EvaluateList(SequenceNode sequence, Scope scope)
    {
        var items = ImmutableArray.CreateBuilder<PropertyValue>(sequence.Items.Length);
        foreach (var node in sequence.Items)
        {
            // An item that is left out shifts the ones behind it: the index is that of the rendered list.
            var inner = scope.Child(items.Count);
            if (!scope.IsArgument && scope.Dependencies.IsTracing)
                scope.Dependencies.SetPosition(inner.Path, Stack.At(node));
            if (Evaluate(node, inner) is { } item)
                items.Add(item);
        }

        return new ListValue(items.ToImmutable());
    }

    private MapValue EvaluateMap(MappingNode mapping, Scope scope)
    {
        var entries = new List<KeyValuePair<string, PropertyValue>>(mapping.Entries.Length);
        foreach (var (key, node) in mapping.Entries)
        {
            var inner = scope.Child(key.Text);
            if (!scope.IsArgument && scope.Dependencies.IsTracing)
                scope.Dependencies.SetPosition(inner.Path, Stack.At(key));
            var value = IsFunctionName(key.Text) ? Misplaced(key, node, inner) : Evaluate(node, inner);
            if (value is not null)
                entries.Add(KeyValuePair.Create(key.Text, value));
        }

        return MapValue.Create(entries);
    }

    /// <summary>A function among other keys: a macro or a loop may stand there and change what stands beside it; anything else is an error.</summary>
    private PropertyValue? Misplaced(ScalarNode key, TemplateNode node, Scope scope) =>
        LoopExpander.IsLoop(key) ? Unknown(key)
        : key.Text == "Fn::Transform" ? Evaluate(new MappingNode([new MappingEntry(key, node)], key.Line, key.Column), scope)
        : Fail(key, scope, $"{key.Text} stands beside other keys; a function must be the only key of its mapping.");
}
