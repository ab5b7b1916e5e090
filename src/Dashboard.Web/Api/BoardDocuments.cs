using Dashboard.Core.Documents;
using Dashboard.Web.Live;

namespace Dashboard.Web.Api;

/// <summary>The board as documents.</summary>
internal static class BoardDocuments
{
    /// <summary>The whole board: stacks by environment in board order, then by component in the order of driftboard.yaml.</summary>
    public static BoardDocument Board(DriftBoard board)
    {
        var environments = board.Environments.Select((e, i) => (Key: (e.Application, e.Name), i)).ToDictionary(e => e.Key, e => e.i);
        var components = board.Components.Select((c, i) => (Key: (c.Application, c.Name), i)).ToDictionary(c => c.Key, c => c.i);
        return new BoardDocument(
            board.ServerId,
            board.Revision,
            board.BuiltAt,
            [
                .. board.Environments.Select(e => new EnvironmentDocument(
                    e.Application, e.Name, DocumentWriter.Name(e.Tier), e.Order, e.Life.CreatedAt, e.Life.ChangedAt,
                    e.Life.LeftBehind is { } merged ? new MergeDocument(merged.Name, merged.CommitId, merged.MergedAt) : null)),
            ],
            [
                .. board.Stacks.Values
                    .OrderBy(s => environments.GetValueOrDefault((s.Key.Application, s.Key.Environment), int.MaxValue))
                    .ThenBy(s => components.GetValueOrDefault((s.Key.Application, s.Key.Component), int.MaxValue))
                    .ThenBy(s => s.Key.Region, StringComparer.Ordinal).ThenBy(s => s.Key.Instance, StringComparer.Ordinal).Select(DocumentWriter.Cell),
            ],
            [
                .. board.Parity
                    .OrderBy(p => environments.GetValueOrDefault((p.Key.Application, p.Key.From), int.MaxValue))
                    .ThenBy(p => p.Key.To, StringComparer.Ordinal).Select(p => DocumentWriter.Summary(p.Value, board.KeptSince(p.Key))),
            ])
        {
            RecordedAt = board.RecordedAt,
            Calls = board.Scan.Calls is { } calls ? new CallsDocument(calls.Estimated, calls.Made.Total, calls.Made.Throttled, calls.Made.Calls, calls.Made.Retried) : null,
        };
    }

    /// <summary>What changed; null where cells or pairs went, which only the whole board can tell.</summary>
    public static ChangedDocument? Changed(DriftChange change)
    {
        var board = change.Board;
        if (change.Stacks.Any(k => !board.Stacks.ContainsKey(k)) || change.Parity.Any(k => !board.Parity.ContainsKey(k)))
            return null;
        return new ChangedDocument(
            board.ServerId,
            board.Revision,
            [.. change.Stacks.Select(k => board.Stacks[k]).OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).Select(DocumentWriter.Cell)],
            [.. change.Parity.OrderBy(k => k.ToString(), StringComparer.Ordinal).Select(k => DocumentWriter.Summary(board.Parity[k], board.KeptSince(k)))]);
    }
}
