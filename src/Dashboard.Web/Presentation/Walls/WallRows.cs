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
    /// What is new, the newest first; deployments; what is open, the worst first (what uses another environment; then drifts and what nothing explains) and then production, what could not be verified last; what is accepted.
    /// </summary>
    public static ImmutableArray<WallRow> Of(WallContent content)
    {
        var rows = new WallRows(content);
        var environments = content.Environments.OrderBy(e => WallWords.Importance(e.Environment.Tier)).ToList();
        var stacks = environments.SelectMany(e => e.Stacks).ToList();
        var errors = content.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(rows.Broken);
        return
        [
            .. rows.Separations(stacks).Concat(stacks.SelectMany(s => rows.RememberedSeparations(s))).Concat(stacks.SelectMany(s => rows.Drifts(s))).Concat(rows.Unexplained()).Concat(environments.SelectMany(e => e.Gone).Select(rows.Gone)).Concat(stacks.Where(s => s.Stack.IsDeploying || s.Stack.IsMoving).Select(rows.Operation)).Concat(errors)
                .Concat(stacks.SelectMany(s => rows.Unverified(s.Stack))).Concat(stacks.SelectMany(s => rows.Accepted(s.Stack)))
                .DistinctBy(r => r.Id).OrderBy(r => r.Kind).ThenByDescending(r => r.Kind == WallRowKind.New ? r.Since!.At : DateTimeOffset.MinValue).ThenBy(r => r.Severity),
        ];
    }

    /// <summary>Everything of some pairs that nothing explains, one row for each resource of a pair: what uses another environment first, then what is new, then in the order of the pairs.</summary>
    public static ImmutableArray<WallRow> Unexplained(WallContent content, IEnumerable<ParityEvaluation> pairs)
    {
        var rows = new WallRows(content);
        return [.. pairs.SelectMany(p => rows.Unexplained(p, static _ => true)).Select(r => r.Row).OrderBy(r => r.Severity).ThenBy(r => r.Kind)];
    }

    /// <summary>Whether a resource could be compared before this window and cannot be now. What is read for the first time, or changes under a deployment, is no news.</summary>
    public static bool IsNewlyUnverified(WallContent content, StackEvaluation stack, ResourceEvaluation resource) =>
        resource is { Status: Status.Unknown or Status.Unsupported, Reason: not (StatusReason.StackMoving or StatusReason.Secret) } && SinceUnverified(content, stack, resource) is var since && content.IsNew(since) && !WallStack.IsHeld(stack, since);

    /// <summary>One row for each resource that uses another environment.</summary>
    private IEnumerable<WallRow> Separations(List<WallStack> stacks) =>
        from stack in stacks
        join problem in stacks.Select(s => s.Stack.Key.Application).Distinct().SelectMany(a => ProblemBook.SeparationsOf(_content.Board, a)) on stack.Stack.Key equals problem.Stack!.Key
        group problem by (stack.Stack.Key, problem.Separation!.Item.Address) into resource
        let since = resource.Select(p => p.Since).OfType<Sighting>().MaxBy(s => s.At)
        select Separation(
            Row(resource.Key.Key, _content.IsNew(since) ? WallRowKind.New : WallRowKind.Open, "separation", $"uses {resource.Key.Address}") with { Since = since, ReadAt = resource.First().ObservedAt },
            resource.Key.Key.Environment,
            [.. resource.Select(p => p.Separation!.Item)]);

    /// <summary>Those that were there when they could last be compared.</summary>
    private IEnumerable<WallRow> RememberedSeparations(WallStack stack) =>
        from last in stack.UsesRemembered
        group last by last.Item.Address into resource
        let since = resource.Select(l => _content.Board.History.Separations.GetValueOrDefault(l.Key)).OfType<Sighting>().MaxBy(s => s.At)
        let row = Separation(
            Row(stack.Stack, _content.IsNew(since) ? WallRowKind.New : WallRowKind.Open, "separation", $"uses {resource.Key}") with { Since = since, LastSeenAt = resource.Min(l => l.ReadAt) ?? since?.At },
            stack.Stack.Key.Environment,
            [.. resource.Select(l => l.Item)])
        select row with { Detail = $"{row.Detail}, when it was last read" };

    /// <summary>What uses whose, and where: the same words on every board.</summary>
    private WallRow Separation(WallRow row, string environment, List<ParityItem> items)
    {
        var foreign = items.SelectMany(i => i.Foreign).Where(f => f.Environment == environment).ToList();
        var owners = foreign.Select(f => f.Owner).Distinct().ToList();
        return row with
        {
            Title = _size.Title($"{environment} uses {(owners is [var owner] ? owner : $"{owners.Count} others")}"),
            Detail = $"{string.Join(" and ", foreign.Select(f => owners.Count == 1 ? $"its {f.Component}" : $"{f.Component} of {f.Owner}").Distinct())}: {items[0].Address.Path}, {LastFirst(items.ConvertAll(i => i.Path))}",
        };
    }

    /// <summary>One row for each resource that differs between two environments and that no other row tells of, from the pair that tells the newest of it, and else from the one that is nearest to production.</summary>
    private IEnumerable<WallRow> Unexplained() =>
        from found in _content.Pairs.Reverse().SelectMany(p => Unexplained(p, i => !IsTold(p, i)))
        group found.Row by found.Resource into resource
        let row = resource.OrderBy(r => r.Kind).ThenByDescending(r => r.Kind == WallRowKind.New ? r.Since!.At : DateTimeOffset.MinValue).First()
        select row with { Detail = row.Detail.Length == 0 ? "unexplained" : $"unexplained: {row.Detail}" };

    private IEnumerable<((string Application, string Component, string Region, string Instance, ResourceAddress Address) Resource, WallRow Row)> Unexplained(ParityEvaluation parity, Func<ParityItem, bool> isShown) =>
        from item in parity.Items
        where item.Pile == ParityPile.Unexplained && _content.IsOwned(parity.Application, item.Component) && isShown(item)
        group item by (parity.Application, item.Component, item.Region, item.Instance, item.Address) into resource
        select (resource.Key, Unexplained(ParityKey.Of(parity), [.. resource]));

    private WallRow Unexplained(ParityKey pair, List<ParityItem> items)
    {
        var (first, foreign) = (items[0], items.FindAll(i => i.IsOpenSeparation));
        var since = Since(pair, foreign.Count > 0 ? foreign : items);
        var stack = StackIndex.KeyOf(_content.Board, pair.Application, pair.To, first) ?? StackIndex.KeyOf(_content.Board, pair.Application, pair.From, first);
        var row = new WallRow(
            $"{pair}:{(first.Component, first.Region, first.Instance, first.Address)}", _content.IsNew(since) ? WallRowKind.New : WallRowKind.Open, foreign.Count > 0 ? "separation" : StatusWords.Shape(Status.Modified), null,
            _content.Names.Place(pair.Application, $"{pair.From} ↔ {pair.To}"), first.Component, "", "", null, since, stack is null ? null : _content.Board.Stacks[stack].CheckedAt)
        { Pair = pair };
        if (foreign.Count > 0)
            return Separation(row, foreign[0].Foreign[0].Environment, foreign);
        var isWhole = first.Path.Segments.Length == 0;
        return row with
        {
            Title = _size.Title(first.Address.Path.StartsWith('~') ? LastPart(first.Address.Path) : first.Address.Path),
            Detail = isWhole ? $"{LastPart(first.Type)} in {(first.Left is null ? pair.To : pair.From)} only" : Property(items.ConvertAll(i => i.Path)),
            Values = isWhole ? null : _content.Names.Values(first.Left, first.Right, "↔"),
        };
    }

    /// <summary>Since when the newest of it is there.</summary>
    private Sighting? Since(ParityKey pair, List<ParityItem> items)
    {
        var history = _content.Board.History;
        return items.SelectMany(i => i.IsOpenSeparation
                ? i.Foreign.Select(f => history.Separations.GetValueOrDefault(SeparationKey.Of(pair.Application, i, f)))
                : [history.Unexplained.GetValueOrDefault(UnexplainedKey.Of(pair, i))])
            .OfType<Sighting>().MaxBy(s => s.At);
    }

    /// <summary>Whether another row tells of it: somebody changed it by hand, whether a rule accepts that or not, or it uses another environment.</summary>
    private bool IsTold(ParityEvaluation parity, ParityItem item) =>
        item.IsByHand || item.IsOpenSeparation || new[] { parity.From, parity.To }.Any(e => StackIndex.KeyOf(_content.Board, parity.Application, e, item) is { } stack
            && _content.Board.Stacks[stack].Resources.FirstOrDefault(r => r.Address == item.Address) is { } resource
            && resource.Accepted.Any(a => IsOf(a.Difference, e == parity.From ? item.Left : item.Right, item.Path)));

    /// <summary>Whether a difference between environments is a drift's doing: it stands at its place or beneath, and within a list, whose items have no fixed places, with the value that it has.</summary>
    private static bool IsOf(Difference drift, PropertyValue? runs, PropertyPath place) => drift.Path.Segments.Length <= place.Segments.Length
        && drift.Path.Segments.Zip(place.Segments).All(s => s.First.Name == s.Second.Name)
        && (drift.Path.Segments.All(s => s.Name is not null) || Equals(drift.Actual, runs));

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
            var row = Drift(stack.Stack, remembered.Last.Resource, remembered.Last.Since);
            yield return row with { Detail = $"{row.Detail}, {(!stack.Stack.IsMoving ? "when it was last read" : stack.Stack.IsBeingDeleted ? "before the deletion" : "before the deployment")}", LastSeenAt = remembered.Last.Resource.ObservedAt ?? remembered.Last.Since.At };
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
        let accepted = resource.Accepted.ToList()
        where accepted.Count > 0
        let end = accepted.Min(a => a.Rule.Expires ?? a.Rule.Review)
        select Row(stack, WallRowKind.Accepted, "accepted", $"accepted {resource.Address}") with
        {
            Title = _size.Title(ShortText.Address(resource.Address)),
            Detail = string.Join(", ", new[] { Property(accepted.ConvertAll(a => a.Difference.Path)), end is { } day ? $"until {day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}" : "" }.Where(p => p.Length > 0)),
            Values = _content.Names.Values(accepted[0].Difference),
            Since = _content.Board.History.Accepted.GetValueOrDefault(new DriftKey(stack.Key, resource.Address)),
            ReadAt = resource.ObservedAt,
        };

    private WallRow Row(StackEvaluation stack, WallRowKind kind, string shape, string id) => Row(stack.Key, kind, shape, id) with { ReadAt = stack.CheckedAt };

    private WallRow Row(StackKey key, WallRowKind kind, string shape, string id) => new(
        $"{key}:{id}", kind, shape, (key.Application, key.Environment), _content.Names.Place(key.Application, key.Environment), _content.Names.Component(key), "", "", null, null, null);

    /// <summary>An error in an input, with whose it is: the repository, and the application where the wall shows several.</summary>
    private WallRow Broken(Diagnostic diagnostic)
    {
        var (repository, application) = (diagnostic.Repository is { } location ? LastPart(location.TrimEnd('/')) : "repository", diagnostic.Application is { } owner ? _content.Names.Application(owner) : null);
        return new WallRow(
            $"!{diagnostic.Repository}!{diagnostic}", WallRowKind.Open, StatusWords.Shape(Status.Unknown), null, application ?? repository, application is null ? "" : repository,
            diagnostic.Location.ToString(), diagnostic.Key, null, null, null);
    }

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
