using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Condition Name</c>, inside another condition.</summary>
internal static class ConditionFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Argument is not ScalarNode name)
            return call.Fail("Condition must be the name of a condition.");
        var condition = call.Stack.Conditions.Find(name.Text, name, call.Scope);
        return call.Reuse(condition.Value, condition.Dependencies);
    }
}
