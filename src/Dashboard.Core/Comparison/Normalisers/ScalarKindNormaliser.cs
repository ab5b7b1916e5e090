namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The same text with and without quotes.</summary>
internal sealed class ScalarKindNormaliser() : ScalarNormaliser(
    "CMP001",
    "Text or literal",
    "80 and \"80\", true and \"true\": CloudFormation hands the same text to the service. Inside a JSON document the two are different things; a map of texts (the parameters of a parameter group) is no document.",
    NormaliserSample.Same("Custom::Thing", """{"Port":"80","On":true}""", """{"Port":80,"On":"true"}"""),
    NormaliserSample.Same("AWS::RDS::DBParameterGroup", """{"Parameters":{"max_connections":100}}""", """{"Parameters":{"max_connections":"100"}}"""),
    NormaliserSample.Same("AWS::Config::ConfigRule", """{"InputParameters":{"maxAccessKeyAge":90}}""", """{"InputParameters":"{\"maxAccessKeyAge\":\"90\"}"}"""),
    NormaliserSample.Different("AWS::RDS::DBParameterGroup", """{"Parameters":{"max_connections":1.10}}""", """{"Parameters":{"max_connections":"1.1"}}"""),
    NormaliserSample.Different("Custom::Thing", """{"Port":"1.10"}""", """{"Port":1.1}"""),
    NormaliserSample.Different("Custom::Thing", """{"Doc":"{\"a\":1}"}""", """{"Doc":"{\"a\":\"1\"}"}"""))
{
    public override bool AreSame(in ScalarPair pair) =>
        pair.Left.Text == pair.Right.Text && pair.Left.Kind != ScalarKind.Null && pair.Right.Kind != ScalarKind.Null;
}
