using System.Text.Json;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A queue of a cloud that is not ours, a server that looks by the clock once a day, and a screen.</summary>
[Collection(nameof(OutageTests))]
public sealed class QueueTests(Browser browser, MotoServer moto)
{
    private const string Account = "123456789012";
    private const string Region = "eu-west-1";

    private const string Template = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: told-jobs, VisibilityTimeout: 30}\n";

    private const string Definition = $$"""
        version: 1
        application: shop
        environments:
          - {name: production, account: "{{Account}}", regions: [{{Region}}], ref: main, tier: production}
        components:
          - {name: told, template: told.yaml, stack: "{environment}-told"}
        """;

    private static readonly string[] Keys = ["AKIAHOME", "x"];

    [Fact]
    public async Task A_change_by_hand_that_a_queue_tells_of_is_on_the_screen_long_before_the_next_sweep()
    {
        Needed.Require(browser.Missing);
        AwsCommand.Require();
        var cloud = await moto.UrlAsync();
        using var shop = new TemporaryRepository();
        shop.Commit("Ada", "told", ("told.yaml", Template), ("driftboard.yaml", Definition));
        var settings = Path.Combine(shop.Mirrors, "appsettings.json");
        Directory.CreateDirectory(shop.Mirrors);
        await File.WriteAllTextAsync(settings, Settings(shop.Source, cloud), TestContext.Current.CancellationToken);
        await AwsAsync(cloud, "cloudformation", "create-stack", "--stack-name", "production-told", "--template-body", Template);
        await AwsAsync(cloud, "sqs", "create-queue", "--queue-name", "driftboard-changes");
        await using var server = new DashboardServer("--settings", settings) { Variables = { ["AWS_ACCESS_KEY_ID"] = Keys[0], ["AWS_SECRET_ACCESS_KEY"] = Keys[1], ["AWS_EC2_METADATA_DISABLED"] = "true" } };
        await server.StartAsync();
        await using var visit = await browser.VisitAsync(server: server);
        await visit.OpenAsync("/");
        var cell = visit.Page.Locator("[data-cell='production/told']").First;
        await Assertions.Expect(cell).ToHaveAttributeAsync("data-status", "inSync");
        await visit.MarkAsync();

        var url = JsonDocument.Parse(await AwsAsync(cloud, "sqs", "get-queue-url", "--queue-name", "told-jobs")).RootElement.GetProperty("QueueUrl").GetString()!;
        await AwsAsync(cloud, "sqs", "set-queue-attributes", "--queue-url", url, "--attributes", "VisibilityTimeout=900");
        await AwsAsync(cloud, "sqs", "send-message", "--queue-url", $"{cloud}/{Account}/driftboard-changes", "--message-body", ApiCall());

        await Assertions.Expect(cell).ToHaveAttributeAsync("data-status", "modified");
        Assert.True(await visit.IsMarkedAsync());
        visit.AssertClean();
    }

    /// <summary>What EventBridge sends on of CloudTrail's: the queue's address as AWS writes it.</summary>
    private static string ApiCall() => $$$"""
        {"version": "0", "source": "aws.sqs", "detail-type": "AWS API Call via CloudTrail", "account": "{{{Account}}}", "region": "{{{Region}}}",
         "detail": {"eventSource": "sqs.amazonaws.com", "eventName": "SetQueueAttributes", "readOnly": false,
          "requestParameters": {"queueUrl": "https://sqs.{{{Region}}}.amazonaws.com/{{{Account}}}/told-jobs", "attributes": {"VisibilityTimeout": "900"}}, "responseElements": null}}
        """;

    /// <summary>Settings that name the account, its endpoint and its queue.</summary>
    private static string Settings(string repository, string cloud) => JsonSerializer.Serialize(new
    {
        Driftboard = new
        {
            Repositories = new[] { repository },
            Scan = new { IntervalSeconds = 86_400 },
            Accounts = new Dictionary<string, object> { [Account] = new { Endpoint = cloud, Queue = $"https://sqs.{Region}.amazonaws.com/{Account}/driftboard-changes" } },
        },
    });

    private static async Task<string> AwsAsync(string cloud, params string[] arguments)
    {
        var (exitCode, output, error) = await AwsCommand.RunAsAsync(cloud, Keys, Region, arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
