using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Web.Presentation.Review;

/// <summary>The order in which a review lists what is unexplained: by what may hurt most. Page and exports have the same one.</summary>
internal static class UnexplainedOrder
{
    private const TraitFlags Access = TraitFlags.Policy | TraitFlags.AccountPrincipal | TraitFlags.Cidr | TraitFlags.KmsKey;

    /// <summary>Properties that open a resource or close it, which the types' schemas do not mark.</summary>
    private static readonly HashSet<string> Opening = new(StringComparer.Ordinal)
    {
        "SecurityGroupIngress", "SecurityGroupEgress", "SecurityGroupIds", "SecurityGroups", "VpcSecurityGroupIds", "PubliclyAccessible", "PublicAccessBlockConfiguration", "AccessControl",
        "OwnershipControls", "BucketEncryption", "StorageEncrypted", "Encrypted", "SseSpecification", "SSESpecification", "AuthorizationType", "AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies", "KeyPolicy", "PolicyDocument", "Policy",
    };

    /// <summary>The units with those that are unexplained by weight, each resource whole and where its heaviest unit stands; everything else keeps its order.</summary>
    public static ImmutableArray<ParityItem> Of(IEnumerable<ParityItem> items)
    {
        var all = items.ToList();
        return
        [
            .. all.Where(i => i.Pile == ParityPile.Unexplained).Select(i => (Item: i, Weight: WeightOf(i))).GroupBy(i => (i.Item.Component, i.Item.Region, i.Item.Instance, i.Item.Address))
                .OrderBy(g => g.Min(i => i.Weight)).SelectMany(g => g.OrderBy(i => i.Weight)).Select(i => i.Item),
            .. all.Where(i => i.Pile != ParityPile.Unexplained),
        ];
    }

    /// <summary>What crosses to another environment, what opens something, what is made anew, what is there or not, the rest.</summary>
    private static int WeightOf(ParityItem item)
    {
        if (item.IsSeparationFinding)
            return 0;
        var isWhole = item.Path.Segments.IsEmpty;
        var place = isWhole ? null : TraitsCatalog.Get(item.Type).Root.At(item.Path);
        if (item.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || item.Type.StartsWith("AWS::EC2::SecurityGroup", StringComparison.Ordinal) || item.Type.StartsWith("AWS::EC2::NetworkAcl", StringComparison.Ordinal)
            || item.Type.EndsWith("Policy", StringComparison.Ordinal) || Opening.Contains(item.Path.TopLevelName) || place?.Has(Access) == true)
            return 1;
        return place?.Has(TraitFlags.CreateOnly | TraitFlags.CreateOnlyIf) == true ? 2 : isWhole ? 3 : 4;
    }
}
