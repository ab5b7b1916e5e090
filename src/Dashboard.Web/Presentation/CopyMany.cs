using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation;

/// <summary>What several addresses have come to.</summary>
/// <param name="Text">The text; null where none of them has one in this form.</param>
/// <param name="Copied">How many of them stand in it.</param>
/// <param name="Seen">How many were looked at before the text was as long as it may be; the others follow these.</param>
public sealed record CopiedTexts(string? Text, int Copied, int Seen);

/// <summary>What stands at one or several addresses of the workbench, as one text to paste elsewhere.</summary>
public static class CopyMany
{
    /// <summary>Characters of a text after which nothing more is added to it: what it costs is bounded, however much stands at an address.</summary>
    public const int Longest = 20_000_000;

    /// <summary>The text, and how many came into it.</summary>
    /// <param name="form">The form.</param>
    /// <param name="board">The board.</param>
    /// <param name="locations">The addresses.</param>
    /// <param name="now">Now: what is old says so.</param>
    /// <param name="sandboxOf">The sandbox cloud's endpoint for an account that is in it; else null.</param>
    /// <param name="longest">Where it ends.</param>
    /// <param name="facts">Where values are set and who changed them; null: nobody was asked.</param>
    public static CopiedTexts Of(CopyForm form, DriftBoard board, IReadOnlyList<Uri> locations, DateTimeOffset now, Func<string, string?> sandboxOf, int longest = Longest, CopyFacts? facts = null)
    {
        var (texts, known, length, seen, copied) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), 0L, 0, 0);
        foreach (var location in locations)
        {
            if (length >= longest)
                break;
            seen++;
            // What tells two rows of one place apart is no part of the place.
            if (One(form, board, location.Fragment.Length == 0 ? location : new Uri(location.GetLeftPart(UriPartial.Query)), now, sandboxOf, facts ?? CopyFacts.None) is not { } one)
                continue;
            copied++;
            if (!known.Add(one))
                continue;
            texts.Add(one);
            length += one.Length;
        }

        var text = texts switch
        {
            [] => null,
            [var only] => only,
            _ => form switch
            {
                CopyForm.Json => CopyDocuments.Join(texts),
                CopyForm.Command or CopyForm.Link => string.Join('\n', texts),
                _ => string.Join("\n\n", texts),
            },
        };
        return new CopiedTexts(text, copied, seen);
    }

    /// <summary>Whether anything stands at one of the addresses, in whatever form.</summary>
    public static bool IsAnyThere(DriftBoard board, IReadOnlyList<Uri> locations, DateTimeOffset now, CopyFacts? facts = null) => locations.Any(l => One(CopyForm.Text, board, l, now, static _ => null, facts ?? CopyFacts.None) is not null);

    private static string? One(CopyForm form, DriftBoard board, Uri location, DateTimeOffset now, Func<string, string?> sandboxOf, CopyFacts facts)
    {
        if (form == CopyForm.Link)
            return One(CopyForm.Text, board, location, now, sandboxOf, facts) is null ? null : location.AbsoluteUri;
        if (CopyUnclaimed.Of(form, board, location, sandboxOf, facts) is { } unclaimed)
            return unclaimed;
        if (CopyCells.Of(form, board, location, now, sandboxOf) is { } cell)
            return cell;
        if (Unit(board, location) is var (parity, item))
            return form == CopyForm.Command ? OfSides(board, parity, item, sandboxOf) : OfUnit(form, board, parity, item, location.AbsoluteUri, facts);
        if (StackSelection.At(board, location) is not { } selection)
            return null;
        var hasPath = StackState.Parse(location.Query).Path is not null || PageAddress.Pair(location) is not null;
        return CopyTexts.Of(form, selection, hasPath, location.AbsoluteUri, sandboxOf(selection.Stack.Account), facts);
    }

    internal static (ParityEvaluation Parity, ParityItem Item)? Unit(DriftBoard board, Uri location) =>
        PageAddress.Pair(location) is { } pair && board.Parity.GetValueOrDefault(pair) is { } parity && ParityState.Parse(location.Query).Unit is { } unit
        && ParityIndex.Of(parity).Unit(unit) is { } item ? (parity, item) : null;

    /// <summary>The commands that show a unit on both sides; null where neither has one.</summary>
    private static string? OfSides(DriftBoard board, ParityEvaluation parity, ParityItem item, Func<string, string?> sandboxOf)
    {
        string[] commands =
        [
            .. from environment in new[] { parity.From, parity.To }
               let key = StackIndex.KeyOf(board, parity.Application, environment, item)
               where key is not null
               let stack = board.Stacks[key]
               let resource = stack.Resources.FirstOrDefault(r => r.Address == item.Address)
               where resource is not null
               let command = CopyCommands.Of(stack, resource, item.Path, sandboxOf(stack.Account))
               where command is not null
               select command,
        ];
        return commands.Length == 0 ? null : string.Join('\n', commands);
    }

    private static string OfUnit(CopyForm form, DriftBoard board, ParityEvaluation parity, ParityItem item, string link, CopyFacts facts)
    {
        var place = item.Path.Segments.IsEmpty ? "the whole resource" : item.Path.ToString();
        var (left, right) = (Value(item.Left), Value(item.Right));
        var why = ParityLeaves.Note(item);
        var kept = board.KeptSince(ParityKey.Of(parity));
        var pile = PileWords.Of(item.Pile).ToLowerInvariant() + CopyCells.AsOf(kept);
        List<(string Environment, OriginStep? Origin, TrailEntry? Change)> sides = [.. facts.SidesOf(board, parity, item)];
        var text = new StringBuilder();
        switch (form)
        {
            case CopyForm.Json:
                var document = DocumentWriter.Parity(parity with { Items = [item], Counts = ParityCounts.Of([item]), Diagnostics = [], Folded = [.. parity.Folded.Where(f => ParityLeaves.IsOf(f, item) && f.Leaf.Path.Equals(item.Path))] }, kept, includeEqual: true);
                var node = JsonSerializer.SerializeToNode(document, DocumentSerializer.Default.ParityDocument)!;
                if (document.Folded is not { Count: > 0 })
                    node.AsObject().Remove("folded");
                AddFacts(node["items"]![0]!.AsObject(), sides, link);
                return CopyTexts.Write(node);
            case CopyForm.Markdown:
                text.AppendLine(CultureInfo.InvariantCulture, $"{CopyTexts.Code(ShortText.Address(item.Address))} ({CopyTexts.Code(item.Type)}) of {CopyTexts.Code(item.Component)}: **{pile}**").AppendLine()
                    .AppendLine(CultureInfo.InvariantCulture, $"| property | {CopyTexts.Cell(parity.From)} | {CopyTexts.Cell(parity.To)} | why |").AppendLine("|---|---|---|---|")
                    .AppendLine(CultureInfo.InvariantCulture, $"| {(item.Path.Segments.IsEmpty ? place : CopyTexts.Cell(place))} | {CopyTexts.Cell(left)} | {CopyTexts.Cell(right)} | {(why is null ? "" : CopyTexts.Cell(why))} |").AppendLine()
                    .Append(string.Concat(Facts(sides).Select(f => $"- {f.What} {CopyTexts.Code(f.Words)}\n"))).Append(Facts(sides).Any() ? "\n" : "")
                    .Append(CultureInfo.InvariantCulture, $"<{link}>");
                break;
            default:
                text.AppendLine(CultureInfo.InvariantCulture, $"{parity.From} ⇄ {parity.To} / {item.Component} / {ShortText.Address(item.Address)} ({item.Type}): {pile}").AppendLine(place)
                    .AppendLine(CultureInfo.InvariantCulture, $"  {parity.From}: {left}").AppendLine(CultureInfo.InvariantCulture, $"  {parity.To}: {right}");
                if (why is not null)
                    text.AppendLine(CultureInfo.InvariantCulture, $"  {why}");
                foreach (var (what, words) in Facts(sides))
                    text.AppendLine(CultureInfo.InvariantCulture, $"  {what} {words}");
                text.Append(link);
                break;
        }

        return text.ToString().ReplaceLineEndings("\n");

        string Value(PropertyValue? value) => value switch
        {
            null => "absent",
            MapValue when item.Path.Segments.IsEmpty => "exists",
            _ => value.ToString(),
        };
    }

    private static IEnumerable<(string What, string Words)> Facts(IEnumerable<(string Environment, OriginStep? Origin, TrailEntry? Change)> sides)
    {
        foreach (var (environment, origin, change) in sides)
        {
            if (origin is not null)
                yield return ($"{environment} is set at", CopyFacts.PlaceOf(origin.Origin));
            if (change is not null)
                yield return ($"{environment} was changed by", CopyFacts.WhoOf(change));
        }
    }

    private static void AddFacts(JsonObject written, IEnumerable<(string Environment, OriginStep? Origin, TrailEntry? Change)> sides, string link)
    {
        foreach (var (environment, origin, change) in sides)
        {
            if (origin is not null)
                At("origins")[environment] = JsonSerializer.SerializeToNode(origin.Origin, DocumentSerializer.Default.OriginDocument);
            if (change is not null)
                At("changedBy")[environment] = JsonSerializer.SerializeToNode(TrailWriter.Change(change), DocumentSerializer.Default.ChangeDocument);
        }

        written["link"] = link;

        JsonObject At(string name) => (written[name] ??= new JsonObject()).AsObject();
    }
}
