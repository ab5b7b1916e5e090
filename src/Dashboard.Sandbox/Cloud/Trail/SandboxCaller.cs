namespace Dashboard.Sandbox.Cloud;

/// <summary>Who lays hands on a resource, as the cloud's trail records it.</summary>
/// <param name="Arn">The identity: "arn:aws:iam::111111111111:user/visitor", or the session of a role: "arn:aws:sts::111111111111:assumed-role/Operations/tomasz".</param>
/// <param name="Agent">What the call is made with, as its User-Agent header says; empty where that is not known.</param>
public sealed record SandboxCaller(string Arn, string Agent = "")
{
    /// <summary>Whoever has the account's own key.</summary>
    public static SandboxCaller Of(string account) => new($"arn:aws:sts::{account}:assumed-role/sandbox/sandbox");
}
