namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Join [delimiter, list]</c>.</summary>
internal static class JoinFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of a delimiter and a list") is not { } items)
            return call.Malformed();
        var delimiter = call.Evaluate(items[0]);
        var values = ListCoercion.Coerce(call, call.Evaluate(items[1]));
        if (values is not ListValue list || call.Session.TextOf(delimiter) is not { } glue)
        {
            return values is ScalarValue or MapValue or null
                ? call.Fail("Fn::Join needs a list to join.")
                : call.Keep(delimiter, values);
        }

        var parts = new List<PropertyValue>(list.Items.Length * 2);
        foreach (var item in list.Items)
        {
            if (item is ListValue or MapValue)
                return call.Fail("Fn::Join can join texts only; found a list or a mapping among them.");
            if (parts.Count > 0)
                parts.Add(new ScalarValue(glue.Text));
            parts.Add(item);
        }

        return call.Compose(parts);
    }
}
