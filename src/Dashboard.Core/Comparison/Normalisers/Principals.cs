namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Forms of a principal that stand for each other, or that may.</summary>
internal static class Principals
{
    private const string Identity = ":iam::cloudfront:user/CloudFront Origin Access Identity ";

    public static readonly ShapeNormaliser Everybody = new(
        "CMP035",
        "Everybody as a principal",
        "In a resource's policy the principal * and {\"AWS\": \"*\"} are the same: everybody. In the trust policy of a role they are told apart.",
        NormaliserSample.Same("AWS::S3::BucketPolicy", Bucket("\"*\""), Bucket("""{"AWS":"*"}""")),
        NormaliserSample.Same("AWS::S3::BucketPolicy", Bucket("""{"AWS":["*"]}"""), Bucket("\"*\"")),
        NormaliserSample.Different("AWS::S3::BucketPolicy", Bucket("\"*\""), Bucket("""{"AWS":"123456789012"}""")),
        NormaliserSample.Different(
            "AWS::IAM::Role",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}}""",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}}"""));

    /// <summary>Whether two values mean everybody, in either form.</summary>
    public static bool AreBothEverybody(PropertyValue left, PropertyValue right) => (IsStar(left) && IsEveryAccount(right)) || (IsStar(right) && IsEveryAccount(left));

    /// <summary>Whether one text is the unique id of a role or user and the other the ARN of one: after a deletion the id is all that is left of an ARN, and nobody can say of which.</summary>
    public static bool CannotTell(string left, string right) => (IsUniqueId(left) && IsArnOf(right, left)) || (IsUniqueId(right) && IsArnOf(left, right));

    /// <summary>
    /// What two principals say beside an origin access identity that one names by its ARN and the other by its canonical user, of which S3 makes the one out of the other;
    /// null where they do not.
    /// </summary>
    public static (MapValue Named, MapValue ById)? WithoutOriginAccess(MapValue named, MapValue byId)
    {
        if (byId["CanonicalUser"] is not ScalarValue || named["CanonicalUser"] is not null || Items(byId["AWS"]).Any(IsIdentity) || Items(named["AWS"]).Count(IsIdentity) != 1)
            return null;
        ImmutableArray<PropertyValue> others = [.. Items(named["AWS"]).Where(static i => !IsIdentity(i))];
        return (named.With("AWS", others.IsEmpty ? null : new ListValue(others)), byId.With("CanonicalUser", null));
    }

    private static bool IsStar(PropertyValue value) => value is ScalarValue { Text: "*" };

    private static bool IsEveryAccount(PropertyValue value) => value is MapValue { Entries: [{ Key: "AWS", Value: var accounts }] } && Items(accounts) is [var only] && IsStar(only);

    private static bool IsIdentity(PropertyValue value) => value is ScalarValue { Text: var text } && text.Contains(Identity, StringComparison.Ordinal);

    private static bool IsUniqueId(string text) => text.Length is >= 16 and <= 128
        && (text.StartsWith("AROA", StringComparison.Ordinal) || text.StartsWith("AIDA", StringComparison.Ordinal)) && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsArnOf(string text, string id) =>
        text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains(id[1] == 'R' ? ":role/" : ":user/", StringComparison.Ordinal);

    private static ImmutableArray<PropertyValue> Items(PropertyValue? value) => value switch { null => [], ListValue list => list.Items, _ => [value] };

    private static string Bucket(string principal) =>
        """{"Bucket":"b","PolicyDocument":{"Statement":[{"Effect":"Allow","Principal":""" + principal + ""","Action":"s3:GetObject","Resource":"*"}]}}""";
}
