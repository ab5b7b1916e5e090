using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Releases;

namespace Dashboard.Web.Presentation.Review;

/// <summary>The rules that somebody has chosen on a review, as an address holds them: "expect.1f2e3d4c.5a6b7c8d,accept.all".</summary>
public static class RuleChoice
{
    /// <summary>Everything that was changed by hand, as it stands.</summary>
    public const string AcceptAll = "accept.all";

    /// <summary>Every unexplained difference but the separation findings and what was done by hand.</summary>
    public const string ExpectAll = "expect.all";

    /// <summary>The days for which a rule holds unless somebody says otherwise.</summary>
    public const int DefaultDays = 90;

    /// <summary>The name of a row: short, and the same as long as the row is about the same place.</summary>
    public static string NameOf(string place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..10];

    /// <summary>A choice of one row.</summary>
    public static string Of(RuleKind kind, string name) => $"{Core.Documents.DocumentWriter.Name(kind)}.{name}";

    /// <summary>What is chosen, each row by itself ("expect.1f2e3d4c").</summary>
    public static ImmutableArray<string> Read(string rules) =>
    [
        .. rules.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(g => g.Split('.') is [var kind, .. { Length: > 1 } names] ? names.Select(n => $"{kind}.{n}") : [g]).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The choices as an address holds them: the kind of rule once, since an address has an end.</summary>
    private static string Write(IEnumerable<string> choices) =>
        string.Join(',', choices.Distinct(StringComparer.Ordinal).GroupBy(c => c.Split('.')[0]).Select(g => string.Join('.', g.Select(c => c.Split('.')[^1]).Prepend(g.Key))));

    /// <summary>The choices with one more, or without one that was there. One row has one rule.</summary>
    public static string Toggle(string rules, string choice)
    {
        var chosen = Read(rules);
        return Write(chosen.Contains(choice) ? chosen.Remove(choice) : chosen.RemoveAll(c => c.Split('.')[^1] == choice.Split('.')[^1]).Add(choice));
    }

    /// <summary>The choices with every row by its own name, so that a single one can be taken out.</summary>
    public static string Expand(ReviewView view, string rules) => Write(Read(rules).SelectMany(c => c switch
    {
        ExpectAll => view.In(Core.Evaluation.ParityPile.Unexplained).Where(i => IsOfAll(view, i, Read(rules))).Select(i => Of(RuleKind.Expect, ReviewView.NameOf(i))),
        AcceptAll => view.ByHand.Where(r => r.Rule is null).Select(r => Of(RuleKind.Accept, r.Name)),
        _ => [c],
    }));

    /// <summary>Whether "all" means a difference, too: not what belongs to another environment, nor what was done by hand unless it is accepted along with it.</summary>
    public static bool IsOfAll(ReviewView view, Core.Evaluation.ParityItem item, ImmutableArray<string> chosen) => !item.IsSeparationFinding && (!item.IsByHand || IsAccepted(view, item, chosen));

    /// <summary>Whether what was changed by hand where a difference stands is chosen to be accepted.</summary>
    public static bool IsAccepted(ReviewView view, Core.Evaluation.ParityItem item, ImmutableArray<string> chosen) => view.ByHand.Any(r =>
        r.Stack.Component == item.Component && r.Stack.Instance == item.Instance && r.Resource.Address == item.Address && r.Difference.Path.TopLevelName == item.Path.TopLevelName
        && ((chosen.Contains(AcceptAll) && r.Rule is null) || chosen.Contains(Of(RuleKind.Accept, r.Name))));

    /// <summary>What leads to the patch: "Show the patch for 3"; null where nothing is chosen.</summary>
    public static string? PatchLabel(ReviewView view, string rules) =>
        Read(Expand(view, rules)).Length is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"Show the patch for {count}") : null;

    /// <summary>A day as yyyy-MM-dd; null where the text is none.</summary>
    public static DateOnly? DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The day on which rules end: the one that was asked for where it is a day, or the default.</summary>
    public static DateOnly EndOf(string asked, DateTimeOffset now) =>
        DayOf(asked) ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(DefaultDays);

    /// <summary>The rules that a state of the page asks for, each with its terms, and the rows that no rule can settle.</summary>
    public static (ImmutableArray<(RuleDraft Draft, RuleTerms Terms)> Rules, ImmutableArray<string> Refusals) Offers(ReviewView view, ReviewState state, DateTimeOffset now)
    {
        var chosen = Read(state.Rules);
        var rules = ImmutableArray.CreateBuilder<(RuleDraft, RuleTerms)>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        foreach (var item in view.Items)
        {
            if (chosen.Contains(Of(RuleKind.Expect, ReviewView.NameOf(item))) || (chosen.Contains(ExpectAll) && item.Pile == Core.Evaluation.ParityPile.Unexplained && IsOfAll(view, item, chosen)))
                Add(RuleOffers.Declare(item, view.Facts.Review.Parity.To, IsAccepted(view, item, chosen)), $"{item.Component} / {item.Address}{item.Path}");
        }

        foreach (var row in view.ByHand)
        {
            var name = $"{row.Stack.Environment}: {row.Stack.Component} / {row.Resource.Address}{row.Difference.Path}";
            if (chosen.Contains(Of(RuleKind.Accept, row.Name)) || (chosen.Contains(AcceptAll) && row.Rule is null))
                Add(RuleOffers.Accept(row.Stack, row.Resource, row.Difference), name);
            if (chosen.Contains(Of(RuleKind.Ignore, row.Name)))
                Add(RuleOffers.Ignore(row.Stack, row.Resource, row.Difference), name);
        }

        return ([.. rules.DistinctBy(r => r.Item1)], [.. refusals.Distinct()]);

        void Add(RuleOffer offer, string place)
        {
            if (offer.Draft is not { } draft)
            {
                refusals.Add($"{place}: {offer.Refusal}.");
                return;
            }

            var owner = state.Owner.Length > 0 ? state.Owner : view.Facts.Review.Components.FirstOrDefault(c => c.Name == draft.Component)?.Owner ?? "";
            rules.Add((draft, new RuleTerms(state.Reason.Trim(), owner.Trim(), EndOf(state.Expires, now))));
        }
    }
}
