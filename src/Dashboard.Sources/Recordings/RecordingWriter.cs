using System.Globalization;
using System.Text;
using Dashboard.Core.Documents;
using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Recordings;

/// <summary>What a recording says of the scan beside what was read.</summary>
/// <param name="RecordedAt">When the scan ended.</param>
/// <param name="Calls">The calls that it made.</param>
/// <param name="Accounts">The accounts that were configured.</param>
/// <param name="Environments">The names of the environments.</param>
/// <param name="Verdicts">What the scan said, a line for each stack and pair.</param>
/// <param name="Own">Type and id of the resources that belong to the environments. Of anybody else's, only the ids are written.</param>
public sealed record RecordingFacts(
    DateTimeOffset RecordedAt, ScanCalls Calls, ImmutableArray<string> Accounts, ImmutableArray<string> Environments, ImmutableArray<string> Verdicts, ImmutableHashSet<(string Type, string Id)> Own);

/// <summary>Writes what a scan learned as plain files that a person can read before sending them. No secret is among it: each is a number (<see cref="RecordedSecret"/>).</summary>
/// <param name="live">What the cloud answered.</param>
/// <param name="repositories">What the repositories answered.</param>
/// <param name="fingerprinter">The maker of the secrets in these answers.</param>
/// <param name="isAnonymous">Whether account ids and authors are replaced, too.</param>
public sealed class RecordingWriter(LiveLog live, ImmutableArray<RepositoryLog> repositories, SecretFingerprinter fingerprinter, bool isAnonymous)
{
    private readonly Redactor _redactor = new(fingerprinter);

    /// <summary>The networks of the environments' accounts and regions, where somebody asked for them.</summary>
    public ImmutableArray<NetworkFacts> Networks { get; init; } = [];

    /// <summary>What no stack owns in the environments' accounts, where somebody asked for it.</summary>
    public ImmutableArray<AccountInventory> Unmanaged { get; init; } = [];

    private readonly SecretExports _exports = new(live, fingerprinter);
    private readonly HashSet<string> _secretOutputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _authors = new(StringComparer.Ordinal);

    /// <summary>Writes the recording.</summary>
    /// <param name="folder">A folder that does not exist, or is empty.</param>
    /// <param name="facts">What else it says.</param>
    /// <returns>How many different secrets were replaced.</returns>
    /// <exception cref="RecordingException">The folder holds something, or cannot be written.</exception>
    public async Task<int> WriteAsync(string folder, RecordingFacts facts)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new RecordingException($"{folder}: found something there; allowed is a new or an empty folder.");
        var texts = new FileRedactor(_redactor);
        // A secret is known from the place where it is one, and may stand anywhere before that: the first pass gathers, the second writes.
        await BuildAsync(texts, facts).ConfigureAwait(false);
        var files = await BuildAsync(texts, facts).ConfigureAwait(false);
        if (isAnonymous)
            files.ReplaceAccounts(facts.Accounts);
        try
        {
            files.Write(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{folder}: the recording could not be written: {e.Message}");
        }

        return _redactor.Count;
    }

    private async Task<RecordingFiles> BuildAsync(FileRedactor texts, RecordingFacts facts)
    {
        var files = new RecordingFiles();
        // Other accounts are numbers wherever what is theirs or nobody's is named, whatever is recorded beside it: what one file calls them every other one does.
        var accounts = new AccountNumbers([.. facts.Accounts, .. Networks.Select(n => n.Scope.Account), .. Unmanaged.Select(u => u.Account)], _redactor);
        var networks = new NetworkRedaction(accounts);
        foreach (var network in Networks)
            networks.Learn(network);
        var inventories = new InventoryRedaction(accounts, networks, _redactor);
        foreach (var inventory in Unmanaged)
            inventories.Learn(inventory);
        var ids = new RecordedIds(OwnIds(facts), _redactor, inventories);
        // Templates first: they say which parameters are secrets.
        foreach (var scope in live.Listings.OrderBy(l => l.Scope.ToString(), StringComparer.Ordinal))
        {
            AddStacks(files, texts, scope.Scope, scope.Answer, ids);
            AddTypes(files, scope.Scope, ids);
            files.Add(Folder(scope.Scope), "stacks", await ListingAsync(scope.Scope, scope.Answer).ConfigureAwait(false));
        }

        foreach (var network in Networks)
            files.Add(Folder(network.Scope), "network", NetworkWriter.Network(networks.Redact(network)));
        foreach (var inventory in Unmanaged)
            files.Add($"live/{inventory.Account}/", "unmanaged", inventories.Redact(inventory));
        for (var i = 0; i < repositories.Length; i++)
            AddRepository(files, texts, repositories[i], string.Create(CultureInfo.InvariantCulture, $"repositories/{i + 1}/"));
        var calls = facts.Calls;
        files.Add("", "recording", new RecordingDocument(
            Recording.Format, Recording.Version, facts.RecordedAt, isAnonymous, _redactor.Count, calls.Estimated,
            calls.Made.Calls, calls.Made.Throttled, facts.Accounts, facts.Environments, [.. facts.Verdicts.Select(_redactor.Text)], calls.Made.Retried, calls.Lookups));
        return files;
    }

