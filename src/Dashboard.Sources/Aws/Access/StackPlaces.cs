using System.Globalization;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Looks for the stacks of an environment that has none where it ought to have some.</summary>
/// <param name="live">Lists stacks.</param>
/// <param name="searchesRegions">Whether other regions can be asked; a recording knows none.</param>
internal sealed class StackPlaces(ILiveStateSource live, bool searchesRegions)
{
    private const int MostNamed = 5;

    /// <summary>The regions that every account has without asking for them.</summary>
    private static readonly string[] EnabledRegions =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
        "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    /// <summary>The stacks of a list that belong to the environment: nested ones with the outermost one's name.</summary>
    /// <param name="target">The environment.</param>
    /// <param name="region">Where it is deployed to.</param>
    /// <param name="listed">The stacks that are listed in some region.</param>
    /// <param name="filter">What the account's settings leave.</param>
    public static ImmutableArray<LiveStack> Own(AccessTarget target, string region, ImmutableArray<LiveStack> listed, StackFilter filter)
    {
        var byId = listed.ToDictionary(s => s.StackId, StringComparer.Ordinal);
        return [.. listed.Where(s => Outermost(s, byId) is var outermost && target.IsOwn(region, outermost.StackName) && filter.Includes(outermost))];
    }

    /// <summary>What is to be said of a region without any stack of the environment.</summary>
    public async Task<AccessCheck> ExplainAsync(AccessTarget target, string region, ImmutableArray<LiveStack> listed, CancellationToken cancellation)
    {
        var name = $"stacks {region}";
        if (target.Expected(region) is not { } expected)
            return new(name, CheckVerdict.Ok, $"No component of {target.Environment} is deployed there.");
        if (Own(target, region, listed, StackFilter.All) is { IsEmpty: false } left)
        {
            return new(name, CheckVerdict.Failed, $"{Named(left)} {(left.Length == 1 ? "belongs" : "belong")} to {target.Environment}, but the account's settings leave {(left.Length == 1 ? "it" : "them")} out.",
                $"Correct {AwsAccountSettings.Section}:{target.Account}:Stacks or :StackTags.");
        }

        if (target.IsPattern)
        {
            var nearest = listed.IsEmpty ? "" : $" The nearest names are {Named(Nearest(listed, expected))}.";
            return new(name, CheckVerdict.NotChecked, $"There is no environment {target.Environment} at the moment: what reading one needs could not be tried. A stack of one has a name such as {expected}.{nearest}") { IsAdvisory = true };
        }

        if (await ElsewhereAsync(target, region, cancellation).ConfigureAwait(false) is [var first, ..] elsewhere)
        {
            return new(name, CheckVerdict.Failed,
                $"No stack there belongs to {target.Environment}, but {string.Join("; ", elsewhere.Take(MostNamed).Select(e => $"{Named(e.Stacks)} in {e.Region}"))}.",
                $"The region is probably wrong: put {first.Region} in the place of {region} under regions in driftboard.yaml, or deploy there.");
        }

        var others = listed.IsEmpty ? "There is no stack at all there" : $"None of the {listed.Length.ToString(CultureInfo.InvariantCulture)} stacks there belongs to {target.Environment} ({Named(Nearest(listed, expected))})";
        return new(name, CheckVerdict.NotChecked, $"{others}: a name such as {expected} was expected. What reading them needs could not be tried.", "Deploy one, or correct stack, account or regions in driftboard.yaml.");
    }

    private async Task<ImmutableArray<(string Region, ImmutableArray<LiveStack> Stacks)>> ElsewhereAsync(AccessTarget target, string region, CancellationToken cancellation)
    {
        // Other partitions are other accounts.
        if (!searchesRegions || region.StartsWith("cn-", StringComparison.Ordinal) || region.StartsWith("us-gov-", StringComparison.Ordinal))
            return [];
        var found = await Task.WhenAll(EnabledRegions.Except(target.Regions).Select(async other =>
        {
            var listed = await live.ListStacksAsync(new AccountRegion(target.Account, other), cancellation).ConfigureAwait(false);
            return (Region: other, Stacks: listed.IsRead ? Own(target, region, listed.Value, live.FilterOf(target.Account)) : []);
        })).ConfigureAwait(false);
        return [.. found.Where(f => !f.Stacks.IsEmpty)];
    }

    /// <summary>The names that share most of their parts with the expected one come first.</summary>
    private static ImmutableArray<LiveStack> Nearest(ImmutableArray<LiveStack> listed, string expected)
    {
        var parts = expected.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return [.. listed.Where(s => s.ParentId is null).OrderByDescending(s => s.StackName.Split('-').Intersect(parts, StringComparer.OrdinalIgnoreCase).Count()).ThenBy(s => s.StackName, StringComparer.Ordinal)];
    }

    private static string Named(ImmutableArray<LiveStack> stacks) =>
        string.Join(", ", stacks.Take(MostNamed).Select(s => s.StackName)) + (stacks.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {stacks.Length - MostNamed} more") : "");

    private static LiveStack Outermost(LiveStack stack, Dictionary<string, LiveStack> byId)
    {
        for (var steps = 0; steps < byId.Count && stack.ParentId is { } parent && byId.TryGetValue(parent, out var outer); steps++)
            stack = outer;
        return stack;
    }
}
