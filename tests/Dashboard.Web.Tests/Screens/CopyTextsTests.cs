using System.Text.Json;
using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A resource or a property as a text to paste elsewhere.</summary>
public sealed class CopyTextsTests : ScreenTest
{
    /// <summary>Git and the cloud answer, and know nothing.</summary>
    public CopyTextsTests()
    {
        Details.Failure = new InvalidOperationException("no repository");
        Details.Gate.SetResult();
        Trails.Gate.SetResult();
    }

    private const string Link = "http://localhost/stacks/shop/production/database";

    [Fact]
    public void As_text_it_is_told_in_lines()
    {
        Assert.Equal(
            """
            production / database eu-west-1 / Database (AWS::SQS::Queue): drifted
            /DBInstanceClass
              repository: db.r6g.xlarge
              deployed:   db.r6g.xlarge
              live:       db.r6g.2xlarge
              effect:     putting it back: updates in place
            http://localhost/stacks/shop/production/database
            """,
            Of(CopyForm.Text, Selected("/DBInstanceClass")));
    }

    [Fact]
    public void An_attribute_stands_in_templates_only()
    {
        Assert.Equal(
            """
            production / storefront eu-west-1 / Queue (AWS::SQS::Queue): 1 to release
            DeletionPolicy
              repository: Retain
              deployed:   Delete
              live:       in templates only
              effect:     releasing it: updates in place
            http://localhost/stacks/shop/production/database
            """,
            Of(CopyForm.Text, Selected("/DeletionPolicy", Attribute())));
    }

