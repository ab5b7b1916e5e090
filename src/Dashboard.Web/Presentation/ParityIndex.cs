using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Presentation;

/// <summary>The units of a pair, counted by component and by stack; worked out once per evaluation, for all readers.</summary>
internal sealed class ParityIndex
{
    private static readonly ConditionalWeakTable<ParityEvaluation, ParityIndex> Known = [];

    private readonly FrozenDictionary<(string, string, string), ParityCounts> _byStack;
    private readonly FrozenDictionary<string, ParityCounts> _byComponent;
    private readonly Lazy<FrozenDictionary<string, ParityItem>> _units;
    private readonly Lazy<FrozenDictionary<string, ParityItem>> _rows;

    private ParityIndex(ParityEvaluation parity)
    {
        _byStack = parity.Items.GroupBy(i => (i.Component, i.Region, i.Instance)).ToFrozenDictionary(g => g.Key, ParityCounts.Of);
        _byComponent = parity.Items.GroupBy(i => i.Component).ToFrozenDictionary(g => g.Key, ParityCounts.Of);
        _units = new(() => parity.Items.GroupBy(ParityState.UnitOf).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal));
        _rows = new(() => parity.Items.GroupBy(ReviewView.NameOf).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal));
    }

    /// <summary>Null where the pair has not been judged.</summary>
    public static ParityIndex? Of(DriftBoard board, ParityKey pair) =>
        board.Parity.TryGetValue(pair, out var parity) ? Of(parity) : null;

    public static ParityIndex Of(ParityEvaluation parity) => Known.GetValue(parity, static p => new ParityIndex(p));

    /// <summary>The unit of a name (<see cref="ParityState.UnitOf"/>), or null.</summary>
    public ParityItem? Unit(string name) => _units.Value.GetValueOrDefault(name);

    /// <summary>The unit of a name that a review's addresses have (<see cref="ReviewView.NameOf"/>), or null.</summary>
    public ParityItem? Row(string name) => _rows.Value.GetValueOrDefault(name);

    public ParityCounts? Of(string component) => _byComponent.TryGetValue(component, out var counts) ? counts : null;

    public ParityCounts? Of(string component, string region, string instance) => _byStack.TryGetValue((component, region, instance), out var counts) ? counts : null;
}
