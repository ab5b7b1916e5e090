using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>An application of one component, its worker in staging, and a scan of it.</summary>
public abstract class WorkerScan : IDisposable
{
    private const string Application = """
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
          - name: "pr-{number}"
            tier: ephemeral
            account: "111111111111"
            regions: [eu-west-1]
            like: staging
        components:
          - name: worker
            template: templates/worker.yaml
            parameters: ["parameters/worker.{environment}.json"]
            stack: "{environment}-worker"
        """;

    protected const string Template = """
        Parameters:
          Timeout: {Type: Number}
          Token: {Type: String, NoEcho: true}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: !Ref Timeout
          Handler:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: !Sub "${AWS::StackName}-handler"
              Handler: index.handler
              Environment:
                Variables:
                  QUEUE: !GetAtt Jobs.Arn
        """;

    protected const string QueueId = "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-jobs";
    protected const string QueueArn = "arn:aws:sqs:eu-west-1:111111111111:staging-worker-jobs";

    private protected TemporaryRepository Source { get; } = new();
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    protected SecretFingerprinter Fingerprinter { get; } = SecretFingerprinter.CreateRandom();
    private protected FakeCloud Cloud { get; }
    protected LiveStack Worker { get; }
    protected GitRepository Repository { get; }
    protected ApplicationDefinition Definition { get; }

    protected WorkerScan()
    {
        Source.Commit("Ana", "first", ("driftboard.yaml", Application), ("templates/worker.yaml", Template), ("parameters/worker.staging.json", """{"Timeout": "30"}"""));
        Cloud = new FakeCloud(Fingerprinter, Time);
        Worker = AddWorker("staging", QueueId, QueueArn);
        Repository = GitRepository.Open(Source.Source, Source.Mirrors);
        Definition = ApplicationFileReader.Read("driftboard.yaml", Repository.ReadFile(Repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
    }

    public void Dispose()
    {
        Repository.Dispose();
        Source.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static string Queue(int timeout, string arn = QueueArn) => $$"""{"VisibilityTimeout": {{timeout}}, "Arn": "{{arn}}"}""";

    protected LiveStack AddWorker(string environment, string queueId, string queueArn)
    {
        var stack = Cloud.AddStack($"{environment}-worker", Template, [("Timeout", "30"), ("Token", "****")]);
        Cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", queueId, Queue(30, queueArn));
        Cloud.AddResource(stack, "Handler", "AWS::Lambda::Function", $"{environment}-worker-handler",
            $$"""{"FunctionName":"{{environment}}-worker-handler","Handler":"index.handler","Environment":{"Variables":{"QUEUE":"{{queueArn}}"} } }""");
        return stack;
    }

    protected EnvironmentScanner Scanner() => new(Cloud, ["111111111111"], Fingerprinter, Time);

    protected ScanRequest Request() => new(Repository, Definition, Definition.Environments.First(e => e.Name == "staging"));

    protected Task<ScanResult> ScanAsync(EnvironmentScanner scanner) => scanner.ScanAsync(Request(), null, Cancellation).Soon();

    protected async Task<StackEvaluation> ScanStackAsync() => Assert.Single((await ScanAsync(Scanner())).Evaluation.Stacks);
}
