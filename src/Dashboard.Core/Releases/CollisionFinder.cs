using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>Finds where a release meets what somebody changed by hand.</summary>
internal static class CollisionFinder
{
    /// <summary>Of each resource that the release changes: every change by hand, accepted ones included. What the platform sets is none.</summary>
    public static IEnumerable<Collision> Find(ReleasedPair pair)
    {
        foreach (var resource in pair.Released?.Resources ?? [])
        {
            var changes = resource.Differences.Where(d => d.Between == DifferenceBetween.DesiredDeployed).ToList();
            if (changes.Count == 0)
                continue;
            var byHand = resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).Select(d => (Drift: d, Rule: (string?)null))
                .Concat(resource.Allowed.Where(a => a.Rule.Kind == RuleKind.Accept).Select(a => (Drift: a.Difference, Rule: (string?)a.Rule.Id)));
            foreach (var (drift, rule) in byHand)
                yield return new Collision(pair.Pair.Right!.Key, resource.Address, resource.Type, KindOf(resource, changes, drift), drift, rule);
        }
    }

    private static CollisionKind KindOf(ResourceEvaluation resource, List<Difference> changes, Difference drift)
    {
        if (resource.Status == Status.Deleted || (drift.Path.Segments.Length == 0 && drift.Kind == DifferenceKind.Remove))
            return CollisionKind.Deleted;
        if (changes.Exists(c => c.Impact is Impact.Delete or Impact.Replacement))
            return CollisionKind.Replaced;
        var met = changes.Where(c => !c.IsAttribute && (c.Path.Segments.Length == 0 || ParityPlace.Overlap(c.Path, drift.Path))).ToList();
        if (met.Count == 0)
            return CollisionKind.Beside;
        return met.TrueForAll(c => IsSame(c.Expected, drift.Actual) && c.Path.Segments.Length == drift.Path.Segments.Length) ? CollisionKind.Same : CollisionKind.SameProperty;
    }

    /// <summary>Whether the release brings the very text that runs. A reference may mean the same and is not said to.</summary>
    private static bool IsSame(PropertyValue? released, PropertyValue? running) => (released, running) switch
    {
        (null, null) => true,
        (ScalarValue r, ScalarValue l) => r.Text == l.Text,
        (null, _) or (_, null) => false,
        _ => released.Equals(running),
    };
}
