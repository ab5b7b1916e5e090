using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Listing;

namespace Dashboard.Sources.Scanning;

/// <summary>A resource before it is read.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Address">Where it stands in its component.</param>
/// <param name="Declared">What a template says of it, or nothing.</param>
public readonly record struct EstimatedResource(string Type, ResourceAddress Address, MapValue Declared)
{
    /// <summary>What stands in a template.</summary>
    public static ImmutableArray<EstimatedResource> Of(RenderedTemplate? template) => [.. (template?.Resources ?? []).Select(r => new EstimatedResource(r.Type, r.Address, r.Properties))];

    /// <summary>What was read before, with what the deployed template says of it.</summary>
    public static ImmutableArray<EstimatedResource> Of(StackSnapshot read)
    {
        var declared = (read.Deployed?.Concrete?.Resources ?? []).ToDictionary(r => r.Address, r => r.Properties);
        return [.. read.Live.Select(r => new EstimatedResource(r.Type, r.Address, declared.GetValueOrDefault(r.Address, MapValue.Empty)))];
    }
}

/// <summary>How many calls a scan will make, from what is known before it: the last snapshot of a stack, or else what the repository says of it.</summary>
/// <remarks>
/// Not foreseen are retries (which are counted apart), the second template of a stack with transforms, and, in a first scan, resources that stand in no template. A stack of
/// which nothing is known counts with its fixed calls alone.
/// </remarks>
public static class CallEstimate
{
    /// <summary>What one page of stacks, resources or drift results holds.</summary>
    private const int PageSize = 100;

    /// <summary>Of one stack.</summary>
    /// <param name="resources">Every resource, those of nested stacks and the nested stacks themselves included.</param>
    /// <param name="only">One logical id, where nothing else is read again; null: all of them.</param>
    /// <param name="readCalls">How many calls reading one takes, by its type and by what is declared of it.</param>
    /// <param name="isStructureKnown">Whether templates and lists of resources are known, since nothing was deployed since they were read.</param>
    /// <param name="areResourcesListed">Whether the lists of resources alone are: for another environment of the account.</param>
    /// <param name="isDriftAsked">Whether stored drift results are asked for: of a stack in which nobody ever looked for drift there are none.</param>
    public static int OfStack(
        IReadOnlyCollection<EstimatedResource> resources, string? only, Func<string, MapValue, int> readCalls, bool isStructureKnown = false, bool areResourcesListed = false, bool isDriftAsked = true)
    {
        var nodes = resources.Where(r => r.Type == ResourceTypes.NestedStack).Select(r => r.Address).Append(ResourceAddress.Stack);
        // Template, resources and stored drift of each without what is nested in it.
        var lists = (isStructureKnown || areResourcesListed ? 0 : 1) + (isDriftAsked ? 1 : 0);
        var structure = nodes.Sum(n => (isStructureKnown ? 0 : 1) + (lists * Pages(resources.Count(r => r.Address.Parent == n))));
        return structure + resources.Where(r => IsRead(r.Type) && (only is null || r.Address.LogicalId == only)).Sum(r => readCalls(r.Type, r.Declared));
    }

    /// <summary>Of listing the stacks of an account and region again, once they are read.</summary>
    /// <param name="stacks">How many there are.</param>
    public static int OfListing(int stacks) => Pages(stacks);

    /// <summary>Whether what runs there of a type is listed, in the search for resources that stand in no template.</summary>
    /// <param name="access">How far the type may be read.</param>
    /// <param name="isReadThere">Whether one of the type is read at all in the account and region.</param>
    public static bool IsListed(TypeAccess access, bool isReadThere) => IsRead(access.Type) && (access.ListRefusal is null || (isReadThere && TypeListers.Find(access.Type) is not null));

    /// <summary>Whether a resource is read at all, by whomever.</summary>
    public static bool IsRead(string type) => type.StartsWith("AWS::", StringComparison.Ordinal) && type is not (ResourceTypes.NestedStack or "AWS::CloudFormation::CustomResource");

    private static int Pages(int items) => Math.Max(1, (items + PageSize - 1) / PageSize);
}
