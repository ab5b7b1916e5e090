using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Serves a <see cref="SandboxCloud"/> over the wire protocols of AWS.</summary>
public static class SandboxHost
{
    /// <summary>Builds the host; the caller starts and stops it. It inherits no settings, no environment variables and no logging.</summary>
    /// <param name="cloud">What it serves.</param>
    /// <param name="urls">Loopback addresses, separated by semicolons: "http://127.0.0.1:5081"; port 0 picks a free one.</param>
    /// <exception cref="ArgumentException">An address is not a loopback one.</exception>
    public static WebApplication Build(SandboxCloud cloud, string urls) => throw new NotImplementedException();
}
