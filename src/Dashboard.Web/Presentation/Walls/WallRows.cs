using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>Makes the rows of a wall.</summary>
internal sealed class WallRows
{
    private readonly WallContent _content;
    private readonly WallSize _size;

    private WallRows(WallContent content) => (_content, _size) = (content, WallSize.Of(content.State));

    /// <summary>
    /// What is new, the newest first; deployments; what is open, the worst first (what uses another environment; then drifts) and then production, what could not be verified last; what is accepted.
    /// </summary>
    public static ImmutableArray<WallRow> Of(WallContent content)
    {
        var rows = new WallRows(content);
        var environments = content.Environments.OrderBy(e => WallWords.Importance(e.Environment.Tier)).ToList();
        var stacks = environments.SelectMany(e => e.Stacks).ToList();
        var errors = content.Board.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Distinct().Select(Broken);
        return
        [
            .. rows.Separations(stacks).Concat(stacks.SelectMany(s => rows.Drifts(s))).Concat(environments.SelectMany(e => e.Gone).Select(rows.Gone)).Concat(stacks.Where(s => s.Stack.IsDeploying || s.Stack.IsMoving).Select(rows.Operation)).Concat(errors)
                .Concat(stacks.SelectMany(s => rows.Unverified(s.Stack))).Concat(stacks.SelectMany(s => rows.Accepted(s.Stack)))
                .DistinctBy(r => r.Id).OrderBy(r => r.Kind).ThenByDescending(r => r.Kind == WallRowKind.New ? r.Since!.At : DateTimeOffset.MinValue).ThenBy(r => r.Severity),
        ];
    }

    /// <summary>Whether a resource could be compared before this window and cannot be now. What is read for the first time, or changes under a deployment, is no news.</summary>
    public static bool IsNewlyUnverified(WallContent content, StackEvaluation stack, ResourceEvaluation resource) =>
        resource is { Status: Status.Unknown or Status.Unsupported, Reason: not (StatusReason.StackMoving or StatusReason.Secret) } && SinceUnverified(content, stack, resource) is var since && content.IsNew(since) && !WallStack.IsHeld(stack, since);

    /// <summary>One row for each resource that uses another environment.</summary>
    private IEnumerable<WallRow> Separations(List<WallStack> stacks) =>
        from stack in stacks
        join problem in stacks.Select(s => s.Stack.Key.Application).Distinct().SelectMany(a => ProblemBook.SeparationsOf(_content.Board, a)) on stack.Stack.Key equals problem.Stack!.Key
        group problem by (stack.Stack.Key, problem.Separation!.Item.Address) into resource
        let items = resource.Select(p => p.Separation!.Item).ToList()
        let since = resource.Select(p => p.Since).OfType<Sighting>().MaxBy(s => s.At)
        select Row(resource.Key.Key, _content.IsNew(since) ? WallRowKind.New : WallRowKind.Open, "separation", $"uses {resource.Key.Address}") with
        {
            Title = _size.Title(resource.Key.Address.Path),
            Detail = $"uses {string.Join(" and ", items.SelectMany(i => i.Foreign).Where(f => f.Environment == resource.Key.Key.Environment).Select(f => f.Owner).Distinct())}: {LastFirst(items.ConvertAll(i => i.Path))}",
            Since = since,
            ReadAt = resource.First().ObservedAt,
        };

    private IEnumerable<WallRow> Drifts(WallStack stack)
    {
        if (stack.Drifted == 0)
            yield break;
        foreach (var resource in stack.Stack.Resources.Where(r => r.IsDrifted).OrderBy(r => r.Status))
        {
            var since = _content.Board.Since.GetValueOrDefault(new DriftKey(stack.Stack.Key, resource.Address));
            if (!WallStack.IsHeld(stack.Stack, since))
                yield return Drift(stack.Stack, resource, since);
        }

        foreach (var remembered in stack.Remembered)
        {
            var row = Drift(stack.Stack, remembered.Resource with { Status = remembered.Status, Reason = null, Differences = remembered.Last.Differences }, remembered.Last.Since);
            yield return row with { Detail = $"{row.Detail}, before the {(stack.Stack.IsBeingDeleted ? "deletion" : "deployment")}", LastSeenAt = remembered.Last.ReadAt ?? remembered.Last.Since.At };
        }
    }

