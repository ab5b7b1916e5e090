using System.Runtime.InteropServices;
using Dashboard.Templates.Intrinsics;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Turns nodes into values. Null stands for "not there": an explicit null, or AWS::NoValue.</summary>
internal sealed class Evaluator(StackRenderer stack)
{
    public StackRenderer Stack { get; } = stack;

    public RenderSession Session => Stack.Session;

    public PropertyValue? Evaluate(TemplateNode node, in Scope scope)
    {
        var value = Session.TryEnter() ? Dispatch(node, scope) : Fail(node, scope, RenderSession.TooMuch);
        Session.Leave();
        return value;
    }

    private PropertyValue? Dispatch(TemplateNode node, in Scope scope)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Null }:
                return null;
            case ScalarNode scalar:
                Stack.Loops?.AddDependencies(scalar, scope);
                return Stack.Loops?.IsSecret(scalar) == true ? Session.Vault.Hide(scalar.Text) : ConstantValue.Of(scalar);
            case { Contents: NodeContents.None } when IsPlain(scope):
                var constant = ConstantValue.Of(node)!;
                Session.Spend(constant.Size - 1);
                return constant;
            case SequenceNode sequence:
                return EvaluateList(sequence, scope);
            case MappingNode { Entries: [var only] } when MayBeFunction(only.Key.Text):
                // Inside a function's arguments the outermost one has done so.
                if (!scope.IsArgument || scope.InCondition)
                    Stack.Loops?.AddAllDependencies(only.Value, scope);
                if (IntrinsicTable.Find(only, scope) is { } function)
                    return function(new IntrinsicCall(this, only.Key.Text, node, only.Value, scope));
                return LoopExpander.IsLoop(only.Key) ? Unknown(only.Key, only.Value)
                    : IsFunctionName(only.Key.Text) ? Unsupported(only.Key, scope)
                    : EvaluateMap((MappingNode)node, scope);
            case MappingNode mapping:
                return EvaluateMap(mapping, scope);
            default:
                return null;
        }
    }

    /// <summary>Records an error and yields the value that stands for what cannot be worked out.</summary>
    public UnresolvedValue Fail(TemplateNode node, in Scope scope, string message)
    {
        Session.Report(DiagnosticSeverity.Error, Stack.At(node), scope.Key, message);
        return new UnresolvedValue(message.TrimEnd('.'));
    }

    private static bool MayBeFunction(string key) => IsFunctionName(key) || key is "Ref" or "Condition";

    private static bool IsFunctionName(string key) => key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>What a loop makes that could not be written out; why has been recorded.</summary>
    private UnresolvedValue Unknown(ScalarNode loop, TemplateNode body) => new($"what {loop.Text} makes is not known") { Source = Stack.SourceOf(body) };

    private UnresolvedValue Unsupported(ScalarNode name, in Scope scope)
    {
        Session.Report(DiagnosticSeverity.Warning, Stack.At(name), scope.Key, $"{name.Text} is not supported; what it yields cannot be verified.");
        return new UnresolvedValue($"{name.Text} is not supported");
    }

    private ListValue EvaluateList(SequenceNode sequence, in Scope scope)
    {
        var isPlain = IsPlain(scope);
        var items = new PropertyValue[sequence.Items.Length];
        var count = 0;
        foreach (var node in sequence.Items)
        {
            // An item that is left out shifts the ones behind it: the index is that of the rendered list.
            var inner = isPlain && node.Contents == NodeContents.None ? scope : scope.Child(count);
            if (!scope.IsArgument && scope.Dependencies.IsTracing)
                scope.Dependencies.SetPosition(inner.Path, Stack.At(node));
            var item = Evaluate(node, inner);
            if (item is not null)
                items[count++] = item;
        }

        if (count < items.Length)
            Array.Resize(ref items, count);
        return new ListValue(ImmutableCollectionsMarshal.AsImmutableArray(items));
    }

    private MapValue EvaluateMap(MappingNode mapping, in Scope scope)
    {
        var isPlain = IsPlain(scope);
        var entries = new KeyValuePair<string, PropertyValue>[mapping.Entries.Length];
        var count = 0;
        foreach (var (key, node) in mapping.Entries)
        {
            var isMisplaced = IsFunctionName(key.Text);
            // Where nothing is called, nothing asks for its place.
            var inner = isPlain && !isMisplaced && node.Contents == NodeContents.None ? scope : scope.Child(key.Text);
            if (!scope.IsArgument && scope.Dependencies.IsTracing)
                scope.Dependencies.SetPosition(inner.Path, Stack.At(key));
            Stack.Loops?.AddDependencies(key, inner);
            var value = isMisplaced ? Misplaced(key, node, inner) : Evaluate(node, inner);
            if (value is not null)
                entries[count++] = KeyValuePair.Create(key.Text, value);
        }

        if (count < entries.Length)
            Array.Resize(ref entries, count);
        return MapValue.FromOwned(entries);
    }

    /// <summary>Whether nobody asks where values stand or what shaped them, so that a part without functions is the same in every rendering.</summary>
    private bool IsPlain(in Scope scope) => Stack.Loops is null && !scope.InCondition && !scope.Dependencies.IsTracing;

    /// <summary>A function among other keys: a macro or a loop may stand there and change what stands beside it; anything else is an error.</summary>
    private PropertyValue? Misplaced(ScalarNode key, TemplateNode node, in Scope scope) =>
        LoopExpander.IsLoop(key) ? Unknown(key, node)
        : key.Text == "Fn::Transform" ? Evaluate(new MappingNode([new MappingEntry(key, node)], key.Line, key.Column), scope)
        : Fail(key, scope, $"{key.Text} stands beside other keys; a function must be the only key of its mapping.");
}
