using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <content>What the source took back, and the mirror kept: branches and tags that are gone, and commits that a rewritten one had before.</content>
public sealed partial class GitRepository
{
    private const string Kept = "refs/kept/";
    private const string KeptCommits = Kept + "commits/";
    private const string KeptNames = Kept + "names/";
    private const string ChangesFile = "driftboard-changes";
    private const int MostChanges = 500;

    /// <summary>How long a rewritten history is news.</summary>
    private static readonly TimeSpan RewriteIsNews = TimeSpan.FromDays(7);

    // Replaced as a whole, by the one that fetches.
    private volatile IReadOnlyList<ReferenceChange> _changes;

    /// <summary>What the source took back of these references, in words: those that are gone for as long as they are, rewritten ones for a week.</summary>
    /// <param name="references">Branches and tags by their short names; commit ids have no history to lose.</param>
    public ImmutableArray<string> Retractions(IEnumerable<string> references)
    {
        lock (_reading)
        {
            var found = ImmutableArray.CreateBuilder<string>();
            foreach (var reference in references.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                foreach (var name in new[] { GitOrigin.Branches + reference, GitOrigin.Tags + reference })
                {
                    if (Retraction(name, reference) is { } words)
                        found.Add(words);
                }
            }

            return found.ToImmutable();
        }
    }

    /// <summary>Whether the source has neither a branch nor a tag of that name any more, and the last commit that it had is what <see cref="Resolve"/> gives.</summary>
    /// <param name="reference">Its short name.</param>
    public bool IsGone(string reference)
    {
        lock (_reading)
        {
            try
            {
                var names = new[] { GitOrigin.Branches + reference, GitOrigin.Tags + reference };
                return names.All(n => Mirror.Refs[n] is null) && names.Any(n => Mirror.Refs[KeptName(n)] is not null);
            }
            catch (LibGit2SharpException)
            {
                // A name that no reference may have.
                return false;
            }
        }
    }

    private static ImmutableDictionary<string, string> Tips(Repository mirror) => mirror.Refs.FromGlob(GitOrigin.Branches + "*").Concat(mirror.Refs.FromGlob(GitOrigin.Tags + "*"))
        .ToImmutableDictionary(r => r.CanonicalName, r => r.TargetIdentifier, StringComparer.Ordinal);

    // A name that is gone may stand in the way of a new one ("a" and "a/b"), so it is kept under another.
    private static string KeptName(string name) => $"{KeptNames}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";

    private string? Retraction(string name, string reference)
    {
        try
        {
            var what = name.StartsWith(GitOrigin.Branches, StringComparison.Ordinal) ? "branch" : "tag";
            var now = Mirror.Refs[name];
            var change = _changes.LastOrDefault(c => c.Name == name);
            if (now is null && CommitOf(Mirror.Refs[KeptName(name)]) is { } last)
                return $"The {what} '{reference}' is gone from {Location}{(change is { After.Length: 0 } ? $" since {Day(change.At)}" : "")}. Its last commit stays in use: {Words(last)}. Push it again, or change what follows it.";
            if (now is not null && change is { After.Length: > 0 } && _time.GetUtcNow() - change.At < RewriteIsNews && Find(change.Before) is { } before && Find(change.After) is { } after)
                return $"The {what} '{reference}' of {Location} was {(what == "tag" ? "moved" : "rewritten")} on {Day(change.At)}: it was at {Words(before)}, {(what == "tag" ? "and is" : "which its history lacks now; it is")} at {Words(after)}. Both commits are kept.";
            return null;
        }
        catch (LibGit2SharpException)
        {
            // A name that no reference may have, or an object that is not there: nothing was taken back.
            return null;
        }

        Commit? Find(string id) => Mirror.Lookup(id)?.Peel<Commit>();
    }

    private static Commit? CommitOf(Reference? reference) => reference?.ResolveToDirectReference()?.Target?.Peel<Commit>();

