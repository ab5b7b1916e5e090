using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Tests;

public sealed partial class PermissionCatalogTests
{
    [Fact]
    public void Every_type_in_it_is_known_and_every_action_only_reads()
    {
        Assert.NotEmpty(PermissionCatalog.Types);
        Assert.All(PermissionCatalog.Types, type =>
        {
            Assert.True(TraitsCatalog.Get(type).IsKnown, type);
            var handlers = PermissionCatalog.Find(type)!;
            Assert.NotEmpty(handlers.Read);
            // kms:Decrypt and secretsmanager:GetSecretValue stand in handlers of AWS, too: what becomes of such a type is the policy's business.
            Assert.All(handlers.Read.Concat(handlers.List), action => Assert.Matches(ReadingAction(), action));
        });
    }

    [Fact]
    public void A_type_has_the_actions_of_its_schema_and_a_strange_one_has_none()
    {
        Assert.Equal(["sqs:GetQueueAttributes", "sqs:ListQueueTags"], PermissionCatalog.Find("AWS::SQS::Queue")!.Read);
        Assert.Equal(["sqs:ListQueues"], PermissionCatalog.Find("AWS::SQS::Queue")!.List);
        Assert.Null(PermissionCatalog.Find("AWS::No::Such"));
    }

    [Fact]
    public void A_registry_schema_names_the_actions_of_its_handlers()
    {
        var handlers = HandlerPermissions.OfSchema(
            """{"typeName":"AWS::A::B","handlers":{"create":{"permissions":["a:Create"]},"read":{"permissions":["a:GetB","a:DescribeB","a:GetB"]},"list":{"permissions":["a:ListB"]}}}""");

        Assert.Equal(["a:DescribeB", "a:GetB"], handlers.Read);
        Assert.Equal(["a:ListB"], handlers.List);
        Assert.Equal((true, true), (handlers.HasRead, handlers.HasList));
        Assert.Throws<JsonException>(() => HandlerPermissions.OfSchema("[]"));
    }

    [Theory]
    [InlineData("""{"handlers":{"read":{}}}""", true, false)]
    [InlineData("""{"handlers":{"create":{"permissions":[]}}}""", false, false)]
    [InlineData("""{"typeName":"AWS::A::B"}""", false, false)]
    public void A_registry_schema_tells_which_handlers_there_are(string schema, bool hasRead, bool hasList)
    {
        var handlers = HandlerPermissions.OfSchema(schema);

        Assert.Equal((hasRead, hasList), (handlers.HasRead, handlers.HasList));
        Assert.Empty(handlers.Read.Concat(handlers.List));
    }

    [GeneratedRegex("^[a-z0-9-]+:((Get|List|Describe)[A-Za-z0-9]*\\*?|GET|Decrypt)\\z")]
    private static partial Regex ReadingAction();
}
