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
            // Without the condition's own arguments two calls could look equal that are not.
            null when value is CallValue => Both(call, value, items[1], items[2]),
            null => value is UnresolvedValue unresolved ? Either(call, unresolved, items[1], items[2]) : call.Malformed(),
        };
    }

    /// <summary>Both branches as arguments; what they name is named only perhaps, so nobody waits for it.</summary>
    private static PropertyValue Both(IntrinsicCall call, PropertyValue condition, TemplateNode then, TemplateNode otherwise)
    {
        var before = call.Stack.Graph.Enter(null);
        var (first, second) = (call.Evaluate(then), call.Evaluate(otherwise));
        call.Stack.Graph.Leave(before);
        return call.Keep(condition, first, second);
    }

    /// <summary>Nobody knows which branch it is: what either names is told, and the value stays unknown.</summary>
    private static UnresolvedValue Either(IntrinsicCall call, UnresolvedValue unresolved, TemplateNode then, TemplateNode otherwise)
    {
        if (call.IsSymbolic)
            Both(call, unresolved, then, otherwise);
        return unresolved;
    }

    /// <summary>The branch stands where the call stands: what is in it are properties, not arguments.</summary>
    private static PropertyValue? Branch(IntrinsicCall call, TemplateNode node)
    {
        if (!call.Scope.IsArgument && call.Scope.Dependencies.IsTracing)
            call.Scope.Dependencies.SetPosition(call.Scope.Path, call.Stack.At(node));
        return call.Evaluator.Evaluate(node, call.Scope);
    }
}
