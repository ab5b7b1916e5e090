namespace Dashboard.Web.Presentation.Review;

/// <summary>Which units of what cannot be verified somebody has looked at. docs/decisions/0012 says where they are kept.</summary>
public interface IReviewTicks
{
    /// <summary>Raised after a change, on whatever thread made it.</summary>
    event Action? Changed;

    /// <summary>When a unit was ticked, by the id of its tick; null: it is not.</summary>
    DateTimeOffset? Of(string id);

    /// <summary>Ticks units, or takes their ticks away.</summary>
    /// <returns>Why that could not be kept, for people; null where it was.</returns>
    Task<string?> SetAsync(IEnumerable<string> ids, bool isTicked);
}
