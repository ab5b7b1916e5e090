namespace Dashboard.Core.Model;

/// <summary>How far a stack's template and its resources belong together, by CloudFormation's own word for it.</summary>
public enum StackPhase
{
    /// <summary>An operation ended: what runs is what the template made ("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE").</summary>
    Settled,

    /// <summary>An operation runs: the template and the resources are those of two different instants ("UPDATE_IN_PROGRESS").</summary>
    Moving,

    /// <summary>An operation ended halfway: nobody knows which of its resources follow which template ("UPDATE_ROLLBACK_FAILED"). So it is of a word that is not known.</summary>
    Broken,

    /// <summary>Nothing was deployed yet: the stack waits for its first change set.</summary>
    Announced,

    /// <summary>Its creation was rolled back: nothing of it is left but its name and what its template retains.</summary>
    RolledBack,
}

/// <summary>Reads CloudFormation's words.</summary>
public static class StackPhases
{
    /// <summary>The phase that a stack status says.</summary>
    public static StackPhase Of(string status) => status switch
    {
        "REVIEW_IN_PROGRESS" => StackPhase.Announced,
        "ROLLBACK_COMPLETE" => StackPhase.RolledBack,
        _ when status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) => StackPhase.Moving,
        "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "IMPORT_COMPLETE" or "IMPORT_ROLLBACK_COMPLETE" => StackPhase.Settled,
        _ => StackPhase.Broken,
    };

    /// <summary>Whether the last operation failed and was taken back, so that what runs is what was there before it.</summary>
    public static bool IsRolledBack(string status) => status is "UPDATE_ROLLBACK_COMPLETE" or "IMPORT_ROLLBACK_COMPLETE";

    /// <summary>Why nothing in a stack that was left halfway is proven to be as its template says.</summary>
    public static string WhyBroken(string status) => $"the stack is in {status}: which template its resources follow is not known";
}
