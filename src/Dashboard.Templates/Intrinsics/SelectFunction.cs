using System.Globalization;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Select [index, list]</c>: the item at an index from 0.</summary>
internal static class SelectFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of an index and a list") is not { } items)
            return call.Malformed();
        var index = call.Evaluate(items[0]);
        var values = ListCoercion.Coerce(call, call.Evaluate(items[1]));
        if (call.Session.TextOf(index) is not { } known || values is not ListValue list)
        {
            return values is ScalarValue or MapValue or null
                ? call.Fail("Fn::Select needs a list to select from.")
                : call.Keep(index, values);
        }

        if (!int.TryParse(known.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return call.Fail("Fn::Select needs an index: a whole number from 0.");
        return position < list.Items.Length
            ? list.Items[position]
            : call.Fail($"Fn::Select cannot select item {position} of a list of {list.Items.Length}.");
    }
}
