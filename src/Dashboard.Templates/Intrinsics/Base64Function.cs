using System.Text;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Base64 text</c>.</summary>
internal static class Base64Function
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        var value = call.Evaluate(call.Argument);
        if (value is ListValue or MapValue or null)
            return call.Fail("Fn::Base64 needs a text.");
        // A text with holes stays readable: encoding what the references stand for would hide which ones they are.
        if ((call.IsSymbolic && value is ReferenceValue or CompositeValue) || call.Session.TextOf(value) is not { } text)
            return call.Keep(value);
        return call.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Text)), text.IsSecret);
    }
}
