namespace Dashboard.Templates.Intrinsics;

/// <summary>In Rules: <c>Fn::EachMemberIn: [list, list]</c>: every text of the first stands in the second.</summary>
internal static class EachMemberInFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "two lists of texts") is not { } items)
            return call.Malformed();
        var (members, allowed) = (call.Evaluate(items[0]), call.Evaluate(items[1]));
        return TextSet.Of(call, members) is { } known && TextSet.Of(call, allowed) is { } set ? Booleans.Of(known.IsSubsetOf(set)) : call.Keep(members, allowed);
    }
}
