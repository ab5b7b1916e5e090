using Dashboard.Core.Values;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Templates;

/// <summary>Reads templates and parameter files from the disk. Files keep the name that the user gave them, so that a diagnostic can be clicked.</summary>
internal sealed class LocalFiles(CliHost host)
{
    /// <summary>A template that must be there; what is wrong inside it stands in its diagnostics.</summary>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public TemplateDocument Template(string path) => TemplateReader.Read(path, Read(path));

    /// <summary>A parameter file that must be there; "samconfig.toml#prod" is its environment prod.</summary>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public ParameterFile Parameters(string path)
    {
        var (file, environment) = ParameterFileReader.Split(path);
        return ParameterFileReader.Read(file, Read(file), environment is null ? [] : [environment]);
    }

    /// <summary>A template that another one names by a path relative to itself; null where there is none, or where the name is no path.</summary>
    public TemplateDocument? Nested(string parent, string url)
    {
        if (url.Contains("://", StringComparison.Ordinal) || url.Contains('\0', StringComparison.Ordinal))
            return null;
        var path = Path.Combine(Path.GetDirectoryName(parent) ?? "", url);
        return File.Exists(host.Locate(path)) ? Template(path) : null;
    }

    // At most one byte more than a template may have, so that the reader refuses it by its size; a pipe works too.
    private byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(host.Locate(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[TemplateReader.MaxBytes + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException(VisibleText.Line($"{path}: {Explain(e, path)}"));
        }
    }

    private string Explain(Exception problem, string path) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        ArgumentException => "this is no path.",
        _ when Directory.Exists(host.Locate(path)) => "this is a folder, not a file.",
        UnauthorizedAccessException => "it may not be read.",
        _ => problem.Message,
    };
}