    private static string Words(Commit commit) => $"{commit.Sha[..7]} \"{commit.MessageShort}\" ({commit.Author.Name}, {Day(commit.Author.When)})";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Moves what is gone aside.</summary>
    private void KeepGone(Repository mirror, ImmutableDictionary<string, string> before, ImmutableDictionary<string, string> listed)
    {
        var gone = before.Where(b => !listed.ContainsKey(b.Key)).ToList();
        foreach (var (name, id) in gone)
        {
            mirror.Refs.Add(KeptName(name), new ObjectId(id), allowOverwrite: true);
            mirror.Refs.Remove(name);
        }

        Note([.. gone.Select(g => new ReferenceChange(_time.GetUtcNow(), g.Key, g.Value, ""))]);
    }

    /// <summary>What is there again needs to be kept under another name no longer; a commit that it came back without is kept as one of a rewritten branch is.</summary>
    private void ForgetReturned(Repository mirror)
    {
        var kept = mirror.Refs.FromGlob(KeptNames + "*").ToDictionary(r => r.CanonicalName, r => r.TargetIdentifier, StringComparer.Ordinal);
        if (kept.Count == 0)
            return;
        var changes = new List<ReferenceChange>();
        foreach (var (name, id) in Tips(mirror))
        {
            if (!kept.TryGetValue(KeptName(name), out var old))
                continue;
            if (old != id && IsRetracted(mirror, name, old, id))
            {
                mirror.Refs.Add(KeptCommits + old, new ObjectId(old), allowOverwrite: true);
                changes.Add(new ReferenceChange(_time.GetUtcNow(), name, old, id));
            }

            mirror.Refs.Remove(KeptName(name));
        }

        Note(changes);
    }

    /// <summary>Keeps the commits that a branch had and has no longer, and those of tags that moved.</summary>
    private void KeepRewritten(Repository mirror, ImmutableDictionary<string, string> before)
    {
        var changes = new List<ReferenceChange>();
        foreach (var (name, id) in Tips(mirror))
        {
            if (!before.TryGetValue(name, out var old) || old == id || !IsRetracted(mirror, name, old, id))
                continue;
            mirror.Refs.Add(KeptCommits + old, new ObjectId(old), allowOverwrite: true);
            changes.Add(new ReferenceChange(_time.GetUtcNow(), name, old, id));
        }

        Note(changes);
    }

    private static bool IsRetracted(Repository mirror, string name, string before, string after) =>
        name.StartsWith(GitOrigin.Tags, StringComparison.Ordinal)
        || mirror.Lookup<Commit>(before) is not { } old || mirror.Lookup<Commit>(after) is not { } now
        || !IsIn(mirror, old, now);

    private void Note(List<ReferenceChange> changes)
    {
        if (changes.Count == 0)
            return;
        List<ReferenceChange> all = [.. _changes.Concat(changes).TakeLast(MostChanges)];
        var file = Path.Combine(_mirrorPath, ChangesFile);
        // Written aside and moved, so that a crash leaves a whole file or the old one.
        File.WriteAllLines(file + ".new", all.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.At.ToUnixTimeSeconds()}\t{c.Name}\t{c.Before}\t{c.After}")));
        File.Move(file + ".new", file, overwrite: true);
        _changes = all;
    }

    private List<ReferenceChange> ReadChanges()
    {
        // 1767225600	refs/heads/main	0c1d...	9f3a...   (the last one empty where the reference is gone)
        var file = Path.Combine(_mirrorPath, ChangesFile);
        return !File.Exists(file)
            ? []
            : [.. File.ReadLines(file).Select(l => l.Split('\t')).Where(l => l.Length == 4 && long.TryParse(l[0], CultureInfo.InvariantCulture, out _))
                .Select(l => new ReferenceChange(DateTimeOffset.FromUnixTimeSeconds(long.Parse(l[0], CultureInfo.InvariantCulture)), l[1], l[2], l[3]))];
    }

    /// <summary>A reference that did something else than to go forward.</summary>
    /// <param name="After">Empty: it is gone.</param>
    private sealed record ReferenceChange(DateTimeOffset At, string Name, string Before, string After);
}
