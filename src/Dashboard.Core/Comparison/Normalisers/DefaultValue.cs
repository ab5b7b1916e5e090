namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A documented default.</summary>
internal static class DefaultValue
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP022",
        "Documented default",
        "A property that is set to the default that its schema or its reference documents, and one that is not set: the service does the same. Folded on equality alone, so that a change towards anything else shows. Between the texts of two templates it is a possible difference.",
        NormaliserSample.Same("AWS::IAM::Role", """{"Path":"/"}""", "{}"),
        NormaliserSample.Same("AWS::Lambda::Function", """{"Timeout":3,"MemorySize":"128"}""", "{}"),
        NormaliserSample.Same("AWS::SQS::Queue", "{}", """{"VisibilityTimeout":30}""", ComparisonOptions.Templates),
        NormaliserSample.Different("AWS::Lambda::Function", """{"Timeout":30}""", "{}"),
        NormaliserSample.Different("AWS::IAM::Role", """{"Path":"/app/"}""", "{}"));
}
