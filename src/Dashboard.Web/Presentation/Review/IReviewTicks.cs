namespace Dashboard.Web.Presentation.Review;

/// <summary>Which groups of what cannot be verified somebody has looked at. docs/decisions/0012 says where they are kept.</summary>
public interface IReviewTicks
{
    /// <summary>Raised after a change, on whatever thread made it.</summary>
    event Action? Changed;

    /// <summary>When a group was ticked; null: it is not.</summary>
    DateTimeOffset? Of(string group);

    /// <summary>Ticks a group, or takes the tick away.</summary>
    /// <returns>Why that could not be kept, for people; null where it was.</returns>
    Task<string?> SetAsync(string group, bool isTicked);
}
