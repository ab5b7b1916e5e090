using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

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
            if (scan.Last is not { } last)
            {
                // One that cannot be read is left alone for as long as a sweep leaves it alone.
                if (scan.IsDue)
                    routes.Add((scan, ScanWork.Sweep));
            }
            else if (hint.StackName is not { } name)
                routes.Add((scan, ScanWork.Sweep));
            else if (last.Snapshot.Stacks.FirstOrDefault(s => s.Key.Region == hint.Scope.Region && (s.StackName == name || Holds(s, name))) is { } stack)
                routes.Add((scan, ScanWork.Of(stack.Key, hint.LogicalId is { } id ? new ResourceAddress(id).LogicalId : null)));
        }

        return routes.ToImmutable();
    }

    /// <summary>Whether a hint that leads nowhere may be of something that nobody has seen yet: a stack that an application names so. All else is everybody's daily work.</summary>
    public static bool MayBeNew(ChangeHint hint, IEnumerable<WatchedApplication> applications) =>
        hint.Names.IsDefaultOrEmpty && hint.StackName is { } name && applications.Any(a => EnvironmentScanner.MayBeOf(a.Definition, hint.Scope, name));

    /// <summary>Whether a stack holds a nested one of that name, at whatever depth.</summary>
    // arn:aws:cloudformation:eu-west-1:111111111111:stack/production-storefront-Queues-1AB2C/0c1d...
    internal static bool Holds(StackSnapshot stack, string nested) => stack.Live.Any(r => r.Type == ResourceTypes.NestedStack && r.PhysicalId?.Split('/') is [_, var name, ..] && name == nested);

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
