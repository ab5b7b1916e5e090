using System.Collections.Immutable;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Tests;

/// <summary>Short ways to write what tests need.</summary>
internal static class Some
{
    public const string Account = "111111111111";
    public const string Other = "222222222222";
    public const string Region = "eu-west-1";

    /// <summary>A queue and a topic, with a parameter.</summary>
    public const string Template = """
        Parameters:
          Timeout: {Type: Number, Default: 30}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Sub "${AWS::StackName}-jobs"
              VisibilityTimeout: !Ref Timeout
          News:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: news
        Outputs:
          JobsArn:
            Value: !GetAtt Jobs.Arn
            Export: {Name: !Sub "${AWS::StackName}-JobsArn"}
        """;

    public const string QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111111111111/web-jobs";

    public static StackRequest Stack(string name, string template, params (string Name, string Value)[] parameters) => new()
    {
        Account = Account,
        Region = Region,
        StackName = name,
        TemplateBody = template,
        Parameters = parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
    };

    public static MapValue Map(string json) => (MapValue)JsonValues.Parse(json);

    public static MapValue Live(this SandboxCloud cloud, string type, string identifier) => cloud.GetResource(Account, Region, type, identifier).Properties;

    public static SandboxStack Find(this SandboxCloud cloud, string name) =>
        cloud.FindStack(Account, Region, name) ?? throw new InvalidOperationException($"There is no stack {name}.");

    /// <summary>"Jobs CREATE_COMPLETE", oldest first.</summary>
    public static string[] Log(this SandboxStack stack) => [.. stack.Events.Select(e => $"{e.LogicalId} {e.Status}")];

    public static SandboxException Refusal(Action act) => Assert.Throws<SandboxException>(act);
}
