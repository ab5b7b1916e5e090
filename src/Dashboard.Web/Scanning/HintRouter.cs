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
}
