using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Values that are not plain text.</content>
internal sealed partial class ComparisonWalk
{
    private void CompareSymbolic(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (cursor.Has(TraitFlags.AccountPrincipal) && left.GetType() != right.GetType() && AccountPrincipal.OwnAccount(left).Equals(AccountPrincipal.OwnAccount(right)))
        {
            Fold(AccountPrincipal.Instance, left, right);
        }
        else if (options.AreSources)
        {
            CompareSources(left, right, cursor);
        }
        else if ((left is CompositeValue || right is CompositeValue) && (options.ListsEqual || !left.Equals(right) || SymbolicRules.HoldsUnknown(left)) && CompareAsDocuments(left, right, cursor))
        {
            // The holes alone cannot be verified.
        }
        else if (cursor.Has(TraitFlags.SingleOrList) && (left is ListValue || right is ListValue) && !SymbolicRules.MayBeList(left, right) && !SymbolicRules.MayBeList(right, left))
        {
            CompareLists(left, right, cursor);
        }
        else if (RuledOut(left, right, cursor))
        {
            Different(left, right, cursor);
        }
        else if (SymbolicRules.HoldsUnknown(left) || SymbolicRules.HoldsUnknown(right))
        {
            Open(SymbolicRules.HoldsUnknown(left) ? left : right, left, right);
        }
        else if (SymbolicRules.IsSymbolic(left) && SymbolicRules.IsSymbolic(right))
        {
            if (left.Equals(right))
                Equal(left, right);
            else
                Different(left, right, cursor, SymbolicRules.MayBeSame(left, right) ? Doubt.OfCall : null);
        }
        else
        {
            Open(SymbolicRules.IsSymbolic(left) ? left : right, left, right);
        }
    }

    /// <summary>The holes of a text may hold anything, yet what stands around them may rule the other side out: where a text is spelled in one way alone.</summary>
    private bool RuledOut(PropertyValue left, PropertyValue right, TraitCursor cursor) => !cursor.Has(TraitFlags.Caseless) && (left, right) switch
    {
        (CompositeValue composite, ScalarValue text) => RuledOut(composite, text, cursor),
        (ScalarValue text, CompositeValue composite) => RuledOut(composite, text, cursor),
        // What is known of both is compared as calls are.
        (CompositeValue one, CompositeValue other) => (SymbolicRules.HoldsUnknown(one) || SymbolicRules.HoldsUnknown(other)) && SymbolicRules.CannotMeet(one, other)
            && one.Parts.Concat(other.Parts).OfType<ScalarValue>().All(p => HasOneSpelling(one, p, cursor) && HasOneSpelling(other, p, cursor)),
        _ => false,
    };

    private bool RuledOut(CompositeValue composite, ScalarValue text, TraitCursor cursor) =>
        (!SymbolicRules.HoldsUnknown(composite) || HasOneSpelling(composite, text, cursor)) && !SymbolicRules.CanBecome(composite, text.Text);

    /// <summary>Whether no rule makes another text of the same at the place.</summary>
    private bool HasOneSpelling(CompositeValue composite, ScalarValue text, TraitCursor cursor) =>
        !cursor.Has(ScalarRules.Judged | TraitFlags.KmsKey | TraitFlags.Transformed) && cursor.Rows.IsEmpty
        && !(composite.Parts[0] is ScalarValue { Text: var first } && first.AsSpan().TrimStart() is ['{' or '[', ..])
        && !(options.FoldsMaskedText && text.Text.Contains('?', StringComparison.Ordinal));

    /// <summary>What two template texts say, before anybody knows what it will be.</summary>
    private void CompareSources(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (left.Equals(right))
            Equal(left, right);
        else if (left is CallValue l && right is CallValue r && l.Function == r.Function && l.Arguments.Length == r.Arguments.Length && SymbolicRules.HasBranches(l) && l.Arguments[0].Equals(r.Arguments[0]))
            CompareBranches(l, r, cursor);
        else if (SymbolicRules.Known(left) is var leftKnown && SymbolicRules.Known(right) is var rightKnown && !(ReferenceEquals(leftKnown, left) && ReferenceEquals(rightKnown, right))
            && Equals(Canonical.Of(leftKnown, cursor, Name, options), Canonical.Of(rightKnown, cursor, Name, options)))
            Equal(left, right);
        else if (left is CallValue call && right is CallValue && Equals(Canonical.Of(left, cursor, Name, options), Canonical.Of(right, cursor, Name, options)))
            Fold(SymbolicRules.HasBranches(call) ? JsonText.Rule : SetOrder.Rule, left, right);
        else if ((left is CompositeValue || right is CompositeValue) && CompareAsDocuments(left, right, cursor))
            return;
        else if (left is CompositeValue a && right is CompositeValue b && EmbeddedJson.Minified(a) is { } first && EmbeddedJson.Minified(b) is { } second && first.Equals(second))
            Fold(JsonText.Rule, left, right);
        else if (options.FoldsMaskedText && SymbolicRules.DifferByMaskOnly(left, right))
            Masked(left, right);
        else if (cursor.Has(TraitFlags.SingleOrList) && (left is ListValue || right is ListValue))
            CompareLists(left, right, cursor);
        else
            Different(left, right, cursor);
    }

    /// <summary>Fn::If under one condition: what stands in each branch stands at the place of the call.</summary>
    private void CompareBranches(CallValue left, CallValue right, TraitCursor cursor)
    {
        Enter(new PathSegment(left.Function, -1, null));
        for (var i = 1; i < left.Arguments.Length; i++)
        {
            Enter(new PathSegment(null, i, null));
            Compare(SymbolicRules.Branch(left.Arguments[i]), SymbolicRules.Branch(right.Arguments[i]), cursor);
            Leave();
        }

        Leave();
    }
}
