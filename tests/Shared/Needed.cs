namespace Dashboard.Tests.Shared;

/// <summary>What a test needs and a machine may lack.</summary>
internal static class Needed
{
    /// <summary>Skips a test where a tool is missing; with CI=true it fails instead.</summary>
    /// <param name="missing">What is missing, in a sentence; null: nothing is.</param>
    public static void Require(string? missing)
    {
        if (missing is null)
            return;
        Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), missing);
        Assert.Skip(missing);
    }
}
