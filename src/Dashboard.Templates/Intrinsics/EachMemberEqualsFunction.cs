namespace Dashboard.Templates.Intrinsics;

/// <summary>In Rules: <c>Fn::EachMemberEquals: [list, text]</c>.</summary>
internal static class EachMemberEqualsFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of texts and a text") is not { } items)
            return call.Malformed();
        var (values, value) = (call.Evaluate(items[0]), call.Evaluate(items[1]));
        return TextSet.Of(call, values) is { } known && call.Session.TextOf(value) is { } text ? Booleans.Of(known.All(k => k == text.Text)) : call.Keep(values, value);
    }
}
