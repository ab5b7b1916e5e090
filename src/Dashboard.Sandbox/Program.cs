namespace Dashboard.Sandbox;

/// <summary>Starts the embedded cloud alone.</summary>
internal static class SandboxProgram
{
    private static int Main() => 0;
}
