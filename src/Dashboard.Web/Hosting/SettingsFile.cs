using Microsoft.Extensions.Configuration.Json;

namespace Dashboard.Web.Hosting;

/// <summary>Which file the settings are read from: the one that is named, else appsettings.json of the current folder, as the command does, else the one beside the program.</summary>
internal static class SettingsFile
{
    private const string FileName = "appsettings.json";

    /// <summary>Puts the file into the place of the program's own; variables and the command line stay above it.</summary>
    /// <param name="configuration">With the program's own file, as the framework reads it.</param>
    /// <param name="named">A path that the user gave, or null.</param>
    /// <param name="folder">The current folder.</param>
    /// <returns>The full path, or null where the program's own stays.</returns>
    /// <exception cref="StartException">The file is not there, or is no JSON.</exception>
    public static string? ApplyTo(ConfigurationManager configuration, string? named, string folder)
    {
        var path = Path.GetFullPath(named ?? FileName, folder);
        if (named is null && !File.Exists(path))
            return null;
        var file = Read(path);
        // Other programs have a file of this name, too.
        if (named is null && !file.GetSection("Driftboard").Exists())
            return null;
        IList<IConfigurationSource> sources = configuration.Sources;
        var own = sources.OfType<JsonConfigurationSource>().ToList();
        var at = own.Count > 0 ? sources.IndexOf(own[0]) : 0;
        foreach (var source in own)
            sources.Remove(source);
        sources.Insert(at, new ChainedConfigurationSource { Configuration = file });
        return path;
    }

    private static IConfigurationRoot Read(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonStream(new MemoryStream(File.ReadAllBytes(path))).Build();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartException($"{path}: there is no such file. Name a file of settings: --settings appsettings.json.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or System.Text.Json.JsonException or InvalidDataException)
        {
            throw new StartException($"{path}: {(e.InnerException as System.Text.Json.JsonException ?? e).Message}");
        }
    }
}