    /// <summary>What belongs to the environments: what was judged, and whatever else their stacks have.</summary>
    private HashSet<(string Type, string Id)> OwnIds(RecordingFacts facts)
    {
        var own = live.Templates.Where(t => !t.Key.Processed).Select(t => (t.Key.Scope, t.Key.Stack)).ToHashSet();
        return
        [
            .. facts.Own,
            .. live.Resources.Where(r => own.Contains(r.Key) && r.Answer.IsRead).SelectMany(r => r.Answer.Value).Where(r => r.PhysicalId is not null).Select(r => (r.Type, r.PhysicalId!)),
        ];
    }

    private static string Folder(AccountRegion scope) => $"live/{scope.Account}/{scope.Region}/";

    private async Task<ListingDocument> ListingAsync(AccountRegion scope, ReadResult<ImmutableArray<LiveStack>> listed)
    {
        if (!listed.IsRead)
            return new ListingDocument(scope.Account, scope.Region, listed.Outcome, _redactor.Detail(listed.Detail), listed.Code);
        var templates = live.Templates.Where(t => t.Key.Scope == scope).Select(t => (t.Key.Stack, t.Key.Processed)).ToHashSet();
        var stacks = new List<LiveStack>();
        foreach (var stack in listed.Value)
            stacks.Add(await RedactAsync(scope, stack, templates).ConfigureAwait(false));
        var filter = live.FilterOf(scope.Account);
        return new ListingDocument(
            scope.Account, scope.Region, listed.Outcome, Stacks: stacks, LookedAt: filter == StackFilter.All ? null : [.. listed.Value.Zip(stacks).Where(s => filter.Includes(s.First)).Select(s => s.Second.StackName)]);
    }

    /// <summary>A stack as listed. Of one that no environment claims only what others may rest on is kept: its name, its exports, and that it has masked parameters.</summary>
    private async Task<LiveStack> RedactAsync(AccountRegion scope, LiveStack stack, HashSet<(string Stack, bool Processed)> templates)
    {
        var isOwn = templates.Contains((stack.StackId, false));
        // Not every endpoint masks what the template calls a secret.
        var told = isOwn ? Told(scope, stack) : [];
        var hasSecrets = stack.Parameters.ContainsValue(SecretFingerprinter.Masked) || told.Count > 0;
        var secrets = !hasSecrets ? []
            : templates.Contains((stack.StackId, true)) ? await _exports.OutputsAsync(scope, stack, CancellationToken.None).ConfigureAwait(false)
            : [.. stack.Outputs.Select(o => o.Name)];
        // What one stack makes of a secret, another may give out again under a name of its own.
        _secretOutputs.UnionWith(stack.Outputs.Where(o => secrets.Contains(o.Name) && o.Value.Length > 0).Select(o => o.Value));
        return stack with
        {
            Parameters = stack.Parameters.Where(p => isOwn || p.Value == SecretFingerprinter.Masked)
                .ToImmutableDictionary(p => p.Key, p => told.Contains(p.Key) ? _redactor.Replace(p.Value) : _redactor.Named(p.Key, p.Value), StringComparer.Ordinal),
            Outputs =
            [
                .. stack.Outputs.Where(o => isOwn || o.ExportName is not null)
                    .Select(o => o with { Value = SecretExports.IsSecret(o.Value, _secretOutputs) ? _redactor.Replace(o.Value) : _redactor.Named(o.Name, o.Value) }),
            ],
            // It quotes whatever it was given.
            StatusReason = null,
            Tags = isOwn ? stack.Tags.ToImmutableDictionary(t => t.Key, t => _redactor.Named(t.Key, t.Value), StringComparer.Ordinal) : ImmutableDictionary<string, string>.Empty,
        };
    }

