using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Comparison;

/// <content>Who is meant by a policy.</content>
internal sealed partial class ComparisonWalk
{
    /// <summary>Compares what can be told of two principals only as a whole, and leaves the rest; true where that is nothing.</summary>
    private bool ComparePrincipals(ref PropertyValue left, ref PropertyValue right)
    {
        if (Principals.AreBothEverybody(left, right) && !_path.Exists(static s => s.Name == "AssumeRolePolicyDocument"))
        {
            Fold(Principals.Everybody, left, right);
            return true;
        }

        if (options.AreSources || left is not MapValue l || right is not MapValue r)
            return false;
        if (Principals.WithoutOriginAccess(l, r) is { } rest)
        {
            Unverified(StatusReason.Unresolved, "one side names the origin access identity by its canonical user", left, right);
            (left, right) = (rest.Named, rest.ById);
        }
        else if (Principals.WithoutOriginAccess(r, l) is { } other)
        {
            Unverified(StatusReason.Unresolved, "one side names the origin access identity by its canonical user", left, right);
            (left, right) = (other.ById, other.Named);
        }

        return false;
    }
}
