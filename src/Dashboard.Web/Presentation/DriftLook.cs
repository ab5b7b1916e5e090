using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>Tells one way in which a resource drifts from another: who made the one need not have made the other.</summary>
internal static class DriftLook
{
    /// <summary>A number that changes whenever the resource differs in another way.</summary>
    public static int Of(ResourceEvaluation resource)
    {
        var look = new HashCode();
        look.Add(resource.Status);
        look.Add(resource.PhysicalId);
        foreach (var difference in resource.Differences)
        {
            look.Add(difference.Path.ToString());
            look.Add(difference.Actual);
        }

        return look.ToHashCode();
    }
}
