using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Stacks and environments that only a listing tells of, where there is none: nobody can say that there are none, and nothing is green for it.</summary>
public sealed class UnlistedStacksTests : IDisposable
{
    private const string Application = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1, us-east-1], ref: main}
          - {name: production, account: "222222222222", regions: [eu-west-1, us-east-1], ref: main}
          - {name: "pr-{number}", tier: ephemeral, account: "333333333333", regions: [us-east-1], like: staging}
        components:
          - {name: worker, template: templates/topic.yaml, stack: "{environment}-worker", regions: [eu-west-1]}
          - {name: tenant, template: templates/topic.yaml, parameters: ["parameters/{instance}.json"], stack: "{environment}-tenant-{instance}", regions: [us-east-1]}
        """;

    private const string Template = "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: orders}}}";

    private readonly TemporaryRepository _source = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly FakeCloud _cloud;
    private readonly GitRepository _repository;
    private readonly ApplicationDefinition _application;
    private readonly EnvironmentScanner _scanner;

    public UnlistedStacksTests()
    {
        _source.Commit("Ana", "first", ("driftboard.yaml", Application), ("templates/topic.yaml", Template), ("parameters/acme.json", "{}"));
        var fingerprinter = SecretFingerprinter.CreateRandom();
        _cloud = new FakeCloud(fingerprinter, _time);
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        _scanner = new EnvironmentScanner(_cloud, ["111111111111", "222222222222", "333333333333"], fingerprinter, _time);
        foreach (var name in new[] { "staging-worker", "staging-tenant-acme", "production-worker", "production-tenant-acme", "pr-7-tenant-acme" })
            _cloud.AddResource(_cloud.AddStack(name, Template), "Topic", "AWS::SNS::Topic", $"arn:aws:sns:eu-west-1:111111111111:{name}", """{"DisplayName":"orders"}""");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _repository.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, StatusReason.Denied)]
    [InlineData(ReadOutcome.Throttled, StatusReason.Throttled)]
    [InlineData(ReadOutcome.Failed, StatusReason.StackUnreadable)]
    public async Task Instances_that_cannot_be_listed_are_unknown_and_the_environment_with_them(ReadOutcome outcome, StatusReason reason)
    {
        _cloud.Refusals["ListStacks:us-east-1"] = outcome;

        var scan = await ScanAsync("staging");

        Assert.Equal([("worker", Status.InSync), ("tenant", Status.Unknown)], scan.Evaluation.Stacks.Select(s => (s.Key.Component, s.Status)));
        var tenant = scan.Evaluation.Stacks[1];
        Assert.Equal(("", reason, new Coverage(0, 0), "staging-tenant-*"), (tenant.Key.Instance, tenant.Reason, tenant.Coverage, tenant.StackName));
        Assert.StartsWith("Which stacks staging-tenant-* there are is not known: ", tenant.Detail, StringComparison.Ordinal);
        Assert.True(tenant.IsUnverified);

        var again = await ScanAsync("staging", scan.Snapshot);
        Assert.Equal(["worker ", "tenant "], again.Evaluation.Stacks.Select(s => $"{s.Key.Component} {s.Key.Instance}"));

        _cloud.Refusals.Clear();
        var read = await ScanAsync("staging", again.Snapshot);
        Assert.Equal([("", Status.InSync), ("acme", Status.InSync)], read.Evaluation.Stacks.Select(s => (s.Key.Instance, s.Status)));

        _cloud.Refusals["ListStacks:us-east-1"] = outcome;
        var lost = await ScanAsync("staging", read.Snapshot);
        Assert.Equal([("", Status.InSync), ("acme", Status.Unknown)], lost.Evaluation.Stacks.Select(s => (s.Key.Instance, s.Status)));
    }

    [Fact]
    public async Task What_the_pipeline_gives_is_no_error_of_the_files_where_nobody_knows_what_it_gave()
    {
        _source.Commit(
            "Ana", "a tag",
            ("driftboard.yaml", Application.Replace("regions: [eu-west-1]}\n  - {name: tenant", "regions: [eu-west-1], atDeploy: [Tag]}\n  - {name: tenant", StringComparison.Ordinal)),
            ("templates/topic.yaml", "Parameters: {Tag: {Type: String}, Other: {Type: String}}\nResources: {Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub \"${Tag}${Other}\"}}}"));
        _repository.Update(Stop);
        var application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        _cloud.Refusals["ListStacks:eu-west-1"] = ReadOutcome.NoAccess;

        var scan = await _scanner.ScanAsync(new ScanRequest(_repository, application, application.Environments[0]), null, Stop).Soon();

        var worker = scan.Evaluation.Stacks.Single(s => s.Key.Component == "worker");
        Assert.Equal(["Parameters/Other"], worker.Diagnostics.Select(d => d.Key));
    }

    [Fact]
    public async Task Environments_that_cannot_be_listed_are_one_that_is_unknown_until_they_can_be()
    {
        _cloud.Refusals["ListStacks:us-east-1"] = ReadOutcome.Denied;

        var found = await FindAsync();
        var pattern = Assert.Single(found, e => e.Tier == EnvironmentTier.Ephemeral);
        Assert.Equal(("pr-{number}", "main"), (pattern.Name, pattern.Ref));
        var scan = await _scanner.ScanAsync(new ScanRequest(_repository, _application, pattern), null, Stop).Soon();
        Assert.Equal([("tenant", "pr-*-tenant-*", Status.Unknown, StatusReason.Denied)], scan.Evaluation.Stacks.Where(s => s.Key.Component == "tenant").Select(s => (s.Key.Component, s.StackName, s.Status, s.Reason!.Value)));

        // Whoever names one, or has seen one before, is told of that one.
        Assert.Equal(["pr-9"], (await FindAsync("pr-9")).Where(e => e.Tier == EnvironmentTier.Ephemeral).Select(e => e.Name));

        _cloud.Refusals.Clear();
        Assert.Equal(["pr-7"], (await FindAsync("pr-{number}")).Where(e => e.Tier == EnvironmentTier.Ephemeral).Select(e => e.Name));
    }

    [Fact]
    public async Task Parity_with_instances_that_cannot_be_listed_cannot_be_verified()
    {
        var staging = await ScanAsync("staging");
        _cloud.Refusals["ListStacks:us-east-1"] = ReadOutcome.Denied;
        var production = await ScanAsync("production");

        foreach (var (from, to) in new[] { (staging, production), (production, staging) })
        {
            var parity = ParityEvaluator.Evaluate(from.Evaluation, to.Evaluation, IdentityMapBuilder.Build([from.Snapshot, to.Snapshot]), _time.GetUtcNow());

            Assert.Equal(["tenant acme"], parity.Items.Where(i => i.Component == "tenant").Select(i => $"{i.Component} {i.Instance}").Distinct());
            Assert.All(parity.Items.Where(i => i.Component == "tenant"), i => Assert.Equal(ParityPile.Unverifiable, i.Pile));
        }
    }

    [Theory]
    [InlineData("staging-worker", "eu-west-1", true)]
    [InlineData("staging-worker", "us-east-1", false)]
    [InlineData("staging-tenant-new", "us-east-1", true)]
    [InlineData("staging-tenant-new", "eu-west-1", false)]
    [InlineData("billing", "eu-west-1", false)]
    public void A_stack_may_be_of_an_application_where_its_component_is_deployed_to(string stack, string region, bool may) =>
        Assert.Equal(may, EnvironmentScanner.MayBeOf(_application, new AccountRegion("111111111111", region), stack));

    private async Task<IEnumerable<DeploymentEnvironment>> FindAsync(params string[] known) => await _scanner.FindEnvironmentsAsync(_application, known, null, Stop).Soon();

    private Task<ScanResult> ScanAsync(string environment, EnvironmentSnapshot? previous = null) =>
        _scanner.ScanAsync(new ScanRequest(_repository, _application, _application.Environments.Single(e => e.Name == environment)) { Previous = previous }, null, Stop).Soon();
}
