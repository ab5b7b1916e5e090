using System.Globalization;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>Fn::Length: list</c>: how many items it has.</summary>
internal static class LengthFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        call.RequireExtensions(call.Name);
        return ListCoercion.Coerce(call, call.Evaluate(call.Argument)) switch
        {
            ListValue list => new ScalarValue(list.Items.Length.ToString(CultureInfo.InvariantCulture), ScalarKind.Number),
            ScalarValue or MapValue or null => call.Fail("Fn::Length needs a list."),
            var other => call.Keep(other),
        };
    }
}
