using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Values that nobody can read: what CloudFormation masks, what is resolved at deployment, and what the service never returns.</summary>
public sealed class SecretRowTests : IDisposable
{
    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: production, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
        """;

    private const string Template = """
        Parameters:
          Token: {Type: String, NoEcho: true}
        Resources:
          Handler:
            Type: AWS::Lambda::Function
            Properties:
              Handler: index.handler
              Environment: {Variables: {TOKEN: !Ref Token, MODE: fast}}
          Database:
            Type: AWS::RDS::DBInstance
            Properties:
              DBInstanceClass: db.t3.micro
              MasterUserPassword: "{{resolve:ssm-secure:/shop/password:1}}"
          User:
            Type: AWS::IAM::User
            Properties:
              UserName: deployer
              LoginProfile: {Password: !Ref Token}
        """;

    private readonly TemporaryRepository _source = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly FakeCloud _cloud;
    private readonly GitRepository _repository;
    private readonly ApplicationDefinition _application;

    public SecretRowTests()
    {
        _source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("worker.yaml", Template));
        _cloud = new FakeCloud(_fingerprinter, _time);
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
    }

    public void Dispose()
    {
        _repository.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData("canary-token-one", "canary-token-one")]
    [InlineData("canary-token-one", "canary-token-two")]
    [InlineData("****", "****")]
    public async Task Row_21_what_nobody_can_read_is_neither_equal_nor_drift(string staging, string production)
    {
        Deploy("staging", staging);
        Deploy("production", production);

        var left = await ScanAsync("staging");
        var right = await ScanAsync("production");
        var parity = ParityEvaluator.Evaluate(left.Evaluation, right.Evaluation, IdentityMapBuilder.Build([left.Snapshot, right.Snapshot]), _time.GetUtcNow());

        foreach (var stack in left.Evaluation.Stacks.Concat(right.Evaluation.Stacks))
        {
            Assert.Equal((Status.PartlyChecked, StatusReason.Secret, 0), (stack.Status, stack.Reason, stack.Drifted));
            Assert.Equal(
                ["Database /MasterUserPassword", "Handler /Environment/Variables/TOKEN", "User /LoginProfile"],
                stack.Resources.SelectMany(r => r.Unverified.Where(u => u.Between == DifferenceBetween.DeployedLive).Select(u => $"{r.Address} {u.Path}")).Order(StringComparer.Ordinal));
            Assert.All(stack.Resources, r => Assert.DoesNotContain("canary", $"{r.Desired} {r.Deployed} {r.Live} {r.Detail}", StringComparison.Ordinal));
        }

        // Between the environments a value that both services return may be told to be the same or another one; what either hides may not.
        foreach (var (address, path) in new[] { ("Database", "/MasterUserPassword"), ("User", "/LoginProfile") })
        {
            var item = Assert.Single(parity.Items, i => i.Address.Path == address && i.Path.ToString().StartsWith(path, StringComparison.Ordinal));
            Assert.Equal(ParityPile.Unverifiable, item.Pile);
        }
    }

    private void Deploy(string environment, string token)
    {
        var stack = _cloud.AddStack($"{environment}-worker", Template, [("Token", SecretFingerprinter.Masked)]);
        _cloud.AddResource(stack, "Handler", "AWS::Lambda::Function", $"{environment}-handler", $$"""{"Handler": "index.handler", "Environment": {"Variables": {"TOKEN": "{{token}}", "MODE": "fast"} } }""");
        _cloud.AddResource(stack, "Database", "AWS::RDS::DBInstance", $"{environment}-db", """{"DBInstanceClass": "db.t3.micro"}""");
        _cloud.AddResource(stack, "User", "AWS::IAM::User", "deployer", """{"UserName": "deployer"}""");
    }

    private Task<ScanResult> ScanAsync(string environment) => new EnvironmentScanner(_cloud, ["111111111111"], _fingerprinter, _time)
        .ScanAsync(new ScanRequest(_repository, _application, _application.Environments.Single(e => e.Name == environment)), null, TestContext.Current.CancellationToken).Soon();
}
