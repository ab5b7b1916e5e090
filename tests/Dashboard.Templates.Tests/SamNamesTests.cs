using System.Text.Json;
using Dashboard.Templates.Macros;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

public sealed class SamNamesTests
{
    private const string Source =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              DeploymentPreference: {Type: Canary10Percent5Minutes}
              Events:
                Nightly: {Type: Schedule}
                Get: {Type: Api, Properties: {Path: /, Method: get}}
                SignUp: {Type: Cognito, Properties: {UserPool: !Ref Users, Trigger: PreSignUp}}
          OrdersApi:
            Type: AWS::Serverless::Api
            Properties: {StageName: live, Domain: {DomainName: example.com}, Auth: {UsagePlan: {CreateUsagePlan: SHARED}}}
          Flow:
            Type: AWS::Serverless::StateMachine
            Properties:
              Events:
                Web: {Type: HttpApi}
          Shared: {Type: AWS::Serverless::LayerVersion}
          Queue:
            Type: AWS::SQS::Queue
            Connectors:
              ToOrders: {Properties: {Destination: {Id: Orders}, Permissions: [Read]}}
        """;

    [Theory]
    [InlineData("Orders", "Orders")]
    [InlineData("OrdersRole", "Orders")]
    [InlineData("OrdersAliaslive", "Orders")]
    [InlineData("OrdersVersion5346b7b9b0", "Orders")]
    [InlineData("OrdersDeploymentGroup", "Orders")]
    [InlineData("OrdersNightly", "Orders")]
    [InlineData("OrdersNightlyPermission", "Orders")]
    [InlineData("OrdersGetPermissionProd", "Orders")]
    [InlineData("OrdersApiDeployment0123456789", "OrdersApi")]
    [InlineData("OrdersApiliveStage", "OrdersApi")]
    [InlineData("ServerlessRestApi", "Orders")]
    [InlineData("ServerlessRestApiProdStage", "Orders")]
    [InlineData("ServerlessRestApiDeployment0123456789", "Orders")]
    [InlineData("ServerlessHttpApi", "Flow")]
    [InlineData("ServerlessHttpApiApiGatewayDefaultStage", "Flow")]
    [InlineData("ServerlessDeploymentApplication", "Orders")]
    [InlineData("CodeDeployServiceRole", "Orders")]
    [InlineData("ApiGatewayDomainNamecaaf24ab10", "OrdersApi")]
    [InlineData("OrdersCognitoPermission", "Orders")]
    [InlineData("ServerlessUsagePlan", "OrdersApi")]
    [InlineData("ServerlessUsagePlanKey", "OrdersApi")]
    [InlineData("ServerlessApiKey", "OrdersApi")]
    [InlineData("FlowCognitoPermission", null)]
    [InlineData("FlowRole", "Flow")]
    [InlineData("FlowWebRole", "Flow")]
    [InlineData("Shared0123456789", "Shared")]
    [InlineData("QueueToOrdersPolicy", "Queue")]
    [InlineData("OrdersVersionX", null)]
    [InlineData("OrdersNightlySomething", null)]
    [InlineData("QueueRole", null)]
    [InlineData("Nothing", null)]
    public void A_generated_resource_is_traced_to_its_source(string generated, string? source) =>
        Assert.Equal(source, SamNames.Trace(TemplateReader.Read("template.yaml", Source), generated)?.LogicalId);

    [Theory]
    [InlineData("SHARED", "Orders")]
    [InlineData("PER_API", null)]
    public void A_usage_plan_that_is_shared_by_the_globals_is_made_for_the_first_event(string plan, string? source)
    {
        const string Template =
            """
            Globals: {Api: {Auth: {UsagePlan: {CreateUsagePlan: PLAN}}}}
            Resources:
              Plain: {Type: AWS::Serverless::Function}
              Orders: {Type: AWS::Serverless::Function, Properties: {Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}}}
            """;
        var template = Template.Replace("PLAN", plan, StringComparison.Ordinal);

        Assert.Equal(source, SamNames.Trace(TemplateReader.Read("template.yaml", template), "ServerlessUsagePlan")?.LogicalId);
    }

    [Fact]
    public void The_source_has_its_line() =>
        Assert.Equal("template.yaml:11", SamNames.Trace(TemplateReader.Read("template.yaml", Source), "OrdersApiliveStage")!.Location.ToString());

    /// <summary>The translator's own golden outputs: what names its owner in its properties must be traced to that owner.</summary>
    [Fact]
    public void Every_resource_of_the_translators_golden_outputs_is_traced_to_its_source()
    {
        var folder = Path.Combine(Corpus.Require(), "aws+serverless-application-model", "tests", "translator");
        var (generated, owned, wrong) = (0, 0, new List<string>());
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "input"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var source = TemplateReader.Read(Path.GetFileName(path), File.ReadAllBytes(path));
            var given = (MappingNode)((MappingNode)source.Root!)["Resources"]!;
            using var output = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "output", Path.ChangeExtension(Path.GetFileName(path), ".json"))));
            var resources = output.RootElement.GetProperty("Resources");
            foreach (var made in resources.EnumerateObject().Where(r => given[r.Name] is null))
            {
                generated++;
                var traced = SamNames.Trace(source, made.Name)?.LogicalId;
                var owner = Owner(resources, made, given);
                if (owner is not null)
                    owned++;
                if (traced is null || (owner is not null && traced != owner))
                    wrong.Add($"{source.File}: {made.Name} -> {traced ?? "nothing"}, owner {owner ?? "not named"}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(generated >= 60, $"{generated} generated resources");
        Assert.True(owned >= 40, $"{owned} of them name their owner");
    }

    /// <summary>Whom the properties name: the function of a version, alias or event, the API of a stage, and for a role who assumes it.</summary>
    private static string? Owner(JsonElement resources, JsonProperty made, MappingNode given)
    {
        var type = made.Value.GetProperty("Type").GetString()!;
        if (type == "AWS::IAM::Role")
        {
            var users = resources.EnumerateObject()
                .Where(r => r.Value.TryGetProperty("Properties", out var p) && (Names(p, "Role") == made.Name || Names(p, "RoleArn") == made.Name) && given[r.Name] is not null)
                .Select(r => r.Name)
                .ToArray();
            return users.Length == 1 ? users[0] : null;
        }

        var property = type switch
        {
            "AWS::Lambda::Version" or "AWS::Lambda::Alias" or "AWS::Lambda::EventSourceMapping" => "FunctionName",
            "AWS::Lambda::Permission" when !made.Name.Contains("Connector", StringComparison.Ordinal) => "FunctionName",
            "AWS::Lambda::Url" => "TargetFunctionArn",
            "AWS::ApiGateway::Stage" or "AWS::ApiGateway::Deployment" => "RestApiId",
            "AWS::ApiGatewayV2::Stage" or "AWS::ApiGatewayV2::ApiMapping" => "ApiId",
            _ => null,
        };
        var name = property is null ? null : Names(made.Value.GetProperty("Properties"), property);
        // An alias belongs to a function; what the source does not hold names no owner.
        if (name is not null && given[name] is null && resources.TryGetProperty(name, out var alias) && alias.GetProperty("Type").GetString() == "AWS::Lambda::Alias")
            name = Names(alias.GetProperty("Properties"), "FunctionName");
        return name is not null && given[name] is not null ? name : null;
    }

    private static string? Names(JsonElement properties, string property)
    {
        if (!properties.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.Object)
            return null;
        return value.TryGetProperty("Ref", out var reference) ? reference.GetString()
            : value.TryGetProperty("Fn::GetAtt", out var attribute) ? attribute[0].GetString()
            : null;
    }
}
