using Dashboard.Templates.Rendering;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Not [condition]</c>.</summary>
internal static class NotFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(1, 1, "a list of one condition") is not { } items)
            return call.Malformed();
        var value = call.Evaluate(items[0]);
        return ConditionTable.AsBoolean(value) is { } flag ? Booleans.Of(!flag) : call.Keep(value);
    }
}