    /// <summary>The parameters of which an endpoint told the values although the template makes them secrets; all of them where it cannot be read.</summary>
    private HashSet<string> Told(AccountRegion scope, LiveStack stack)
    {
        var template = live.Templates.Where(t => t.Key == (scope, stack.StackId, false)).Select(t => t.Answer).FirstOrDefault();
        var root = template is { IsRead: true } ? TemplateReader.Read(stack.StackName, template.Value).Root as MappingNode : null;
        return [.. stack.Parameters.Where(p => p.Value.Length > 0 && p.Value != SecretFingerprinter.Masked && (root is null || TemplateRenderer.IsSecretParameter(root, p.Key, p.Value) == true)).Select(p => p.Key)];
    }

    private void AddStacks(RecordingFiles files, FileRedactor texts, AccountRegion scope, ReadResult<ImmutableArray<LiveStack>> listed, RecordedIds ids)
    {
        var templates = live.Templates.Where(t => t.Key.Scope == scope).ToDictionary(t => (t.Key.Stack, t.Key.Processed), t => t.Answer);
        var resources = live.Resources.Where(t => t.Key.Scope == scope).ToDictionary(t => t.Key.Stack, t => t.Answer);
        var drifts = live.Drifts.Where(t => t.Key.Scope == scope).ToDictionary(t => t.Key.Stack, t => t.Answer);
        var names = (listed.IsRead ? listed.Value : []).ToDictionary(s => s.StackId, s => s.StackName);
        foreach (var id in templates.Keys.Select(k => k.Stack).Concat(resources.Keys).Concat(drifts.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            files.Add($"{Folder(scope)}stacks/", names.GetValueOrDefault(id, id), new StackReads(
                id,
                Template(texts, templates.GetValueOrDefault((id, false))),
                Template(texts, templates.GetValueOrDefault((id, true))),
                resources.GetValueOrDefault(id) is { } r
                    ? new ResourcesAnswer(r.Outcome, _redactor.Detail(r.Detail), r.Code, r.IsRead ? [.. r.Value.Select(ids.Resource)] : null) : null,
                drifts.GetValueOrDefault(id) is { } d
                    ? new DriftAnswer(d.Outcome, _redactor.Detail(d.Detail), d.Code, d.IsRead ? Sorted(d.Value) : null) : null));
        }
    }

    private ImmutableSortedDictionary<string, ResourceObservation> Sorted(ImmutableDictionary<string, ResourceObservation> results) =>
        results.ToImmutableSortedDictionary(r => r.Key, r => _redactor.Observation(r.Value), StringComparer.Ordinal);

    private TextAnswer? Template(FileRedactor texts, ReadResult<string>? answer)
    {
        if (answer is not { IsRead: true })
            return answer is null ? null : new TextAnswer(answer.Outcome, _redactor.Detail(answer.Detail), answer.Code);
        return texts.Template("template", answer.Value) is { } lines
            ? new TextAnswer(ReadOutcome.Read, Lines: lines)
            : new TextAnswer(ReadOutcome.Failed, "The template was left out of the recording: it could not be read, so what is secret in it is not known.");
    }

    private void AddTypes(RecordingFiles files, AccountRegion scope, RecordedIds ids)
    {
        var lists = live.Lists.Where(l => l.Key.Scope == scope).ToDictionary(l => l.Key.Type, l => l.Answer);
        var reads = live.Reads.Where(r => r.Key.Question.Scope == scope).ToLookup(r => r.Key.Question.Type);
        foreach (var type in lists.Keys.Concat(reads.Select(r => r.Key)).Distinct().Order(StringComparer.Ordinal))
        {
            var listed = lists.GetValueOrDefault(type);
            files.Add($"{Folder(scope)}types/", type, new TypeReads(
                type,
                listed is null ? null : new ListAnswer(listed.Outcome, _redactor.Detail(listed.Detail), listed.Code, listed.IsRead ? [.. listed.Value.Select(r => ids.Listed(ids.IsOwn(type, r.Identifier) ? r : r with { Properties = Bare(r.Properties) }))] : null),
                [
                    // Of several answers that one is kept which was made for who knows of the most secrets.
                    .. reads[type].GroupBy(r => r.Key.Question).OrderBy(g => g.Key.PhysicalId, StringComparer.Ordinal).ThenBy(g => g.Key.Identifier, StringComparer.Ordinal)
                        .Select(g => g.OrderByDescending(r => Secrets(r.Answer)).ThenByDescending(r => r.Key.Tainted.Length).First())
                        .Select(r => new ResourceRead(ids.Of(type, r.Key.Question.PhysicalId), r.Key.Question.Identifier is { } id ? ids.Of(type, r.Key.Question.PhysicalId, id) : null,
                            _redactor.Observation(ids.IsOwn(type, r.Key.Question.PhysicalId) ? r.Answer : Bare(r.Answer)))),
                ]));
        }
    }

    private static ResourceObservation Bare(ResourceObservation observation) => observation with { Properties = observation.Properties is { } foreign ? Bare(foreign) : null, Beside = [] };

    /// <summary>What is left of somebody else's resource: that a stack made it, where that stands in its tags.</summary>
    private static MapValue Bare(MapValue properties) => !HoldsStackTag(properties)
        ? MapValue.Empty
        : MapValue.Of(("Tags", new ListValue([MapValue.Of(("Key", new ScalarValue(UnmanagedFinder.StackTag)))])));

    private static bool HoldsStackTag(PropertyValue value) => value switch
    {
        ScalarValue scalar => scalar.Text == UnmanagedFinder.StackTag,
        ListValue list => list.Items.Any(HoldsStackTag),
        MapValue map => map.Entries.Any(e => e.Key == UnmanagedFinder.StackTag || HoldsStackTag(e.Value)),
        _ => false,
    };

    private static int Secrets(ResourceObservation observation) => Secrets(observation.Properties) + observation.Beside.Sum(Secrets);

    private static int Secrets(PropertyValue? value) => value switch
    {
        SecretValue => 1,
        ListValue list => list.Items.Sum(Secrets),
        MapValue map => map.Entries.Sum(e => Secrets(e.Value)),
        _ => 0,
    };

    private void AddRepository(RecordingFiles files, FileRedactor texts, RepositoryLog log, string folder)
    {
        files.Add(folder, "repository", new RepositoryDocument(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(log.Location)),
            log.DefaultBranch,
            log.References.ToImmutableSortedDictionary(r => r.Key, r => Row(r.Value), StringComparer.Ordinal),
            log.ApplicationFiles.ToImmutableSortedDictionary(f => f.Key, f => (IReadOnlyList<string>)f.Value, StringComparer.Ordinal),
            [.. log.AllVersions.OrderBy(v => v.Key.Path, StringComparer.Ordinal).ThenBy(v => v.Key.Reference, StringComparer.Ordinal).Select(v => new VersionsRow(v.Key.Reference, v.Key.Path, [.. v.Value.Select(Row)]))],
            [.. log.Merges.OrderBy(m => m.Key.Change, StringComparer.Ordinal).ThenBy(m => m.Key.Reference, StringComparer.Ordinal).Select(m => new MergeRow(m.Key.Reference, m.Key.Change, Row(m.Value)))]));
        // Templates before parameter files, which do not say themselves what is secret in them.
        foreach (var path in log.Files.GroupBy(f => f.Key.Path).OrderBy(g => g.Any(f => !IsTemplate(f.Value))).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            var versions = path.GroupBy(f => Encoding.UTF8.GetString(f.Value)).Select(same =>
            {
                var commits = same.Select(f => f.Key.Commit).Order(StringComparer.Ordinal).ToList();
                var blames = log.Blames.Where(b => b.Key.Path == path.Key && commits.Contains(b.Key.Commit)).OrderBy(b => b.Key.Commit, StringComparer.Ordinal).ThenBy(b => b.Key.Line);
                return new FileVersion(commits, texts.File(path.Key, same.First().Value), [.. blames.Select(b => new BlameRow(b.Key.Commit, b.Key.Line, Row(b.Value)))]);
            });
            files.Add(folder + "files/", path.Key, new FileDocument(path.Key, [.. versions.OrderBy(v => v.Commits[0], StringComparer.Ordinal)]));
        }
    }

    private static bool IsTemplate(byte[] content) => content.AsSpan().IndexOf("Resources"u8) >= 0;

    private CommitRow Row(Git.GitCommit commit) => new(commit.Id, Author(commit.Author), commit.Date);

    private string Author(string name)
    {
        if (!isAnonymous)
            return name;
        return _authors.TryGetValue(name, out var known) ? known : _authors[name] = string.Create(CultureInfo.InvariantCulture, $"author {_authors.Count + 1}");
    }
}
