namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The number of a statement without a name.</summary>
internal static class NumberedStatement
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP032",
        "Number of a statement",
        "A service may number the statements of a policy that the template gives no Sid. A number in the place of no Sid says nothing; a name, and a number in the place of another Sid, do.",
        NormaliserSample.Same(
            "AWS::S3::BucketPolicy",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}""",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Sid":"1","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}"""),
        NormaliserSample.Different(
            "AWS::S3::BucketPolicy",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}""",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Sid":"Public","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}"""),
        NormaliserSample.Different(
            "AWS::S3::BucketPolicy",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Sid":"1","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}""",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Sid":"2","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}"""),
        NormaliserSample.Different(
            "AWS::S3::BucketPolicy",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}""",
            """{"Bucket":"b","PolicyDocument":{"Statement":[{"Sid":"1","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}}""",
            ComparisonOptions.Templates));

    /// <summary>Whether a Sid that only the service has is a number.</summary>
    public static bool Says(PropertyValue sid) => sid is ScalarValue { Text: { Length: > 0 } text } && text.All(char.IsAsciiDigit);
}
