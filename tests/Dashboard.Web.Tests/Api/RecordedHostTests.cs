using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Recordings;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Tests.Scanning;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>The whole product over a recording: it says what was said then, that it is a recording, and never looks fresh.</summary>
public sealed class RecordedHostTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-recorded-").FullName;
    private readonly WatchedEstate _estate = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _estate.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_recording_is_shown_as_of_its_day_and_says_that_it_is_one()
    {
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        var recordedAt = await RecordAsync(Path.Combine(_root, "case"));
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--data", Path.Combine(_root, "data"), "--from", Path.Combine(_root, "case")]);
        var output = new StringWriter();
        await using var host = await DriftboardHost.StartAsync(line, output).Soon();

        var board = await WhenAsync(host, b => b.Stacks.GetValueOrDefault(WatchedEstate.Key("production"))?.CheckedAt is not null && b.Stacks.GetValueOrDefault(WatchedEstate.Key("staging"))?.CheckedAt is not null && !b.Parity.IsEmpty);

        var (production, staging) = (board.Stacks[WatchedEstate.Key("production")], board.Stacks[WatchedEstate.Key("staging")]);
        Assert.Equal((Status.Modified, Status.InSync), (production.Status, staging.Status));
        Assert.Equal((recordedAt, recordedAt), (board.RecordedAt, staging.CheckedAt));
        Assert.Equal(Freshness.Stale, StackAges.Judge(staging, DateTimeOffset.UtcNow, board.Scan.Interval));
        Assert.Equal(Freshness.Stale, StackAges.Judge(staging, recordedAt.AddSeconds(6), board.Scan.Interval));
        Assert.Contains($"It shows a recording of {recordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and nothing that is live.", output.ToString(), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        foreach (var page in new[] { "/", "/wall" })
            Assert.Contains("nothing here is live", await http.GetStringAsync(page, Stop).Soon(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await http.GetStringAsync("/api/v1/board", Stop).Soon());
        Assert.Equal(recordedAt, document.RootElement.GetProperty("recordedAt").GetDateTimeOffset());
        using var unmanaged = JsonDocument.Parse(await http.GetStringAsync("/api/v1/unmanaged", Stop).Soon());
        var accounts = unmanaged.RootElement.GetProperty("accounts").EnumerateArray().ToDictionary(a => a.GetProperty("account").GetString()!);
        Assert.Equal(("nobodys", recordedAt), (accounts[WatchedEstate.Production].GetProperty("resources")[0].GetProperty("identifier").GetString(), accounts[WatchedEstate.Production].GetProperty("takenAt").GetDateTimeOffset()));
        Assert.Equal(
            [null, "not recorded: record with --unmanaged"], new[] { WatchedEstate.Production, WatchedEstate.Staging }.Select(a => accounts[a].GetProperty("notKnown").GetString()));
    }

    [Fact]
    public async Task What_is_no_recording_is_named()
    {
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--data", Path.Combine(_root, "data"), "--from", Path.Combine(_root, "nothing")]);

        var problem = await Assert.ThrowsAsync<StartException>(() => DriftboardHost.StartAsync(line, TextWriter.Null)).Soon();

        Assert.Contains("Driftboard:From: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_root, "nothing"), problem.Message, StringComparison.Ordinal);
    }

    private async Task<DateTimeOffset> RecordAsync(string folder)
    {
        using var repository = GitRepository.Open(_estate.Source, Path.Combine(_root, "mirrors"));
        var (files, live, fingerprinter) = (new RepositoryLog(repository, "main"), new LiveLog(_estate.Cloud), SecretFingerprinter.CreateRandom());
        var path = files.FindApplicationFiles(files.Resolve("main")!.Id).Single();
        var application = ApplicationFileReader.Read(path, files.ReadFile(files.Resolve("main")!.Id, path)!).Application!;
        var scanner = new EnvironmentScanner(live, [WatchedEstate.Staging, WatchedEstate.Production], fingerprinter, _estate.Time);
        using var meter = CallMeter.Begin();
        var (names, own) = (new List<string>(), new HashSet<(string, string)>());
        foreach (var environment in await scanner.FindEnvironmentsAsync(application, Stop).Soon())
        {
            var scan = await scanner.ScanAsync(new ScanRequest(files, application, environment), null, Stop).Soon();
            names.Add(environment.Name);
            own.UnionWith(scan.Snapshot.Stacks.SelectMany(s => s.Live).Select(r => (r.Type, r.PhysicalId!)));
        }

        var at = _estate.Time.GetUtcNow();
        await new RecordingWriter(live, [files], fingerprinter, isAnonymous: false)
        {
            Unmanaged = [new AccountInventory(WatchedEstate.Production, [new UnownedResource("eu-west-1", "AWS::SQS::Queue", "nobodys", null, null, null)], [new TypeListing("eu-west-1", "AWS::SQS::Queue", ReadOutcome.Read, 2, null)], [], at)],
        }
            .WriteAsync(folder, new RecordingFacts(at, new ScanCalls(0, meter.Count), [WatchedEstate.Production, WatchedEstate.Staging], [.. names], [], [.. own])).Soon();
        return at;
    }

    private static async Task<DriftBoard> WhenAsync(DriftboardHost host, Func<DriftBoard, bool> condition)
    {
        return await FindAsync().WaitAsync(TimeSpan.FromMinutes(1), Stop);

        async Task<DriftBoard> FindAsync()
        {
            await foreach (var change in host.Services.GetRequiredService<DriftFeed>().SubscribeAsync(Stop))
            {
                if (condition(change.Board))
                    return change.Board;
            }

            throw new InvalidOperationException("The feed ended.");
        }
    }
}
