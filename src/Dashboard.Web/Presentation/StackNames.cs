using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>How a stack is called: the parts of its key that do not vary are left out.</summary>
public static class StackNames
{
    /// <summary>The region and the instance, each only where the component has several of them in its environment.</summary>
    public static (string? Region, string? Instance) VaryingParts(DriftBoard board, StackKey key)
    {
        var (region, instance) = (false, false);
        foreach (var other in StackIndex.Of(board).Siblings(key))
        {
            region |= other.Region != key.Region;
            instance |= other.Instance != key.Instance;
        }

        return (region ? key.Region : null, instance || (key.Instance.Length > 0 && region) ? NullIfEmpty(key.Instance) : null);
    }

    /// <summary>"storefront", or "storefront us-east-1 blue" where these vary.</summary>
    public static string Short(DriftBoard board, StackKey key)
    {
        var (region, instance) = VaryingParts(board, key);
        return string.Join(' ', new[] { key.Component, region, instance }.OfType<string>());
    }

    /// <summary>The same of a unit of parity: it is told by the names of either environment.</summary>
    public static string Short(DriftBoard board, ParityEvaluation parity, ParityItem item)
    {
        var key = new StackKey(parity.Application, parity.From, item.Component, item.Region, item.Instance);
        var (left, right) = (VaryingParts(board, key), VaryingParts(board, key with { Environment = parity.To }));
        return string.Join(' ', new[] { item.Component, left.Region ?? right.Region, left.Instance ?? right.Instance }.OfType<string>());
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
