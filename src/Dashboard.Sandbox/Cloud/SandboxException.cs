namespace Dashboard.Sandbox.Cloud;

/// <summary>A refusal as the service would word it.</summary>
/// <param name="code">The service's error code, such as "ValidationError".</param>
/// <param name="message">The service's message. Never holds a secret.</param>
/// <param name="status">The HTTP status.</param>
public sealed class SandboxException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>The service's error code.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
