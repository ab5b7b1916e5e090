using System.Collections.Immutable;
using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>The board that answers whether environments mirror each other: every pair, and what nothing explains.</summary>
public sealed record ParityBoardView(ImmutableArray<WallPair> Pairs, int HiddenPairs, ImmutableArray<WallGroup> Groups, int HiddenRows) : IWallBoardView
{
    /// <inheritdoc />
    public IEnumerable<string> Hidden => WallWords.Hidden((HiddenRows, null), (HiddenPairs, "pair"));

    /// <summary>Half of the board at most is pairs.</summary>
    public static ParityBoardView Of(WallMoment moment)
    {
        var size = WallSize.Of(moment.Content.State.Scale);
        var pairs = Math.Min(moment.Pairs.Length, Math.Max(size.Pairs, (int)((size.Body / 2) / size.Pair)));
        var shown = moment.Pairs.TakeLast(pairs).ToImmutableArray();
        ImmutableArray<WallRow> unexplained = [.. moment.Pairs.Reverse().SelectMany(p => Unexplained(moment.Content, p))];
        var (groups, hidden) = size.Fit([new WallGroup("unexplained", "Unexplained", unexplained.Length, unexplained)], size.Body - size.Table(pairs));
        return new ParityBoardView(shown, moment.Pairs.Length - pairs, groups, hidden);
    }

    /// <summary>One row for each resource, the pair nearest to production first.</summary>
    private static IEnumerable<WallRow> Unexplained(WallContent content, WallPair pair)
    {
        var owned = content.State.Owner is { } owner ? content.Board.Components.Where(c => c.Application == pair.Key.Application && c.Owner == owner).Select(c => c.Name).ToHashSet() : null;
        return
            from item in content.Board.Parity[pair.Key].Items
            where item.Pile == ParityPile.Unexplained && owned?.Contains(item.Component) != false
            group item by (item.Component, item.Region, item.Instance, item.Address) into resource
            let first = resource.First()
            let isWhole = first.Path.Segments.Length == 0
            select new WallRow(
                $"{pair.Key}:{resource.Key}", WallRowKind.Open, StatusWords.Shape(Status.Modified), null,
                content.Names.Place(pair.Key.Application, $"{pair.Key.From} ↔ {pair.Key.To}"), first.Component,
                WallSize.Of(content.State.Scale).Title(first.Address.Path.StartsWith('~') ? WallRows.LastPart(first.Address.Path) : first.Address.Path),
                isWhole ? $"{WallRows.LastPart(first.Type)} in {(first.Left is null ? pair.Key.To : pair.Key.From)} only" : WallRows.Property([.. resource.Select(i => i.Path)]),
                content.State.ShowsAll && !isWhole ? $"{first.Left?.ToString() ?? "(nothing)"} ↔ {first.Right?.ToString() ?? "(nothing)"}" : null,
                null, null);
    }
}
