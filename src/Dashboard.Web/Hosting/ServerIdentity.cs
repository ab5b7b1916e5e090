using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Hosting;

/// <summary>Which run of which build this is.</summary>
/// <param name="ServerId">New for each process.</param>
/// <param name="Build">Names the program and its assets: pages of another build reload.</param>
internal sealed record ServerIdentity(string ServerId, string Build)
{
    /// <summary>The identity of this process.</summary>
    public static ServerIdentity Create() => new(Guid.NewGuid().ToString("N"), BuildId());

    private static string BuildId()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()
                     .Concat([typeof(ServerIdentity).Assembly, typeof(Core.Model.StackKey).Assembly, typeof(Sources.Scanning.EnvironmentScanner).Assembly, typeof(Templates.Rendering.TemplateRenderer).Assembly])
                     .Distinct().Where(a => a.GetName().Name!.StartsWith("Dashboard.", StringComparison.Ordinal) && !a.GetName().Name!.EndsWith(".Tests", StringComparison.Ordinal))
                     .OrderBy(a => a.GetName().Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(assembly.ManifestModule.ModuleVersionId.ToString()));

        // The manifest of the assets holds a fingerprint of each.
        var assets = Path.Combine(AppContext.BaseDirectory, "Dashboard.Web.staticwebassets.endpoints.json");
        if (File.Exists(assets))
            hash.AppendData(File.ReadAllBytes(assets));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
