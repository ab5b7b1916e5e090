namespace Dashboard.Templates.Intrinsics;

/// <summary>In Rules: <c>Fn::Contains: [list, text]</c>.</summary>
internal static class ContainsFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of texts and a text") is not { } items)
            return call.Malformed();
        var (values, value) = (call.Evaluate(items[0]), call.Evaluate(items[1]));
        return TextSet.Of(call, values) is { } known && call.Session.TextOf(value) is { } text ? Booleans.Of(known.Contains(text.Text)) : call.Keep(values, value);
    }
}
