using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>Keeps up to date which stacks were found, and which of these went.</summary>
internal static class Disappearances
{
    /// <summary>The history after a publication.</summary>
    public static BoardHistory Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var (found, gone) = (before.History.Found.ToBuilder(), before.History.Gone.ToBuilder());
        foreach (var (key, stack) in after.Stacks)
        {
            if (ReferenceEquals(before.Stacks.GetValueOrDefault(key), stack))
                continue;
            if (IsFound(stack))
            {
                found.Add(key);
                gone.Remove(key);
            }
            else if (stack.Status == Status.NotDeployed && found.Remove(key))
            {
                gone[key] = new Sighting(now, IsAtLeast: false);
            }
        }

        foreach (var key in before.Stacks.Keys.Where(k => !after.Stacks.ContainsKey(k)))
        {
            if (found.Remove(key))
                gone[key] = new Sighting(now, IsAtLeast: false);
        }

        if (gone.Count > 0)
            Drop(gone, after);
        return before.History with { Found = found.ToImmutable(), Gone = gone.ToImmutable() };
    }

    /// <summary>A stack that only waits for its first change set is not there yet; of one that could not be read nobody knows.</summary>
    private static bool IsFound(StackEvaluation stack) =>
        stack.Status != Status.NotDeployed && (stack.OldestReadAt is not null || stack.StackStatus is not (null or "REVIEW_IN_PROGRESS"));

    /// <summary>What nobody watches any more did not go: an environment of a pull request ends with all of its stacks.</summary>
    private static void Drop(ImmutableDictionary<StackKey, Sighting>.Builder gone, DriftBoard board)
    {
        var environments = board.Environments.Select(e => (e.Application, e.Name)).ToHashSet();
        var components = board.Components.Select(c => (c.Application, c.Name)).ToHashSet();
        gone.RemoveRange(gone.Keys.Where(k => !environments.Contains((k.Application, k.Environment)) || !components.Contains((k.Application, k.Component))).ToList());
        gone.RemoveRange(gone.OrderByDescending(g => g.Value.At).Skip(BoardHistory.MostGone).Select(g => g.Key).ToList());
    }
}
