using System.Reflection;
using System.Text;
using Dashboard.Sources.Aws;

namespace Dashboard.Sources.Tests.Aws;

public sealed class JsonShapesTests
{
    private static readonly Dictionary<string, Assembly> Packages = new()
    {
        ["dynamodb"] = typeof(Amazon.DynamoDBv2.AmazonDynamoDBClient).Assembly,
        ["kms"] = typeof(Amazon.KeyManagementService.AmazonKeyManagementServiceClient).Assembly,
        ["sqs"] = typeof(Amazon.SQS.AmazonSQSClient).Assembly,
        ["ssm"] = typeof(Amazon.SimpleSystemsManagement.AmazonSimpleSystemsManagementClient).Assembly,
    };

    [Fact]
    public void Of_every_package_it_is_known_whether_it_reads_JSON()
    {
        var packages = typeof(AwsAnswers).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("AWSSDK.", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        // The core, three whose services answer in XML, and two that the core asks for credentials by itself.
        string[] others = ["AWSSDK.Core", "AWSSDK.EC2", "AWSSDK.S3", "AWSSDK.SecurityToken", "AWSSDK.SSO", "AWSSDK.SSOOIDC"];
        Assert.Empty(packages.Except(others).Except(Packages.Values.Select(a => a.GetName().Name!)));
    }

    [Fact]
    public void Every_list_map_and_structure_that_a_package_reads_of_an_answer_is_known()
    {
        Assert.Equal(Packages.Keys.Order(StringComparer.Ordinal), JsonShapes.Known.Order(StringComparer.Ordinal));
        var wrong = new List<string>();
        foreach (var (service, assembly) in Packages)
        {
            var operations = AwsAnswers.Operations.Where(o => o.StartsWith(service + ":", StringComparison.Ordinal)).Select(o => o.Split(':')[1]).ToList();
            Assert.NotEmpty(operations);
            var members = new Dictionary<string, JsonShape>(StringComparer.OrdinalIgnoreCase);
            var seen = new HashSet<Type>();
            foreach (var operation in operations)
                Collect(assembly.GetTypes().Single(t => t.Name == operation + "Response"), assembly, members, seen);
            wrong.AddRange(members.Where(m => JsonShapes.Of(service, m.Key) != m.Value).Select(m => $"{service} {m.Value} {m.Key}"));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("kms", """{"Tags": 5}""")]
    [InlineData("kms", """{"Tags": {}, "Truncated": false}""")]
    [InlineData("kms", """{"tags": "x"}""")]
    [InlineData("kms", """{"Tags": [], "a/Tags": "x"}""")]
    [InlineData("kms", """{"Tags": [" "]}""")]
    [InlineData("kms", """{"Tags": [[]]}""")]
    [InlineData("kms", """{"Tags": [null]}""")]
    [InlineData("kms", """{"KeyMetadata": {"MultiRegionConfiguration": {"ReplicaKeys": 1}}}""")]
    [InlineData("kms", """{"KeyMetadata": []}""")]
    [InlineData("kms", """{"KeyMetadata": {"EncryptionAlgorithms": [{}]}}""")]
    [InlineData("sqs", """{"Attributes": []}""")]
    [InlineData("sqs", """{"Attributes": {"Policy": {}}}""")]
    [InlineData("sqs", """{"Messages": [{"MessageAttributes": {"a": "x"}}]}""")]
    [InlineData("sqs", """[]""")]
    public void What_is_no_list_where_one_is_expected_does_not_fit(string service, string body) => Assert.False(JsonShapes.Fit(service, Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("kms", """{"Tags": [{"TagKey": "Tags", "TagValue": "x"}], "Truncated": false, "NextMarker": null}""")]
    [InlineData("kms", """{"Tags": null}""")]
    [InlineData("kms", """{"Later": {"Tags": 5}}""")]
    [InlineData("sqs", """{"Tags": {"Messages": "x", "a/Failed": "y"}}""")]
    [InlineData("sqs", """{"Messages": [{"Attributes": {"SentTimestamp": "1"}, "MessageAttributes": {"Tags": {"DataType": "String", "StringListValues": ["x", null]}}}]}""")]
    [InlineData("s3", """{"Tags": 5}""")]
    public void An_answer_fits(string service, string body) => Assert.True(JsonShapes.Fit(service, Encoding.UTF8.GetBytes(body)));

    /// <summary>A member that is a list here and something else there would need more than its name.</summary>
    private static void Collect(Type type, Assembly assembly, Dictionary<string, JsonShape> members, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var of = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericTypeDefinition() : null;
            var inner = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[^1] : property.PropertyType;
            var isStructure = IsStructure(inner, assembly);
            JsonShape? shape = of == typeof(List<>) ? isStructure ? JsonShape.Structures : JsonShape.Scalars
                : of == typeof(Dictionary<,>) ? isStructure ? JsonShape.StructureMap : JsonShape.ScalarMap
                : isStructure ? JsonShape.Structure : null;
            if (shape is null)
                continue;
            Assert.True(members.GetValueOrDefault(property.Name, shape.Value) == shape, $"{type} {property.Name}");
            members[property.Name] = shape.Value;
            if (isStructure)
                Collect(inner, assembly, members, seen);
        }
    }

    private static bool IsStructure(Type type, Assembly assembly) => type.Assembly == assembly && type.IsClass && !typeof(Amazon.Runtime.ConstantClass).IsAssignableFrom(type);
}
