namespace Dashboard.Tests.Shared;

/// <summary>The folder of the solution, above the tests that run.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder's path.</summary>
    /// <exception cref="InvalidOperationException">The tests do not run inside the repository.</exception>
    public static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Dashboard.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Dashboard.sln stands in no folder above the tests.");
        return folder;
    }
}
