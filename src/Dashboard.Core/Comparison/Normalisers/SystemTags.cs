namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>AWS's own tags.</summary>
internal static class SystemTags
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP023",
        "AWS's own tags",
        "Tags whose key starts with aws: are set by AWS and cannot be set by anybody else.",
        NormaliserSample.Same(
            "AWS::S3::Bucket",
            """{"Tags":[{"Key":"a","Value":"1"}]}""",
            """{"Tags":[{"Key":"a","Value":"1"},{"Key":"aws:cloudformation:stack-id","Value":"x"}]}"""),
        NormaliserSample.Different("AWS::S3::Bucket", """{"Tags":[{"Key":"a","Value":"1"}]}""", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"awsome","Value":"x"}]}"""));
}
