using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Secrets that reach a stack by what another one exports.</summary>
public sealed class SecretExportScanTests : WorkerScan
{
    [Theory]
    [InlineData("!Ref Token", "blue-whale")]
    [InlineData("!Sub 'before ${Token} after'", "before blue-whale after")]
    [InlineData("!GetAtt Inner.Outputs.Word", "blue-whale")]
    public async Task A_NoEcho_value_that_another_stack_exports_is_hidden_where_it_is_imported_in_a_plain_place(string made, string value)
    {
        var exporter = $$"""
            Parameters: {Token: {Type: String, NoEcho: true}, Color: {Type: String} }
            Resources: {Inner: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: x} } }
            Outputs:
              Word: {Value: {{made}}, Export: {Name: shared-word} }
              Color: {Value: !Ref Color, Export: {Name: shared-color} }
            """;
        Cloud.AddStack("inner", "Parameters: {Token: {Type: String, NoEcho: true}}\nResources: {}\nOutputs: {Word: {Value: !Ref Token}}", [("Token", "****")], null, new LiveOutput("Word", "blue-whale", null));
        Cloud.AddStack("shared", exporter, [("Token", "****"), ("Color", "green")], null, new LiveOutput("Word", value, "shared-word"), new LiveOutput("Color", "green", "shared-color"));
        const string importer = """
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties: {VisibilityTimeout: 30}
              Handler:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: h, Handler: !ImportValue shared-color, Description: !ImportValue shared-word}
            """;
        Source.Commit("Ana", "imports", ("templates/worker.yaml", importer));
        Repository.Update(TestContext.Current.CancellationToken);
        Cloud.SetTemplate(Worker, importer);
        Cloud.Set("AWS::Lambda::Function", "staging-worker-handler", $$"""{"FunctionName":"h","Handler":"green","Description":"{{value}}"}""");

        var same = await ScanAsync(Scanner());
        Cloud.Set("AWS::Lambda::Function", "staging-worker-handler", """{"FunctionName":"h","Handler":"green","Description":"red-herring"}""");
        var changed = await ScanAsync(Scanner());

        Assert.Equal(Status.InSync, same.Evaluation.Stacks[0].Status);
        var difference = Assert.Single(changed.Evaluation.Stacks[0].Resources.SelectMany(r => r.Differences));
        Assert.Equal("/Description", difference.Path.ToString());
        Assert.All([same, changed], scan =>
        {
            var handler = scan.Snapshot.Stacks[0].Live.Single(r => r.Address.Path == "Handler").Observations[0].Properties!;
            Assert.IsType<SecretValue>(handler["Description"]);
            Assert.Equal(new ScalarValue("green"), handler["Handler"]);
            Assert.IsType<SecretValue>(scan.Snapshot.Stacks[0].Deployed!.Concrete!.Resources.Single(r => r.Address.Path == "Handler").Properties["Description"]);
        });
    }

    [Fact]
    public async Task A_template_that_made_an_export_is_read_once_for_each_deployment_and_every_output_is_secret_where_it_cannot_be_read()
    {
        var shared = Cloud.AddStack(
            "shared", "Parameters: {Token: {Type: String, NoEcho: true}}\nResources: {}\nOutputs: {Word: {Value: !Ref Token, Export: {Name: w}}}", [("Token", "****")], null, new LiveOutput("Word", "blue-whale", "w"));
        var exports = new SecretExports(Cloud, Fingerprinter);
        var scope = new AccountRegion("111111111111", "eu-west-1");

        Cloud.Refusals[$"GetTemplate:{shared.StackId}"] = ReadOutcome.Denied;
        var refused = await exports.ReadAsync(scope, [shared], Cancellation).Soon();
        Cloud.Refusals.Clear();
        var first = await exports.ReadAsync(scope, [shared], Cancellation).Soon();
        var again = await exports.ReadAsync(scope, [shared], Cancellation).Soon();

        Assert.All([refused, first, again], e => Assert.IsType<SecretValue>(e["w"]));
        Assert.Equal(2, Cloud.Calls.Count(c => c == $"GetTemplate {shared.StackId}"));
    }
}
