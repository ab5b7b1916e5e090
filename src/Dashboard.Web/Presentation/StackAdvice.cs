using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation;

/// <summary>Why a stack is not fully checked, and what to do next.</summary>
public static class StackAdvice
{
    /// <summary>"Denied: what was refused. What to do"; null where there is nothing to say. A stack that was left halfway says so though it drifted, too.</summary>
    public static string? Of(StackEvaluation stack)
    {
        if (stack.Status == Status.InSync || Why(stack) is not var (word, detail))
            return null;
        return $"{char.ToUpperInvariant(word[0])}{word[1..]}: {detail}{(Next(stack) is { } next ? $"{(detail.EndsWith('.') ? "" : ".")} {next}" : "")}";
    }

    private static (string Word, string Detail)? Why(StackEvaluation stack) => stack switch
    {
        { Reason: StatusReason.StackMoving, Detail: { } detail } => (stack.IsBeingDeleted ? "being deleted" : "being deployed", detail),
        { Detail: { } detail } => (StatusWords.Of(stack.Status, stack.Reason), detail),
        { Reason: null } when IsBroken(stack) => (StatusWords.Of(StatusReason.StackBroken)!, StackPhases.WhyBroken(stack.StackStatus!)),
        _ => null,
    };

    private static string? Next(StackEvaluation stack) => stack.Reason switch
    {
        StatusReason.Denied => "Give Driftboard what is missing there, and scan again",
        StatusReason.NoAccess => "Put that right, and scan again; 'driftboard doctor' tries every account and says what is wrong",
        StatusReason.Throttled => "The next scan tries again; Driftboard:Scan:CallsPerSecond sets the rate",
        StatusReason.TimedOut => "The next scan tries again",
        StatusReason.StackMoving when stack.IsBeingDeleted => "It counts as not deployed as soon as the deletion has ended",
        StatusReason.StackMoving => "It is judged as soon as the deployment has ended",
        StatusReason.StackMissing when stack.StackStatus == "ROLLBACK_COMPLETE" => "CloudFormation updates no stack in this state: read in its events why its creation failed, delete what is left of it, and deploy it again",
        StatusReason.StackMissing => "Deploy it, or take the component out of this environment in driftboard.yaml",
        null or StatusReason.StackBroken when IsBroken(stack) => Broken(stack.StackStatus!),
        _ => null,
    };

    /// <summary>Only what was never there whole, or is to go anyway, may be deleted: everything else holds what somebody needs.</summary>
    private static string Broken(string word) => word switch
    {
        "CREATE_FAILED" => "Read in its events why its creation failed; then deploy it again, or delete it",
        "ROLLBACK_FAILED" => "Its creation failed, and so did taking it back: read in its events what could not be removed, and delete the stack",
        "DELETE_FAILED" => "Read in its events what could not be deleted, put that right, and delete the stack again",
        "UPDATE_FAILED" => "Read in its events why; then deploy it again, or roll the update back",
        "UPDATE_ROLLBACK_FAILED" => "Read in its events what could not be rolled back, put that right, and continue the rollback",
        "IMPORT_ROLLBACK_FAILED" => "Read in its events which import could not be taken back, and put that right",
        _ => "Read in its events what happened",
    };

    private static bool IsBroken(StackEvaluation stack) => stack.StackStatus is { } word && StackPhases.Of(word) == StackPhase.Broken;
}
