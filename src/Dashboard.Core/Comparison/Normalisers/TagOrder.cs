namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The order of tags.</summary>
internal static class TagOrder
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP024",
        "Order of tags",
        "Tags are found by their key; where they stand in the list says nothing.",
        NormaliserSample.Same(
            "AWS::S3::Bucket",
            """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""",
            """{"Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}]}"""),
        NormaliserSample.Different(
            "AWS::S3::Bucket",
            """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""",
            """{"Tags":[{"Key":"a","Value":"2"},{"Key":"b","Value":"1"}]}"""));
}
