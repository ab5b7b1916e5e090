namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Split [delimiter, text]</c>.</summary>
internal static class SplitFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 2, "a list of a delimiter and a text") is not { } items)
            return call.Malformed();
        var delimiter = call.Evaluate(items[0]);
        var value = call.Evaluate(items[1]);
        if (value is ListValue or MapValue)
            return call.Fail("Fn::Split needs a text to split.");
        if (call.Session.TextOf(delimiter) is not { } mark || call.Session.TextOf(value) is not { } text)
            return call.Keep(delimiter, value);
        if (mark.Text.Length == 0)
            return call.Fail("Fn::Split needs a delimiter that is not empty.");
        if (!call.Session.TrySpendText(text.Text.Length))
            return call.TooLarge();
        return new ListValue([.. text.Text.Split(mark.Text).Select(PropertyValue (piece) =>
            text.IsSecret ? call.Session.Vault.Hide(piece) : new ScalarValue(piece))]);
    }
}
