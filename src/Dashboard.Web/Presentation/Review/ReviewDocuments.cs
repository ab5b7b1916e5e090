using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Review;

/// <summary>Writes a review as a document.</summary>
internal static class ReviewDocuments
{
    /// <summary>The whole review in its scope.</summary>
    public static ReviewDocument Of(ReviewView view)
    {
        var review = view.Facts.Review;
        return new ReviewDocument(
            review.Parity.Application,
            review.Parity.From,
            review.Parity.To,
            DocumentWriter.Name(view.Verdict),
            view.Headline,
            review.FromCommit,
            review.ToCommit,
            view.IsWhole ? "all" : "release",
            [.. view.Components.Select(c => new ReviewComponentDocument(c.Name, c.Owner, c.IsTouched, c.IsTaken, c.TakenAt, [.. c.From.Concat(c.To).Select(s => s.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))],
            view.Facts.MadeAt,
            view.OldestRead,
            view.OldestCheck,
            view.IsStale,
            new CoverageDocument(view.Compared, view.Total),
            new ParityCountsDocument(view.Counts.Equal, view.Counts.Declared, view.Counts.Configured, view.Counts.Pending, view.Counts.Unexplained, view.Counts.Unverifiable),
            [.. view.Items.Where(i => i.Pile != ParityPile.Equal).OrderBy(i => PileWords.InOrder.ToList().IndexOf(i.Pile)).Select(i => Item(view, i))],
            [.. view.Groups.Select(g => new UnverifiedGroupDocument(g.Id, g.Cause, g.Items.Length, g.Looked, g.TickedAt))],
            [.. view.Facts.Commits.Commits.Select(c => new ReleaseCommitDocument(c.Commit.Id, c.Commit.Author, c.Commit.Date, c.Commit.Summary, c.PullRequest))],
            view.Facts.Commits.IsWhole,
            view.Facts.Commits.IsForward,
            [.. review.Changes.Select(c => Change(view, c))],
            [.. review.Untold.Select(u => Note(u.Stack, u.Address, u.Path, u.Detail))],
            [.. view.Untold.Select(g => new UnverifiedGroupDocument(g.Id, g.Cause, g.Changes.Length, g.Looked, g.TickedAt))],
            [.. review.Obstacles.Select(o => new ObstacleDocument(o.Stack.Component, o.Stack.Region, o.Stack.Instance, o.IsCertain, o.Text))],
            [.. review.Collisions.Select(Collision)],
            [.. review.Unrehearsed.Select(u => Note(u.Stack, u.Address, u.Path, u.Text))],
            new SoakDocument(review.Soak.Since, review.Soak.Text),
            view.After,
            view.Facts.Begin,
            DocumentWriter.Name(view.Stage),
            view.StageText)
        {
            KeptSince = view.Facts.KeptSince,
            ByHand = [.. view.ByHand.Select(r => ByHand(view, r))],
        };
    }

    private static ReviewItemDocument Item(ReviewView view, ParityItem item) => new(
        item.Component,
        item.Region,
        item.Instance,
        item.Address.ToString(),
        item.Type,
        item.Path.ToString(),
        DocumentWriter.Name(item.Pile),
        Value(item.Left, item.Type, item.Path),
        Value(item.Right, item.Type, item.Path),
        item.Reason,
        item.Rule?.Id,
        item.Rule?.Reason,
        item.Rule?.Owner,
        item.Rule is { } rule ? RuleWords.EndOf(rule) : null,
        item is { Pile: ParityPile.Pending, IsOfFirst: false } ? Line(view.LineOf(item)) : null)
    {
        Foreign = DocumentWriter.Foreign(item),
    };

    private static ReleaseChangeDocument Change(ReviewView view, Core.Releases.ReleaseChange change)
    {
        var type = change.Difference.IsAttribute ? null : change.Type;
        return new ReleaseChangeDocument(
            change.Stack.Component,
            change.Stack.Region,
            change.Stack.Instance,
            change.Address.ToString(),
            change.Type,
            change.Difference.Place,
            Value(change.Difference.Actual, type, change.Difference.Path),
            Value(change.Difference.Expected, type, change.Difference.Path),
            DocumentWriter.Name(change.Difference.Impact),
            change.Risk is { } risk ? ReleaseWords.Of(risk, change.Difference.Impact) : null,
            Line(view.LineOf(change)));
    }

    private static CollisionDocument Collision(Core.Releases.Collision collision) => new(
        collision.Stack.Component,
        collision.Stack.Region,
        collision.Stack.Instance,
        collision.Address.ToString(),
        collision.Drift.Path.ToString(),
        DocumentWriter.Name(collision.Kind),
        Value(collision.Drift.Expected, collision.Type, collision.Drift.Path),
        Value(collision.Drift.Actual, collision.Type, collision.Drift.Path),
        collision.Rule,
        ReleaseWords.Of(collision.Kind));

    private static ByHandDocument ByHand(ReviewView view, ByHandRow row) => new(
        row.Stack.Environment,
        row.Stack.Component,
        row.Stack.Region,
        row.Stack.Instance,
        row.Resource.Address.ToString(),
        row.Resource.Type,
        row.Difference.Path.ToString(),
        Value(row.Difference.Expected, row.Resource.Type, row.Difference.Path),
        Value(row.Difference.Actual, row.Resource.Type, row.Difference.Path),
        view.MeetsText(row),
        row.Rule is { } rule ? $"accepted by {rule}" : StatusWords.Of(row.Resource),
        row.Rule);

    private static ReleaseNoteDocument Note(StackKey stack, ResourceAddress address, PropertyPath path, string text) =>
        new(stack.Component, stack.Region, stack.Instance, address.ToString(), path.ToString(), text);

    private static WrittenLineDocument? Line(WrittenLine? line) => line is null ? null : new(line.Location.File, line.Location.Line, line.CommitId, line.Author, line.PullRequest, line.IsOfRelease);

    private static JsonElement? Value(PropertyValue? value, string? type, PropertyPath path) => value is null ? null : DocumentWriter.Value(value, type, path);
}
