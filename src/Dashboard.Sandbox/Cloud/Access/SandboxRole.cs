namespace Dashboard.Sandbox.Cloud.Access;

/// <summary>A role that may be assumed. Once an account has one, no other role of it may be.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Name">Its name, without a path.</param>
/// <param name="PolicyDocument">What it may do: an IAM policy as JSON, of which Effect and Action count (with "*" and "?"); Resource and Condition are not looked at. Null: everything.</param>
/// <param name="ExternalId">What whoever assumes it must give, or null.</param>
/// <param name="SessionLife">How long its sessions last; null: an hour.</param>
public sealed record SandboxRole(string Account, string Name, string? PolicyDocument = null, string? ExternalId = null, TimeSpan? SessionLife = null)
{
    /// <summary>Its ARN.</summary>
    public string Arn => $"arn:aws:iam::{Account}:role/{Name}";
}
