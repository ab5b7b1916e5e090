using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>The stacks of a board by environment and component; worked out once per set of stacks, for all readers.</summary>
internal sealed class StackIndex
{
    /// <summary>Keyed by the immutable dictionary itself: as long as a board lives, so does its index.</summary>
    private static readonly ConditionalWeakTable<object, StackIndex> Known = [];

    private readonly FrozenDictionary<(string, string, string), ImmutableArray<StackKey>> _byPlace;

    private StackIndex(IEnumerable<StackKey> keys) => _byPlace = keys
        .GroupBy(k => (k.Application, k.Environment, k.Component))
        .ToFrozenDictionary(
            g => g.Key,
            g => g.OrderBy(k => k.Region, StringComparer.Ordinal).ThenBy(k => k.Instance, StringComparer.Ordinal).ToImmutableArray());

    public static StackIndex Of(DriftBoard board) => Known.GetValue(board.Stacks, _ => new StackIndex(board.Stacks.Keys));

    /// <summary>Every stack of a component in an environment, by region and instance.</summary>
    public ImmutableArray<StackKey> At(string application, string environment, string component) =>
        _byPlace.GetValueOrDefault((application, environment, component), []);

    /// <summary>The stack itself and those that differ from it in region or instance alone.</summary>
    public ImmutableArray<StackKey> Siblings(StackKey key) => At(key.Application, key.Environment, key.Component);

    /// <summary>The stack of an environment that a unit of parity is about; null where the environment has none.</summary>
    public static StackKey? KeyOf(DriftBoard board, string application, string environment, ParityItem item)
    {
        var stacks = Of(board).At(application, environment, item.Component);
        return stacks.FirstOrDefault(k => k.Region == item.Region && k.Instance == item.Instance) ?? stacks.FirstOrDefault(k => k.Instance == item.Instance);
    }
}
