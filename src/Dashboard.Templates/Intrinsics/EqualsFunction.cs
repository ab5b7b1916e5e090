namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Equals [left, right]</c>: texts are compared exactly, a plain boolean by what it says.</summary>
internal static class EqualsFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of two values") is not { } items)
            return call.Malformed();
        var left = call.Evaluate(items[0]);
        var right = call.Evaluate(items[1]);
        if (call.Session.TextOf(Booleans.Plain(left)) is { } first && call.Session.TextOf(Booleans.Plain(right)) is { } second)
            return Booleans.Of(first.Text == second.Text);
        // Lists and mappings are equal when every part is; what is not fully known stays a call.
        return left is ListValue or MapValue && right is ListValue or MapValue && IsKnown(left!) && IsKnown(right!)
            ? Booleans.Of(left!.Equals(right))
            : call.Keep(left, right);
    }

    private static bool IsKnown(PropertyValue value) => value switch
    {
        ScalarValue => true,
        ListValue list => list.Items.All(IsKnown),
        MapValue map => map.Entries.All(e => IsKnown(e.Value)),
        _ => false,
    };
}
