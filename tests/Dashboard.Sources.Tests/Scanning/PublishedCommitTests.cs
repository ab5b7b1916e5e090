using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>The commit that a stack runs whose template a pipeline made.</summary>
public sealed class PublishedCommitTests : IDisposable
{
    private const string Path = PublishedStore.Prefix + "shop.template.json";

    private readonly TemporaryRepository _source = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("driftboard-published-");
    private readonly List<string> _commits = [];

    public void Dispose()
    {
        _data.Delete(recursive: true);
        _source.Dispose();
    }

    [Fact]
    public void It_is_the_newest_one_whose_published_template_is_the_deployed_one()
    {
        var store = new PublishedStore(System.IO.Path.Combine(_data.FullName, "data"));
        foreach (var delay in new[] { 1, 2, 2, 3 })
            Publish(store, delay);
        // Published for a commit that is not in this repository.
        store.Publish(new string('a', 40), Templates(9));
        using var git = GitRepository.Open(_source.Source, _source.Mirrors);
        var repository = new PublishedRepository(git, store);

        Assert.Equal([_commits[3], _commits[2], _commits[0]], repository.Versions(null, Path).Select(c => c.Id));
        Assert.Equal((_commits[0], CommitEvidence.Template), Running(repository, 1));
        Assert.Equal((_commits[2], CommitEvidence.Template), Running(repository, 2));
        Assert.Equal("staging-shop was deployed from outside the repository: its template equals that of no commit that was looked through.", Problem(repository, Path, 9));
        Assert.Null(Problem(repository, PublishedStore.Prefix + "never.json", 1));
    }

    [Fact]
    public void What_is_published_of_a_commit_once_more_is_what_is_looked_for_from_then_on()
    {
        var store = new PublishedStore(System.IO.Path.Combine(_data.FullName, "data"));
        Publish(store, 1);
        using var git = GitRepository.Open(_source.Source, _source.Mirrors);
        var repository = new PublishedRepository(git, store);

        Assert.Equal((_commits[0], CommitEvidence.Template), Running(repository, 1));
        store.Publish(_commits[0], Templates(2));
        Assert.Equal((_commits[0], CommitEvidence.Template), Running(repository, 2));
    }

    private void Publish(PublishedStore store, int delay)
    {
        _commits.Add(_source.Commit("Ana", $"delay {delay}", ("driftboard.yaml", Definition), ("app.ts", $"{_commits.Count}")));
        store.Publish(_commits[^1], Templates(delay));
    }

    private static PublishedTemplates Templates(int delay) =>
        new(ImmutableSortedDictionary<string, byte[]>.Empty.Add("shop.template.json", Encoding.UTF8.GetBytes(Template(delay))), ImmutableSortedDictionary<string, string>.Empty);

    private static (string? CommitId, CommitEvidence? Evidence) Running(PublishedRepository repository, int delay) => Find(repository, Path, delay).Running is { } running ? (running.CommitId, running.Evidence) : default;

    private static string? Problem(PublishedRepository repository, string path, int delay) => Find(repository, path, delay).Diagnostics.SingleOrDefault()?.Message;

    private static (RunningCommit? Running, ImmutableArray<Diagnostic> Diagnostics) Find(PublishedRepository repository, string path, int delay)
    {
        var application = ApplicationFileReader.Read("driftboard.yaml", Encoding.UTF8.GetBytes(Definition)).Application!;
        return new RunningCommitFinder(repository, application)
            .Find(application.Environments[0], "staging-shop", path, TemplateReader.Read("staging-shop", Template(delay)), ImmutableDictionary<string, string>.Empty);
    }

    private static string Template(int delay) => $$"""{"Resources": {"Mail": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": {{delay}} } } } }""";

    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: shop, published: shop.template.json, stack: "{environment}-shop"}
        """;
}
