using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Core.Definition;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Documents;

/// <summary>The JSON is a contract: names, order, nulls and times, to the letter.</summary>
public class DocumentTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Bucket = "AWS::S3::Bucket";

    [Fact]
    public void A_board_is_written_as_agreed()
    {
        var scene = Shop();
        var board = new BoardDocument(
            "server-1", 7, new DateTimeOffset(2026, 5, 4, 14, 0, 0, TimeSpan.FromHours(2)),
            [new EnvironmentDocument("shop", "staging", DocumentWriter.Name(EnvironmentTier.Staging), 0)],
            [DocumentWriter.Cell(scene.Verdict())],
            [DocumentWriter.Summary(scene.Parity(), keptSince: null)]);

        AssertJson(
            """
            {
              "serverId": "server-1", "revision": 7, "builtAt": "2026-05-04T12:00:00Z",
              "environments": [{"application": "shop", "name": "staging", "tier": "staging", "order": 0, "createdAt": null, "changedAt": null, "leftBehind": null}],
              "stacks": [{
                "application": "shop", "environment": "staging", "component": "web", "region": "eu-west-1", "instance": "", "account": "111111111111",
                "stackName": "staging-web", "status": "modified", "reason": null, "pendingChanges": 1, "drifted": 1, "coverage": {"compared": 2, "total": 2},
                "checkedAt": "2026-05-04T12:00:00Z", "oldestReadAt": "2026-05-04T12:00:00Z", "running": null
              }],
              "parity": [{"application": "shop", "from": "staging", "to": "production",
                "counts": {"equal": 3, "declared": 0, "configured": 0, "pending": 0, "unexplained": 2, "unverifiable": 0}}],
              "recordedAt": null, "calls": null
            }
            """,
            board, DocumentSerializer.Default.BoardDocument);
    }

    [Fact]
    public void A_stack_is_written_as_agreed()
    {
        var origin = new OriginDocument("templates/web.yaml", 12, "1111111", "Ada", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)));
        var stack = DocumentWriter.Stack(Shop().Verdict(), (_, d) => d.Between == DifferenceBetween.DesiredDeployed ? origin : null);

        AssertJson(
            """
            {
              "application": "shop", "environment": "staging", "component": "web", "region": "eu-west-1", "instance": "", "account": "111111111111",
              "stackName": "staging-web", "status": "modified", "reason": null, "pendingChanges": 1, "drifted": 1, "coverage": {"compared": 2, "total": 2},
              "checkedAt": "2026-05-04T12:00:00Z", "oldestReadAt": "2026-05-04T12:00:00Z", "running": null,
              "resources": [
                {"address": "Bucket", "logicalId": "Bucket", "type": "AWS::S3::Bucket", "physicalId": "staging-bucket-1a2b3c", "status": "modified", "reason": null,
                  "differences": [{"path": "/Tags/0/Value", "item": {"Key": "team"}, "kind": "notEqual", "between": "deployed-live", "expected": "a", "actual": "b",
                    "impact": "update", "origin": null}]},
                {"address": "F", "logicalId": "F", "type": "AWS::Lambda::Function", "physicalId": "staging-f-1a2b3c", "status": "inSync", "reason": null,
                  "differences": [{"path": "/Timeout", "item": null, "kind": "remove", "between": "desired-deployed", "expected": 9, "actual": null,
                    "impact": "update", "origin": {"file": "templates/web.yaml", "line": 12, "commit": "1111111", "author": "Ada", "date": "2026-01-02T02:04:05Z"}}]}
              ]
            }
            """,
            stack, DocumentSerializer.Default.StackDocument);
    }

    [Fact]
    public void Parity_is_written_as_agreed_and_leaves_out_what_is_equal_unless_asked()
    {
        var scene = Shop().Rule(RuleKind.Expect, "F", "/MemorySize");
        var document = DocumentWriter.Parity(scene.Parity(), keptSince: null, includeEqual: false);

        AssertJson(
            """
            {
              "application": "shop", "from": "staging", "to": "production",
              "counts": {"equal": 3, "declared": 1, "configured": 0, "pending": 0, "unexplained": 1, "unverifiable": 0},
              "items": [
                {"component": "web", "region": "eu-west-1", "instance": "", "address": "Bucket", "type": "AWS::S3::Bucket", "path": "/Tags/0/Value", "pile": "unexplained",
                  "left": "b", "right": "a", "rule": null, "commit": null, "reason": "changed by hand in staging"},
                {"component": "web", "region": "eu-west-1", "instance": "", "address": "F", "type": "AWS::Lambda::Function", "path": "/MemorySize", "pile": "declared",
                  "left": 128, "right": 256, "rule": "expect at driftboard.yaml:30", "commit": null, "reason": "It is meant"}
              ]
            }
            """,
            document, DocumentSerializer.Default.ParityDocument);
        Assert.Equal(5, DocumentWriter.Parity(scene.Parity(), keptSince: null, includeEqual: true).Items.Count);
    }

    [Fact]
    public void Every_document_reads_back_as_it_was_written()
    {
        var stack = DocumentWriter.Stack(Shop().Verdict(), (_, _) => null);
        var json = JsonSerializer.Serialize(stack, DocumentSerializer.Default.StackDocument);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, DocumentSerializer.Default.StackDocument)!, DocumentSerializer.Default.StackDocument));
        AssertJson("""{"environment": null, "component": null}""", new ScanRequestDocument(null, null), DocumentSerializer.Default.ScanRequestDocument);
        AssertJson(
            """{"serverId": "s", "revision": 8, "stacks": [], "parity": []}""", new ChangedDocument("s", 8, [], []), DocumentSerializer.Default.ChangedDocument);
    }

    [Theory]
    [InlineData(Status.InSync, "inSync")]
    [InlineData(Status.NotChecked, "notChecked")]
    [InlineData(Status.PartlyChecked, "partlyChecked")]
    [InlineData(Status.NotDeployed, "notDeployed")]
    [InlineData(Status.Unsupported, "unsupported")]
    public void A_status_has_one_name(Status status, string name) => Assert.Equal(name, DocumentWriter.Name(status));

    [Fact]
    public void Every_reason_impact_and_pile_has_the_agreed_name()
    {
        Assert.Equal(
            ["denied", "throttled", "timedOut", "unresolved", "secret", "typeNotReadable", "notReadYet", "stackMissing", "stackUnreadable", "stackMoving", "stackBroken", "noAccess"],
            Enum.GetValues<StatusReason>().Select(DocumentWriter.Name));
        Assert.Equal(["replacement", "conditionalReplacement", "update", "unknown", "create", "delete"], Enum.GetValues<Impact>().Select(DocumentWriter.Name));
        Assert.Equal(["unverifiable", "equal", "declared", "configured", "pending", "unexplained"], Enum.GetValues<ParityPile>().Select(DocumentWriter.Name));
        Assert.Equal(["desired-deployed", "deployed-live"], Enum.GetValues<DifferenceBetween>().Select(Between));

        static string Between(DifferenceBetween between)
        {
            var resource = Shop().Verdict().Resources.First(r => r.Differences.Any(d => d.Between == between));
            return DocumentWriter.Stack(Shop().Verdict(), (_, _) => null).Resources.First(r => r.Address == resource.Address.ToString()).Differences[0].Between;
        }
    }

    [Fact]
    public void What_is_not_known_stays_in_CloudFormations_own_form()
    {
        AssertValue("""{"Ref": "B"}""", Ref("B"));
        AssertValue("""{"Ref": "Q/B"}""", Ref("Q/B"));
        AssertValue("""{"Fn::GetAtt": ["B", "Endpoint.Address"]}""", Ref("B", "Endpoint.Address"));
        AssertValue("""{"Ref": "AWS::Region"}""", Ref("", "AWS::Region"));
        AssertValue("""{"Fn::Sub": "a ${B.Arn} ${!x} ${AWS::Region}"}""", Joined(Text("a "), Ref("B", "Arn"), Text(" ${x} "), Ref("", "AWS::Region")));
        AssertValue("""{"Fn::Join": ["", ["a", {"Fn::Select": ["0", {"Ref": "B"}]}]]}""", Joined(Text("a"), new CallValue("Fn::Select", [Text("0"), Ref("B")])));
        AssertValue("""{"Fn::ImportValue": "x"}""", new CallValue("Fn::ImportValue", [Text("x")]));
        AssertValue("""{"Fn::Unresolved": "macro X"}""", new UnresolvedValue("macro X"));
        AssertValue("""{"Fn::Secret": true}""", SecretValue.Unknowable);
    }

    [Fact]
    public void Scalars_are_texts_except_where_the_type_says_number_or_boolean()
    {
        AssertValue("128", Text("128"), "/MemorySize");
        AssertValue("\"012\"", Text("012"), "/MemorySize");
        AssertValue("\"80\"", new ScalarValue("80", ScalarKind.Number), "/Description");
        AssertValue("""{"Variables": {"PORT": "80"}}""", Map("""{"Variables":{"PORT":80}}"""), "/Environment");
        AssertValue("null", ScalarValue.Null, "/Description");
        Assert.True(DocumentWriter.Value(Text("TRUE"), "AWS::SQS::Queue", PropertyPath.Parse("/FifoQueue")).GetBoolean());
    }

    /// <summary>Two resources: a tag was changed by hand in staging, a timeout waits to be released, a size differs between the environments.</summary>
    private static Scene Shop()
    {
        const string Tags = """{"Tags":[{"Key":"team","Value":"a"}]}""";
        var scene = new Scene();
        scene.Staging().Add("Bucket", Bucket, Tags).Add("F", Function, """{"MemorySize":128,"Handler":"h","Runtime":"nodejs24.x"}""")
            .Live("Bucket", """{"Tags":[{"Key":"team","Value":"b"}]}""")
            .Desired(MainCommit, Resource("Bucket", Bucket, Tags), Resource("F", Function, """{"MemorySize":128,"Handler":"h","Runtime":"nodejs24.x","Timeout":9}"""));
        scene.Production().Add("Bucket", Bucket, Tags).Add("F", Function, """{"MemorySize":256,"Handler":"h","Runtime":"nodejs24.x"}""");
        return scene;
    }

    private static void AssertValue(string expected, PropertyValue value, string path = "/Description") =>
        Assert.Equal(JsonNode.Parse(expected)?.ToJsonString() ?? "null", Compact(DocumentWriter.Value(value, Function, PropertyPath.Parse(path)).GetRawText()));

    private static void AssertJson<T>(string expected, T document, JsonTypeInfo<T> type) => Assert.Equal(Compact(expected), Compact(JsonSerializer.Serialize(document, type)));

    /// <summary>Without layout; order of members and nulls stay as they are.</summary>
    private static string Compact(string json) => JsonNode.Parse(json)?.ToJsonString() ?? "null";
}
