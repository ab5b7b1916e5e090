using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <content>What of an account did not go as planned, for people.</content>
public sealed partial class EnvironmentScanner
{
    /// <summary>Where the planned age of live reads could not be kept, for people.</summary>
    private IEnumerable<string> TooOld(ScanRequest request, StackSnapshot[] stacks, Dictionary<StackKey, StackSnapshot> previous) => request.Spread is not { } spread ? []
        : from region in stacks.GroupBy(s => s.Key.Region).OrderBy(r => r.Key, StringComparer.Ordinal)
          let now = _time.GetUtcNow()
          let reached = LivePlan.OldestOf(region.Select(s => (previous.GetValueOrDefault(s.Key), s)), now, request.AwakeFor is { } awake ? now - awake() : DateTimeOffset.MinValue)
          let problem = LivePlan.Problem(new AccountRegion(request.Environment.Account, region.Key), request.Environment.Tier, reached, spread)
          where problem is not null
          select problem;

    /// <summary>Where a drift detection of ours came to nothing, once for each cause, for people.</summary>
    private IEnumerable<string> Undetected(StackSnapshot[] stacks) => live is not IDriftDetection detection ? []
        : from stack in stacks
          from part in StackReader.StacksOf(stack)
          where StackReader.MayBeDetected(part)
          let scope = new AccountRegion(stack.Account, stack.Key.Region)
          where detection.DetectsDrift(scope.Account)
          let problem = detection.ProblemOf(scope, part.StackId)
          where problem is not null
          group stack by (Scope: scope, problem.Value.Outcome, Detail: FailedCall.CauseOf(problem.Value.Detail)) into cause
          orderby cause.Key.Scope.Region, cause.Key.Outcome
          let names = cause.Select(s => s.StackName).Distinct().ToList()
          select $"CloudFormation's drift detection in {cause.Key.Scope.Region} came to nothing for {names[0]}{(names.Count > 1 ? $" and {names.Count - 1} more" : "")}: {cause.Key.Detail?.TrimEnd('.')}. {Remedy(cause.Key.Outcome, cause.Key.Scope.Account)}";

    private static string Remedy(ReadOutcome outcome, string account) => outcome switch
    {
        ReadOutcome.Denied or ReadOutcome.NoAccess => $"Give the role or user the policy that 'driftboard doctor --policy' prints, or take Driftboard:Accounts:{account}:DetectDrift away.",
        ReadOutcome.TimedOut => "Where it goes on, a later read has its results; if that is said again and again, have somebody else start it.",
        ReadOutcome.Throttled => "It is tried again; if that is said again and again, lower Driftboard:Scan:CallsPerSecond.",
        _ => "It is tried again with a later read.",
    };
}
