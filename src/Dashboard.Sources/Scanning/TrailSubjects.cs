using Dashboard.Core.Evaluation;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>What to ask a cloud's trail of a resource that was judged.</summary>
public static class TrailSubjects
{
    /// <summary>Where it stands, and by what it is looked up.</summary>
    public static (AccountRegion Scope, TrailSubject Subject) Of(StackEvaluation stack, ResourceEvaluation resource)
    {
        // One that stands in no template has no stack, and its address is no path of logical ids.
        var isUnmanaged = resource.Address.Path.StartsWith('~');
        var holder = isUnmanaged ? null
            : resource.Address.Parent.IsStack ? stack.StackName
            : stack.Resources.FirstOrDefault(r => r.Address == resource.Address.Parent)?.PhysicalId;
        return (
            new AccountRegion(stack.Account, stack.Key.Region),
            new TrailSubject(resource.Type, resource.PhysicalId, resource.Live, holder, isUnmanaged ? null : resource.Address.LogicalId));
    }
}
