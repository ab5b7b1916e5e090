using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>One thing that differs, or that could not be verified, on the wall.</summary>
/// <param name="Id">The same from one rendering to the next.</param>
/// <param name="Status">Its shape.</param>
/// <param name="Place">The environment, and the application where the wall shows several.</param>
/// <param name="Component">The component.</param>
/// <param name="Title">The resource, or what could not be verified.</param>
/// <param name="Detail">The property; empty where the title says all.</param>
/// <param name="Values">Expected and live value, where the wall shows values.</param>
/// <param name="Since">Since when; null: for as long as it was read.</param>
/// <param name="ReadAt">When it was last read; null: never.</param>
internal sealed record WallRow(
    string Id, Status Status, string Place, string Component, string Title, string Detail, string? Values, Sighting? Since, DateTimeOffset? ReadAt)
{
    /// <summary>What appeared within this time is news, and stands first.</summary>
    private static readonly TimeSpan News = TimeSpan.FromHours(24);

    /// <summary>What appeared before the wall's eyes first, the newest at the top; then production first, the worst first. What could not be verified comes last.</summary>
    public static ImmutableArray<WallRow> Of(DriftBoard board, WallState state)
    {
        var shown = board.Stacks.Values.Where(s => WallView.IsShown(s.Key.Application, state)).ToList();
        var tiers = board.Environments.DistinctBy(e => (e.Application, e.Name)).ToDictionary(e => (e.Application, e.Name), e => e.Tier);
        var naming = new Naming(board, state);
        var ordered = shown
            .OrderBy(s => Importance(tiers.GetValueOrDefault((s.Key.Application, s.Key.Environment), EnvironmentTier.Ephemeral)))
            .ThenBy(s => s.Key.ToString(), StringComparer.Ordinal).ToList();
        var drifts = ordered.Where(s => s.Drifted > 0).SelectMany(s => s.Resources.Where(r => r.IsDrifted).OrderBy(r => r.Status).Select(r => Drift(naming, board, s, r)))
            .OrderByDescending(r => r.Since is { IsAtLeast: false } since && board.BuiltAt - since.At < News ? since.At : DateTimeOffset.MinValue);
        return [.. drifts.DistinctBy(r => r.Id), .. board.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Distinct().Select(Broken), .. ordered.SelectMany(s => Unverified(naming, s))];
    }

    private static WallRow Drift(Naming naming, DriftBoard board, StackEvaluation stack, ResourceEvaluation resource)
    {
        var differences = resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).ToList();
        var first = differences.FirstOrDefault();
        return new WallRow(
            $"{stack.Key}:{resource.Address}",
            resource.Status,
            naming.Place(stack.Key),
            naming.Component(stack.Key),
            resource.Status == Status.Unmanaged ? LastPart(resource.PhysicalId ?? resource.Type) : resource.Address.Path,
            resource.Status == Status.Modified ? Property(differences) : $"{LastPart(resource.Type)} {StatusWords.Of(resource)}",
            resource.Status == Status.Modified ? naming.Values(first) : null,
            board.Since.GetValueOrDefault(new DriftKey(stack.Key, resource.Address)),
            resource.ObservedAt);
    }

    /// <summary>The stack itself where nothing of it could be read; else its resources by reason. What nobody can read is calm: the tile's coverage tells it.</summary>
    private static IEnumerable<WallRow> Unverified(Naming naming, StackEvaluation stack)
    {
        if (stack is { Status: Status.Unknown, Coverage.Compared: 0 })
            return [Row("", StatusWords.Of(stack.Status, stack.Reason), "")];
        return stack.Resources.Where(r => r.Status == Status.Unknown && r.Reason != StatusReason.Secret).GroupBy(r => StatusWords.Of(r)).OrderByDescending(g => g.Count())
            .Select(g => Row(g.Key, g.Key, g.Count() == 1 ? g.First().Address.Path : StatusWords.Count(g.Count(), "resource", "resources")));

        WallRow Row(string id, string title, string detail) => new(
            $"{stack.Key}?{id}", Status.Unknown, naming.Place(stack.Key), naming.Component(stack.Key), title, detail, null, null, stack.CheckedAt);
    }

    private static WallRow Broken(Diagnostic diagnostic) => new(
        $"!{diagnostic}", Status.Unknown, "repository", "", diagnostic.Location.ToString(), diagnostic.Key, null, null, null);

    /// <summary>The path of the first difference in the words of the template, without positions and keys: a key may be a value.</summary>
    private static string Property(List<Difference> differences)
    {
        if (differences is not [var first, ..])
            return "";
        var names = string.Join(" / ", first.Path.Segments.Select(s => s.Name).OfType<string>());
        return differences.Count == 1 ? names : string.Create(CultureInfo.InvariantCulture, $"{names} + {differences.Count - 1} more");
    }

    /// <summary>"invoices" of an ARN or a URL, "Queue" of a type: what people call it.</summary>
    private static string LastPart(string identifier) => identifier[(identifier.LastIndexOfAny(['/', ':']) + 1)..];

    private static int Importance(EnvironmentTier tier) => tier switch
    {
        EnvironmentTier.Production => 0,
        EnvironmentTier.Staging => 1,
        EnvironmentTier.Development => 2,
        _ => 3,
    };

    /// <summary>Names as this wall shows them.</summary>
    private sealed class Naming(DriftBoard board, WallState state)
    {
        private readonly bool _severalApplications = state.Application is null && board.Environments.Select(e => e.Application).Distinct().Skip(1).Any();

        public string Place(StackKey key) => _severalApplications ? $"{key.Application} {key.Environment}" : key.Environment;

        public string Component(StackKey key)
        {
            var name = StackNames.Short(board, key);
            var owner = state.Detail == WallDetail.Full ? board.Components.FirstOrDefault(c => c.Application == key.Application && c.Name == key.Component)?.Owner : null;
            return owner is null ? name : $"{name}, {owner}";
        }

        public string? Values(Difference? difference) => difference is null || state.Detail != WallDetail.Full ? null
            : $"{Value(difference.Expected)} → {Value(difference.Actual)}";

        private static string Value(PropertyValue? value) => value is ScalarValue scalar ? scalar.Text : value?.ToString() ?? "(nothing)";
    }
}
