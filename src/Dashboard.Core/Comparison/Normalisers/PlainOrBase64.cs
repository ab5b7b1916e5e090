using System.Text;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A text that is given as it is, or under another name in base64.</summary>
internal static class PlainOrBase64
{
    private const string Plain = "SearchString";
    private const string Encoded = "SearchStringBase64";

    public static readonly ShapeNormaliser Rule = new(
        "CMP033",
        "Text given plain or in base64",
        "What a web ACL searches for is given as SearchString, or in base64 as SearchStringBase64: a service may answer with the one where the template has the other.",
        NormaliserSample.Same("AWS::WAFv2::RuleGroup", Sample("\"SearchString\":\"bad-bot\""), Sample("\"SearchStringBase64\":\"YmFkLWJvdA==\"")),
        NormaliserSample.Different("AWS::WAFv2::RuleGroup", Sample("\"SearchString\":\"bad-bot\""), Sample("\"SearchStringBase64\":\"YmFkLWJvdAo=\"")),
        NormaliserSample.Different("AWS::WAFv2::RuleGroup", Sample("\"SearchString\":\"bad-bot\""), Sample("\"SearchString\":\"YmFkLWJvdA==\"")));

    /// <summary>Whether two maps give the same text, one plain and one encoded; with the names on the left and on the right.</summary>
    public static bool AreSame(MapValue left, MapValue right, out string leftName, out string rightName)
    {
        (leftName, rightName) = left[Plain] is not null ? (Plain, Encoded) : (Encoded, Plain);
        return left[rightName] is null && right[leftName] is null
            && left[leftName] is ScalarValue { Text: var first } && right[rightName] is ScalarValue { Text: var second }
            && (leftName == Plain ? IsEncoded(first, second) : IsEncoded(second, first));
    }

    private static bool IsEncoded(string plain, string encoded) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)) == encoded;

    private static string Sample(string search) =>
        """{"Rules":[{"Name":"r","Priority":0,"Statement":{"ByteMatchStatement":{""" + search + ""","PositionalConstraint":"EXACTLY"}}}]}""";
}
