using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>What a comparison across environments says of one unit, before any rule is asked.</summary>
internal enum UnitVerdict
{
    Equal,
    Different,
    Unverified,
}

/// <summary>One leaf of a pair of resources, or a resource that stands on one side only (at the root).</summary>
/// <param name="Path">Where: list items by their index on the left side, or on the right where they only exist there.</param>
/// <param name="Verdict">What the comparison says.</param>
/// <param name="Left">The left value as it runs, or null.</param>
/// <param name="Right">The right value as it runs, or null.</param>
/// <param name="Detail">Why it cannot be verified, or null.</param>
internal sealed record ParityUnit(PropertyPath Path, UnitVerdict Verdict, PropertyValue? Left, PropertyValue? Right, string? Detail = null)
{
    /// <summary>Why it cannot be verified, without the place of the cause and the call that failed.</summary>
    public string? Cause { get => field ?? FailedCall.CauseOf(Detail); init => field = value == Detail ? null : FailedCall.CauseOf(value); }
}

/// <summary>Compares properties across two environments: neutral form first, then the one comparison, then what the known texts add.</summary>
internal sealed class ParityComparison(NeutralForm left, NeutralForm right, ReferenceTexts texts)
{
    private static readonly ComparisonOptions Everything = ComparisonOptions.Templates with { ListsEqual = true, ListsFolded = true };

    /// <summary>The left side's neutral form.</summary>
    public NeutralForm Left => left;

    /// <summary>The right side's neutral form.</summary>
    public NeutralForm Right => right;

    /// <summary>Every leaf of a pair of resources of one type, in order of path; at least one, so that no pair goes uncounted.</summary>
    /// <param name="type">The type.</param>
    /// <param name="leftProperties">The properties in the first environment.</param>
    /// <param name="rightProperties">The properties in the second environment.</param>
    /// <param name="folded">Where the two are spelled differently and mean the same, and by which normaliser; in order of path.</param>
    public IReadOnlyList<ParityUnit> Compare(string type, MapValue leftProperties, MapValue rightProperties, out ImmutableArray<FoldedLeaf> folded)
    {
        var units = Units(type, leftProperties, rightProperties, Everything, out folded);
        if (units.Count == 0)
            units.Add(new ParityUnit(PropertyPath.Root, UnitVerdict.Equal, leftProperties, rightProperties));
        return units;
    }

    /// <summary>Every leaf that is not certain to be equal, in order of path.</summary>
    public IReadOnlyList<ParityUnit> Differences(string type, MapValue leftProperties, MapValue rightProperties) =>
        [.. Units(type, leftProperties, rightProperties, ComparisonOptions.Templates, out _).Where(u => u.Verdict != UnitVerdict.Equal)];

    private List<ParityUnit> Units(string type, MapValue leftProperties, MapValue rightProperties, ComparisonOptions options, out ImmutableArray<FoldedLeaf> folded)
    {
        left.Forget();
        right.Forget();
        var result = ResourceComparer.Compare(type, left.Of(leftProperties), right.Of(rightProperties), options);
        var units = new List<ParityUnit>(result.Equal.Length + result.Differences.Length + result.Unverified.Length);
        foreach (var leaf in result.Equal)
            units.Add(Unit(leaf.Path, UnitVerdict.Equal, leaf.Left, leaf.Right, null));
        foreach (var leaf in result.Differences)
            Insert(units, Settled(Unit(leaf.Path, UnitVerdict.Different, leaf.Left, leaf.Right, null)));
        foreach (var leaf in result.Unverified)
        {
            var unit = Unit(leaf.Path, UnitVerdict.Unverified, leaf.Left, leaf.Right, leaf.Detail) with { Cause = leaf.Cause };
            Insert(units, leaf.Reason == StatusReason.Unresolved ? Settled(unit) : unit);
        }

        // The template of a nested stack is uploaded anew for each deployment: its resources are compared one by one instead.
        if (type == ResourceTypes.NestedStack)
            units.RemoveAll(u => u.Path.TopLevelName == "TemplateURL");
        folded = result.Folded.IsEmpty ? [] : [.. result.Folded.Select(f => f with { Left = left.Original(f.Left), Right = right.Original(f.Right) })];
        return units;
    }

    /// <summary>Whether two values of the two environments say the same.</summary>
    public bool AreSame(PropertyValue? leftValue, PropertyValue? rightValue) => leftValue is null || rightValue is null
        ? leftValue is null && rightValue is null
        : left.Of(leftValue).Equals(right.Of(rightValue));

    /// <summary>Puts a unit where its path belongs: what is equal is in order already, and what is not is little.</summary>
    private static void Insert(List<ParityUnit> units, ParityUnit unit)
    {
        int low = 0, high = units.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (PathOrder.Instance.Compare(units[middle].Path, unit.Path) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        units.Insert(low, unit);
    }

    private ParityUnit Unit(PropertyPath path, UnitVerdict verdict, PropertyValue? leftNeutral, PropertyValue? rightNeutral, string? detail) =>
        new(path, verdict, left.Original(leftNeutral), right.Original(rightNeutral), detail);

    /// <summary>
    /// Text against a reference, or references of two spellings: where it is known what the other side's value would be here, the two texts decide.
    /// </summary>
    private ParityUnit Settled(ParityUnit unit)
    {
        if (unit is not { Left: { } l, Right: { } r } || SymbolicRules.HoldsUnknown(l) || SymbolicRules.HoldsUnknown(r))
            return unit;
        var (leftMeant, rightMeant) = (left.Meant(l), right.Meant(r));
        if (!SymbolicRules.IsSymbolic(leftMeant) && !SymbolicRules.IsSymbolic(rightMeant))
            return unit;
        if (left.Foreign(l) is not null || right.Foreign(r) is not null)
            return unit with { Verdict = UnitVerdict.Different, Detail = null };
        if (texts.TextOf(l) is { } leftText && SymbolicRules.IsSymbolic(rightMeant) && texts.InOther(rightMeant, isFrom: false) is var here)
        {
            if (texts.TextOf(here) is { } rightTextHere)
                return Decided(leftText == rightTextHere);
            if (texts.IsAbsent(here))
                return Decided(false);
        }

        if (texts.TextOf(r) is { } rightText && SymbolicRules.IsSymbolic(leftMeant) && texts.InOther(leftMeant, isFrom: true) is var there)
        {
            if (texts.TextOf(there) is { } leftTextThere)
                return Decided(rightText == leftTextThere);
            if (texts.IsAbsent(there))
                return Decided(false);
        }

        return unit;

        ParityUnit Decided(bool isSame) => unit with { Verdict = isSame ? UnitVerdict.Equal : UnitVerdict.Different, Detail = null };
    }
}
