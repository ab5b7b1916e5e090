using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Scanning;

/// <summary>Finds what a hint speaks of among the environments that are watched.</summary>
internal static class HintRouter
{
    /// <summary>What to read again because of a hint.</summary>
    /// <returns>Empty where the hint names a stack that no environment knows: it may make an environment or an instance that nobody has seen yet.</returns>
    public static ImmutableArray<(EnvironmentScan Scan, ScanWork Work)> Route(ChangeHint hint, IEnumerable<EnvironmentScan> scans)
    {
        if (!hint.Names.IsDefaultOrEmpty)
            return OfNames(hint, scans);
        var here = scans.Where(s => s.Environment is { } e && e.Account == hint.Scope.Account && e.Regions.Contains(hint.Scope.Region)).ToList();
        var routes = ImmutableArray.CreateBuilder<(EnvironmentScan, ScanWork)>();
        foreach (var scan in here)
        {
            if (scan.Last is not { } last || hint.StackName is null)
                routes.Add((scan, ScanWork.Whole));
            else if (last.Snapshot.Stacks.FirstOrDefault(s => s.StackName == hint.StackName && s.Key.Region == hint.Scope.Region) is { } stack)
                routes.Add((scan, ScanWork.Of(stack.Key, hint.LogicalId is { } id ? new ResourceAddress(id).LogicalId : null)));
        }

        return routes.ToImmutable();
    }

    /// <summary>Whether a hint that leads nowhere may be of something that nobody has seen yet. An API call that names nothing of ours is everybody's daily work.</summary>
    public static bool MayBeNew(ChangeHint hint) => hint.Names.IsDefaultOrEmpty;

    /// <summary>The resources that an API call names, in whatever region: global services tell of their calls in one.</summary>
    private static ImmutableArray<(EnvironmentScan Scan, ScanWork Work)> OfNames(ChangeHint hint, IEnumerable<EnvironmentScan> scans)
    {
        // "arn:aws:iam::111111111111:role/web" and "https://sqs.../111111111111/jobs" are known by their ends, too.
        var names = hint.Names.SelectMany(n => new[] { n, n[(n.LastIndexOf('/') + 1)..], n[(n.LastIndexOf(':') + 1)..] }).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from scan in scans
               where scan.Environment?.Account == hint.Scope.Account && scan.Last is not null
               from stack in scan.Last!.Snapshot.Stacks
               from resource in stack.Live
               where resource.PhysicalId is { } id && names.Contains(id)
               select (scan, ScanWork.Of(stack.Key, resource.Address.LogicalId)),
        ];
    }
}