    [Fact]
    public void As_markdown_it_is_a_table_that_no_value_breaks()
    {
        Assert.Equal(
            """
            `Database` (`AWS::SQS::Queue`) in `production` / `database eu-west-1`: **drifted**

            | property | repository | deployed | live |
            |---|---|---|---|
            | `/DBInstanceClass` | `db.r6g.xlarge` | `db.r6g.xlarge` | `db.r6g.2xlarge` |

            - `/DBInstanceClass` effect: `putting it back: updates in place`

            <http://localhost/stacks/shop/production/database>
            """,
            Of(CopyForm.Markdown, Selected("/DBInstanceClass")));
        var hostile = StackSelection.Of(Stack(Storefront, Resource("Other")), Drifted("Queue", "/Name", "a|b\n| c", "`` `x` ``"), "/Name");
        Assert.Contains("| `/Name` | `Queue` | `a\\|b \\| c` | ``` `` `x` `` ``` |", Of(CopyForm.Markdown, hostile), StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_it_is_what_the_api_says()
    {
        using var json = JsonDocument.Parse(Of(CopyForm.Json, Selected("/DBInstanceClass"))!);

        var resource = Assert.Single(json.RootElement.GetProperty("resources").EnumerateArray());
        var difference = Assert.Single(resource.GetProperty("differences").EnumerateArray());
        Assert.Equal(("production", "Database", "db.r6g.2xlarge"), (json.RootElement.GetProperty("environment").GetString(), resource.GetProperty("logicalId").GetString(), difference.GetProperty("actual").GetString()));
        Assert.Equal("\"30\"", Of(CopyForm.Json, Selected("/Delay", Resource("Queue") with { Live = MapValue.Of(("Delay", new ScalarValue("30"))) })));
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", "https://sqs/q", null, "aws --region eu-west-1 cloudcontrol get-resource --cli-input-json '{  \"TypeName\": \"AWS::SQS::Queue\",  \"Identifier\": \"https://sqs/q\"}' --query ResourceDescription.Properties --output text")]
    [InlineData("AWS::S3::Bucket", "it's; rm -rf /", "/Tags/2/Value", "aws --region eu-west-1 cloudcontrol get-resource --type-name AWS::S3::Bucket --identifier 'it'\\''s; rm -rf /' --query ResourceDescription.Properties --output text | jq '.\"Tags\"[2].\"Value\"'")]
    public void The_command_reads_what_runs_and_nothing_in_it_is_run(string type, string id, string? path, string command)
    {
        var selection = StackSelection.Of(Stack(Storefront, Resource("Other")), Resource("Thing", type) with { PhysicalId = id }, path);

        Assert.Equal(command, CopyTexts.Of(CopyForm.Command, selection, path is not null, Link, null));
        Assert.Equal(
            "AWS_ACCESS_KEY_ID=SANDBOX222222222222 AWS_SECRET_ACCESS_KEY=x " + command.Replace("eu-west-1 ", "eu-west-1 --endpoint-url http://127.0.0.1:5081 ", StringComparison.Ordinal),
            CopyTexts.Of(CopyForm.Command, selection, path is not null, Link, "http://127.0.0.1:5081"));
    }

    /// <summary>A command that shows no property of what runs is none.</summary>
    [Theory]
    [InlineData("AWS::SecretsManager::Secret", "arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-Ab12", "{}", "secretsmanager describe-secret --secret-id arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-Ab12")]
    [InlineData("AWS::Lambda::EventSourceMapping", "91eaeb7e-0000", "{}", "lambda get-event-source-mapping --uuid 91eaeb7e-0000")]
    [InlineData("AWS::Route53::RecordSet", "*.shop.example", """{"HostedZoneId":"Z1","Type":"A"}""", "route53 list-resource-record-sets --hosted-zone-id Z1 --query 'ResourceRecordSets[?Name=='\\''\\052.shop.example.'\\'' && Type=='\\''A'\\'']'")]
    [InlineData("AWS::Route53::RecordSet", "shop.example", "{}", null)]
    [InlineData("AWS::EC2::NetworkAclEntry", "netwo-1", """{"NetworkAclId":"acl-1","RuleNumber":"100"}""", "ec2 describe-network-acls --network-acl-ids acl-1 --query 'NetworkAcls[].Entries[] | [?RuleNumber==`100`]'")]
    [InlineData("AWS::IAM::Policy", "stack-Poli-1", """{"PolicyName":"read","Roles":["reader"]}""", "iam get-role-policy --role-name reader --policy-name read")]
    [InlineData("AWS::SQS::QueuePolicy", "stack-Poli-1", """{"Queues":["https://sqs/q"]}""", "sqs get-queue-attributes --cli-input-json '{  \"QueueUrl\": \"https://sqs/q\",  \"AttributeNames\": [    \"Policy\"  ]}'")]
    [InlineData("AWS::SNS::TopicPolicy", "stack-Poli-1", """{"Topics":["arn:aws:sns:eu-west-1:222222222222:t"]}""", "sns get-topic-attributes --topic-arn arn:aws:sns:eu-west-1:222222222222:t")]
    [InlineData("AWS::DMS::Endpoint", "endpoint-1", "{}", null)]
    public void What_cloud_control_does_not_read_is_asked_of_its_own_service_where_that_is_known(string type, string id, string properties, string? call)
    {
        var selection = StackSelection.Of(Stack(Storefront, Resource("Other")), Resource("Thing", type) with { PhysicalId = id, Live = Map(properties) }, null);

        Assert.Equal(call is null ? null : "aws --region eu-west-1 " + call, Of(CopyForm.Command, selection));
    }

    [Fact]
    public void A_nested_stack_is_asked_of_cloudformation_in_the_sandbox_too_and_what_nothing_reads_has_no_command()
    {
        var nested = StackSelection.Of(Stack(Storefront, Resource("Other")), Resource("Queues", "AWS::CloudFormation::Stack") with { PhysicalId = "arn:aws:cloudformation:eu-west-1:222222222222:stack/q/1" }, null);
        Assert.Equal("aws --region eu-west-1 cloudformation describe-stacks --stack-name arn:aws:cloudformation:eu-west-1:222222222222:stack/q/1", Of(CopyForm.Command, nested));
        Assert.EndsWith(" cloudformation describe-stacks --stack-name arn:aws:cloudformation:eu-west-1:222222222222:stack/q/1", CopyTexts.Of(CopyForm.Command, nested, false, Link, "http://127.0.0.1:5081"), StringComparison.Ordinal);
        Assert.Null(Of(CopyForm.Command, Selected(null, Unsupported("Record"))));
        Assert.Null(Of(CopyForm.Command, Selected(null, Unsupported("Nested/Record"))));
    }

    [Fact]
    public async Task A_unit_of_parity_is_shown_on_both_sides_and_where_nothing_shows_it_the_menu_says_why()
    {
        Sandbox.IsEnabled = false;
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>();

        Assert.Equal(
            """
            aws --region eu-west-1 cloudcontrol get-resource --type-name AWS::SQS::Queue --identifier physical-Database --query ResourceDescription.Properties --output text | jq '."BackupRetentionPeriod"'
            aws --region eu-west-1 cloudcontrol get-resource --type-name AWS::SQS::Queue --identifier physical-Database --query ResourceDescription.Properties --output text | jq '."BackupRetentionPeriod"'
            """,
            await CopiedAsync(menu.Instance, "command", Links.Parity(Pair, Parity().Items[2])));

        Assert.Null(await CopiedAsync(menu.Instance, "command", "/stacks/shop/production/dns?resource=Record"));
        Assert.Equal("No aws command shows what runs of it: Cloud Control does not read its type, or its identifier is not known", Shell.Notice);
    }

    [Theory]
    [InlineData(CopyForm.Text)]
    [InlineData(CopyForm.Json)]
    [InlineData(CopyForm.Markdown)]
    [InlineData(CopyForm.Command)]
    public void No_secret_is_in_any_form(CopyForm form)
    {
        var text = Of(form, Selected("/Environment/0/Value", Secret("TaskDefinition", "/Environment/0/Value") with { PhysicalId = "arn:aws:ecs:eu-west-1:222222222222:task-definition/shop:1" }));

        Assert.DoesNotContain("hunter", text, StringComparison.Ordinal);
        Assert.NotEmpty(text!);
    }

    [Fact]
    public async Task A_copy_says_where_it_is_set_and_who_changed_it()
    {
        Details.Failure = null;
        Trails.Trail = new([new(Start, TrailSource.CloudTrail, "ModifyDBInstance", new TrailActor("tomasz", "Operations", "arn:aws:sts::222222222222:assumed-role/Operations/tomasz", "console"), "rds")], [], Start);
        Publish(Shop());
        var menu = Render<CopyMenu>();
        const string Address = "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass";

        var text = await CopiedAsync(menu.Instance, "text", Address);
        Assert.Contains("  set at:     parameters/storefront.json:7 (ce7b47e Lea Brandt, 24 Feb 2026: Close it)\n  effect:     putting it back: ", text, StringComparison.Ordinal);
        Assert.Contains("\nchanged by tomasz as Operations with ModifyDBInstance (console), 2026-", text, StringComparison.Ordinal);
        Assert.Contains("- changed by `tomasz as Operations", await CopiedAsync(menu.Instance, "markdown", Address), StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CopiedAsync(menu.Instance, "json", Address))!);
        var resource = json.RootElement.GetProperty("resources")[0];
        Assert.Equal(
            ("http://localhost" + Address, "tomasz", "parameters/storefront.json"),
            (resource.GetProperty("link").GetString(), resource.GetProperty("changedBy").GetProperty("actor").GetString(), resource.GetProperty("differences")[0].GetProperty("origin").GetProperty("file").GetString()));
    }

    [Theory]
    [InlineData("text", "production / database eu-west-1 / Database (AWS::SQS::Queue)\n/VisibilityTimeout\n")]
    [InlineData("markdown", "`Database` (`AWS::SQS::Queue`) in `production` / `database eu-west-1`\n\n| property |")]
    public async Task Of_a_property_that_does_not_differ_nothing_is_said_of_the_drift_of_another(string form, string start)
    {
        Trails.Trail = new([new(Start, TrailSource.CloudTrail, "ModifyDBInstance", new TrailActor("tomasz", "Operations", "arn:aws:sts::222222222222:assumed-role/Operations/tomasz", "console"), "rds")], [], Start);
        Publish(Shop());

        var text = await CopiedAsync(Render<CopyMenu>().Instance, form, "/stacks/shop/production/database?resource=Database&path=%2FVisibilityTimeout");

        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.DoesNotContain("drifted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("changed by", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_menu_asks_for_what_an_address_selects_and_says_what_has_gone()
    {
        Publish(Shop());
        var menu = Render<CopyMenu>();
        Assert.Equal(["text", "json", "markdown", "command", "link"], menu.FindAll("[role=menuitem]").Select(i => i.GetAttribute("data-copy-form")));

        var text = await CopiedAsync(menu.Instance, "text", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");
        Assert.StartsWith("production / database eu-west-1 / Database", text, StringComparison.Ordinal);
        Assert.StartsWith("AWS_ACCESS_KEY_ID=SANDBOX222222222222", await CopiedAsync(menu.Instance, "command", "/stacks/shop/production/database?resource=Database"), StringComparison.Ordinal);

        Assert.Null(await CopiedAsync(menu.Instance, "text", "/stacks/shop/production/database?resource=Gone"));
        Assert.Equal("What was to be copied is no longer there", Shell.Notice);
    }

    private static MapValue Map(string json)
    {
        using var document = JsonDocument.Parse(json);
        return MapValue.Of([.. document.RootElement.EnumerateObject().Select(p =>
            (p.Name, p.Value.ValueKind == JsonValueKind.Array ? (PropertyValue)new ListValue([.. p.Value.EnumerateArray().Select(i => new ScalarValue(i.GetString()!))]) : new ScalarValue(p.Value.GetString()!)))]);
    }

    private static StackSelection Selected(string? path, ResourceEvaluation? resource = null)
    {
        resource ??= Drifted("Database", "/DBInstanceClass", "db.r6g.xlarge", "db.r6g.2xlarge");
        return StackSelection.Of(Stack(resource.Address.LogicalId == "Database" ? Key("production", "database") : Storefront, resource), resource, path);
    }

    private static ResourceEvaluation Attribute()
    {
        var pending = Pending("Queue", "/DeletionPolicy", "Retain", "Delete");
        return pending with { Differences = [pending.Differences[0] with { IsAttribute = true }] };
    }

    private static string? Of(CopyForm form, StackSelection selection) => CopyTexts.Of(form, selection, selection.Path is not null, Link, null);
}
