using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!If [condition, then, else]</c>.</summary>
internal static class IfFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(3, 3, "a list of a condition's name and two values") is not { } items)
            return call.Malformed();
        var condition = items[0] is ScalarNode name
            ? call.Stack.Conditions.Find(name.Text, name, call.Scope)
            : new ConditionResult(call.Evaluator.Evaluate(items[0], call.Scope.AsArgument() with { InCondition = true }) ?? call.Malformed(), []);
        var value = call.Reuse(condition.Value, condition.Dependencies);
        return ConditionTable.AsBoolean(value) switch
        {
            true => Branch(call, items[1]),
            false => Branch(call, items[2]),
            null => Both(call, Unknown(call, value), items[1], items[2]),
        };
    }

    /// <summary>
    /// Both branches as arguments; what they name is named only perhaps, so nobody waits for it. Of a condition that cannot be worked out the value
    /// stays unknown, unless a branch holds a secret: then it is one, since the service may return it.
    /// </summary>
    private static PropertyValue Both(IntrinsicCall call, PropertyValue condition, TemplateNode then, TemplateNode otherwise)
    {
        var before = call.Stack.Graph.Enter(null);
        var (first, second) = (call.Evaluate(then), call.Evaluate(otherwise));
        call.Stack.Graph.Leave(before);
        return call.Keep(condition, first, second);
    }

    /// <summary>A call keeps the condition's own arguments: without them two calls could look equal that are not.</summary>
    private static PropertyValue Unknown(IntrinsicCall call, PropertyValue condition) => condition switch
    {
        CallValue or UnresolvedValue => condition,
        SecretValue => new UnresolvedValue($"the condition of {call.Name} depends on a secret"),
        _ => call.Malformed(),
    };

    /// <summary>The branch stands where the call stands: what is in it are properties, not arguments.</summary>
    private static PropertyValue? Branch(IntrinsicCall call, TemplateNode node)
    {
        if (!call.Scope.IsArgument && call.Scope.Dependencies.IsTracing)
            call.Scope.Dependencies.SetPosition(call.Scope.Path, call.Stack.At(node));
        return call.Evaluator.Evaluate(node, call.Scope);
    }
}