    private WallRow Drift(StackEvaluation stack, ResourceEvaluation resource, Sighting? since)
    {
        var differences = resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).ToList();
        return Row(stack, _content.IsNew(since) ? WallRowKind.New : WallRowKind.Open, StatusWords.Shape(resource.Status), resource.Address.ToString()) with
        {
            Title = _size.Title(resource.Status == Status.Unmanaged ? LastPart(resource.PhysicalId ?? resource.Type) : resource.Address.Path),
            Detail = resource.Status == Status.Modified ? Property(differences.ConvertAll(d => d.Path)) : $"{LastPart(resource.Type)} {StatusWords.Of(resource)}",
            Values = resource.Status == Status.Modified ? _content.Names.Values(differences.FirstOrDefault()) : null,
            Since = since,
            ReadAt = resource.ObservedAt,
        };
    }

    private WallRow Gone(WallGone gone) => Row(gone.Key, gone.IsNew ? WallRowKind.New : WallRowKind.Open, StatusWords.Shape(Status.Deleted), "gone") with
    {
        Title = "stack gone",
        Detail = gone.IsExpected ? "it was there, and the repository still has it" : "it was there, and is found no more",
        Since = gone.Since,
    };

    /// <summary>A deployment or a deletion. Of a deletion, and of deployments that follow each other, CloudFormation does not say when it began: since when nothing could be told.</summary>
    private WallRow Operation(WallStack stack)
    {
        var word = stack.Stack.StackStatus is { } status && StackPhases.Of(status) == StackPhase.Moving ? status.Replace('_', ' ').ToLowerInvariant() : "deployed again each time that it was read";
        return Row(stack.Stack, WallRowKind.Deploying, stack.Stack.IsBeingDeleted ? StatusWords.Shape(Status.Unknown) : "deploying", "deployment") with
        {
            Title = stack.Stack.IsBeingDeleted ? "being deleted" : "deploying",
            Detail = stack.Held == 0 ? word : $"{word}, {StatusWords.Count(stack.Held, "resource differs", "resources differ")} meanwhile",
            Since = !stack.Stack.IsDeploying ? stack.Stack.Resources.Where(r => r.Reason == StatusReason.StackMoving).Select(r => SinceUnverified(_content, stack.Stack, r)).OfType<Sighting>().MaxBy(s => s.At)
                : stack.Stack.UpdatedAt is { } began ? new Sighting(began, IsAtLeast: false) : null,
        };
    }

    /// <summary>The stack itself where it could not be verified as a whole; else its resources by reason. What nobody can read is calm once it is old: the tile's coverage tells it. What an operation hides is no row beside the operation's.</summary>
    private IEnumerable<WallRow> Unverified(StackEvaluation stack)
    {
        if (stack.IsUnverified && !stack.IsMoving)
        {
            // What nobody could ever read does not make it old that the rest cannot be read any more.
            var fresh = stack.Resources.Where(r => IsNewlyUnverified(_content, stack, r)).Select(r => SinceUnverified(_content, stack, r)).MaxBy(s => s!.At);
            var oldest = stack.Resources.Where(Sightings.IsUnverified).Select(r => SinceUnverified(_content, stack, r)).OfType<Sighting>().MinBy(s => s.At);
            return [Unverified(stack, StatusWords.Of(stack.Status, stack.Reason), "", fresh ?? oldest)];
        }

        return
            from resource in stack.Resources
            where resource is { Status: Status.Unknown or Status.Unsupported, Reason: not StatusReason.StackMoving }
            let isNew = IsNewlyUnverified(_content, stack, resource)
            where isNew || resource is { Status: Status.Unknown, Reason: not StatusReason.Secret }
            group resource by (StatusWords.Of(resource), isNew) into reason
            orderby reason.Count() descending
            let sightings = reason.Select(r => SinceUnverified(_content, stack, r)).OfType<Sighting>().ToList()
            let since = reason.Key.isNew ? sightings.MaxBy(s => s.At) : sightings.MinBy(s => s.At)
            select reason.Count() == 1
                ? Unverified(stack, reason.Key.Item1, "", since) with { Title = _size.Title(reason.First().Address.Path), Detail = reason.Key.Item1 }
                : Unverified(stack, reason.Key.Item1, $"{reason.Count()} resources", since);
    }

    private WallRow Unverified(StackEvaluation stack, string title, string detail, Sighting? since)
    {
        var isNew = _content.IsNew(since) && !WallStack.IsHeld(stack, since);
        return Row(stack, isNew ? WallRowKind.New : WallRowKind.Open, StatusWords.Shape(Status.Unknown), $"?{title}{isNew}") with { Title = title, Detail = detail, Since = since, ReadAt = stack.CheckedAt };
    }

    private IEnumerable<WallRow> Accepted(StackEvaluation stack) =>
        from resource in stack.Resources
        let accepted = Sightings.AcceptedOf(resource).ToList()
        where accepted.Count > 0
        let end = accepted.Min(a => a.Rule.Expires ?? a.Rule.Review)
        select Row(stack, WallRowKind.Accepted, "accepted", $"accepted {resource.Address}") with
        {
            Title = _size.Title(resource.Address.Path),
            Detail = Property(accepted.ConvertAll(a => a.Difference.Path)) + (end is { } day ? $", until {day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}" : ""),
            Values = _content.Names.Values(accepted[0].Difference),
            Since = _content.Board.History.Accepted.GetValueOrDefault(new DriftKey(stack.Key, resource.Address)),
            ReadAt = resource.ObservedAt,
        };

    private WallRow Row(StackEvaluation stack, WallRowKind kind, string shape, string id) => Row(stack.Key, kind, shape, id) with { ReadAt = stack.CheckedAt };

    private WallRow Row(StackKey key, WallRowKind kind, string shape, string id) => new(
        $"{key}:{id}", kind, shape, (key.Application, key.Environment), _content.Names.Place(key.Application, key.Environment), _content.Names.Component(key), "", "", null, null, null);

    private static WallRow Broken(Diagnostic diagnostic) => new(
        $"!{diagnostic}", WallRowKind.Open, StatusWords.Shape(Status.Unknown), null, "repository", "", diagnostic.Location.ToString(), diagnostic.Key, null, null, null);

    private static Sighting? SinceUnverified(WallContent content, StackEvaluation stack, ResourceEvaluation resource) =>
        content.Board.History.Unverified.GetValueOrDefault(new DriftKey(stack.Key, resource.Address));

    /// <summary>The path of the first difference in the words of the template, without positions and keys: a key may be a value.</summary>
    public static string Property(IReadOnlyList<PropertyPath> paths)
    {
        if (paths is not [var first, ..])
            return "";
        var names = string.Join(" / ", first.Segments.Select(s => s.Name).OfType<string>());
        return paths.Count == 1 ? names : string.Create(CultureInfo.InvariantCulture, $"{names} + {paths.Count - 1} more");
    }

    /// <summary>The same with its last name first, "DB_HOST in Environment / Variables": behind other words the end is cut, and the last name tells most.</summary>
    private static string LastFirst(List<PropertyPath> paths)
    {
        var names = paths[0].Segments.Select(s => s.Name).OfType<string>().ToList();
        var place = names.Count < 2 ? string.Concat(names) : $"{names[^1]} in {string.Join(" / ", names.Take(names.Count - 1))}";
        return paths.Count == 1 ? place : string.Create(CultureInfo.InvariantCulture, $"{place} + {paths.Count - 1} more");
    }

    /// <summary>"invoices" of an ARN or a URL, "Queue" of a type: what people call it.</summary>
    public static string LastPart(string identifier) => identifier[(identifier.LastIndexOfAny(['/', ':']) + 1)..];
}
