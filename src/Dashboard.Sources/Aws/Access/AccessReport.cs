namespace Dashboard.Sources.Aws.Access;

/// <summary>How a check ended.</summary>
public enum CheckVerdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and is not as it ought to be.</summary>
    Warning,

    /// <summary>Wrong: something will be missing or false until it is put right.</summary>
    Failed,

    /// <summary>Nobody could tell: what it rests on failed, or there was nothing to try it with.</summary>
    NotChecked,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Name">"repository", "account", "credentials", "clock", "data", "region eu-west-1", "stacks eu-west-1", "permissions eu-west-1", "values eu-west-1", "queue eu-west-1".</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do, or null where nothing is to be done.</param>
/// <param name="Missing">Actions that are missing, each with its service: "sqs:GetQueueAttributes".</param>
public sealed record AccessCheck(string Name, CheckVerdict Verdict, string Message, string? Remedy, ImmutableArray<string> Missing)
{
    /// <summary>A check without missing actions.</summary>
    public AccessCheck(string name, CheckVerdict verdict, string message, string? remedy = null) : this(name, verdict, message, remedy, [])
    {
    }

    /// <summary>Whether it is advice beside the question whether everything may be read: then it may stay unmade.</summary>
    public bool IsAdvisory { get; init; }
}

/// <summary>What was found of one environment's access.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Account">Its account.</param>
/// <param name="Checks">In the order in which they rest on each other.</param>
/// <param name="Types">The types that are in use there: in the repository's templates and in the stacks that are deployed.</param>
public sealed record AccessReport(string Environment, string Account, ImmutableArray<AccessCheck> Checks, ImmutableArray<string> Types)
{
    /// <summary>How far each of these may be read.</summary>
    public ImmutableArray<TypeAccess> Access { get; init; } = [.. Types.Select(TypeAccess.Of)];

    /// <summary>Every missing action, once.</summary>
    public ImmutableArray<string> Missing => [.. Checks.SelectMany(c => c.Missing).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>What to look at.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Account">Its account.</param>
/// <param name="Regions">Its regions.</param>
/// <param name="Types">The types of the repository's templates.</param>
/// <param name="IsOwn">Whether a stack of that name in that region belongs to the environment.</param>
/// <param name="Expected">A name that such a stack has in a region, for people; null where no component is deployed to that region.</param>
public sealed record AccessTarget(
    string Environment, string Account, ImmutableArray<string> Regions, ImmutableArray<string> Types, Func<string, string, bool> IsOwn, Func<string, string?> Expected)
{
    /// <summary>What is to be said of what the repository has for the environment; null: nothing.</summary>
    public AccessCheck? Repository { get; init; }

    /// <summary>Whether it is the pattern of environments that come and go.</summary>
    public bool IsPattern { get; init; }
}
