using System.Text.Json.Nodes;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;
using Dashboard.Sources.Recordings;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Recordings;

/// <summary>What a recording makes of what a cloud answered.</summary>
public sealed class RecordingWriterTests : IDisposable
{
    private const string Type = "AWS::SQS::Queue";
    private const string Other = "999999999999";

    private static readonly AccountRegion Here = new("111111111111", "eu-west-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-writer-").FullName;
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly FakeCloud _cloud;
    private readonly LiveLog _log;

    public RecordingWriterTests()
    {
        _cloud = new FakeCloud(_fingerprinter, new FakeTimeProvider());
        _log = new LiveLog(_cloud);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_an_endpoint_tells_of_a_NoEcho_parameter_is_not_written_nor_what_is_made_of_it()
    {
        const string Template = """
            Parameters: {Word: {Type: String, NoEcho: true}, Colour: {Type: String}}
            Resources: {Q: {Type: AWS::SQS::Queue}}
            Outputs: {Same: {Value: !Ref Word}, Made: {Value: !Sub 'x-${Word}'}, Hue: {Value: !Ref Colour}}
            """;
        var stack = _cloud.AddStack("worker", Template, [("Word", "sunshine"), ("Colour", "blue")], null, new("Same", "sunshine", null), new("Made", "x-sunshine", null), new("Hue", "blue", null));
        await _log.GetTemplateAsync(Here, stack.StackId, processed: false, Stop).Soon();
        await _log.GetTemplateAsync(Here, stack.StackId, processed: true, Stop).Soon();

        var files = await WriteAsync();

        Assert.All(files.Values, f => Assert.DoesNotContain("sunshine", f, StringComparison.Ordinal));
        var written = JsonNode.Parse(files["live/111111111111/eu-west-1/stacks.json"])!["stacks"]![0]!;
        Assert.Equal(("driftboard-secret-1", "blue"), ((string)written["parameters"]!["Word"]!, (string)written["parameters"]!["Colour"]!));
        Assert.Equal(["driftboard-secret-1", "driftboard-secret-2", "blue"], written["outputs"]!.AsArray().Select(o => (string)o!["value"]!));
    }

    [Fact]
    public async Task What_belongs_to_none_of_the_environments_is_called_alike_in_every_file_and_what_does_keeps_its_name()
    {
        var (own, theirs) = (_cloud.AddStack("worker", "Resources: {}"), _cloud.AddStack("theirs", "Resources: {}"));
        _cloud.AddResource(own, "Jobs", Type, $"own-{Other}", $$"""{"Peer": "for-{{Other}}"}""");
        _cloud.AddResource(theirs, "Q", Type, $"for-{Other}", "{}");
        _cloud.Set(Type, $"aa-{Other}", "{}");
        await _log.GetTemplateAsync(Here, own.StackId, processed: false, Stop).Soon();
        await _log.ListResourcesAsync(Here, own.StackId, Stop).Soon();
        await _log.ListResourcesAsync(Here, theirs.StackId, Stop).Soon();
        await _log.ListLiveResourcesAsync(Here, Type, Stop).Soon();
        foreach (var id in new[] { $"own-{Other}", $"for-{Other}", $"aa-{Other}" })
            await _log.ReadResourceAsync(Here, Type, id, MapValue.Empty, [], Stop).Soon();
        var inventory = new AccountInventory(Here.Account, [new("eu-west-1", Type, $"aa-{Other}", null, null, null)], [], [], DateTimeOffset.UnixEpoch);

        var files = await WriteAsync(inventory);

        var types = JsonNode.Parse(files["live/111111111111/eu-west-1/types/AWS-SQS-Queue.json"])!;
        string[] expected = ["aa-account-1", "for-account-1", $"own-{Other}"];
        Assert.Equal(expected, types["listed"]!["resources"]!.AsArray().Select(r => (string)r!["identifier"]!).Order(StringComparer.Ordinal));
        Assert.Equal(expected, types["reads"]!.AsArray().Select(r => (string)r!["physicalId"]!).Order(StringComparer.Ordinal));
        Assert.Contains("\"for-account-1\"", files["live/111111111111/eu-west-1/stacks/theirs.json"], StringComparison.Ordinal);
        Assert.Contains($"\"own-{Other}\"", files["live/111111111111/eu-west-1/stacks/worker.json"], StringComparison.Ordinal);
        // What an own resource names stays: it is compared.
        Assert.Contains($"\"for-{Other}\"", types.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("aa-account-1", (string)JsonNode.Parse(files["live/111111111111/unmanaged.json"])!["resources"]![0]!["identifier"]!);
    }

    private async Task<Dictionary<string, string>> WriteAsync(params AccountInventory[] unmanaged)
    {
        await _log.ListStacksAsync(Here, Stop).Soon();
        var facts = new RecordingFacts(DateTimeOffset.UnixEpoch, new ScanCalls(0, CallCount.None), [Here.Account], ["production"], [], []);
        await new RecordingWriter(_log, [], _fingerprinter, isAnonymous: false) { Unmanaged = [.. unmanaged] }.WriteAsync(_folder, facts).Soon();
        return Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(_folder, f).Replace('\\', '/'), File.ReadAllText);
    }
}
