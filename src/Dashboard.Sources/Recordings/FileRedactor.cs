using Dashboard.Core.Secrets;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Recordings;

/// <summary>Redacts texts that people wrote: templates, parameter files, driftboard.yaml. What cannot be read cannot be redacted, and is left out.</summary>
/// <param name="redactor">Replaces secrets.</param>
internal sealed class FileRedactor(Redactor redactor)
{
    // Parameters that some template declares as NoEcho: in any parameter file, a value of that name is a secret.
    private readonly HashSet<string> _noEcho = new(StringComparer.Ordinal);

    /// <summary>A template as lines; null where it cannot be read.</summary>
    public IReadOnlyList<string>? Template(string name, string text) => Template(TemplateReader.Read(name, text));

    /// <summary>A file of a repository as lines; null where it cannot be read.</summary>
    public IReadOnlyList<string>? File(string path, byte[] bytes)
    {
        var document = TemplateReader.Read(path, bytes);
        if (document.Root is MappingNode root && (root["Resources"] ?? root["application"]) is not null)
            return Template(document);
        var text = new ParameterFileRedactor((name, value) => _noEcho.Contains(name) || CredentialDetector.LooksLikeCredential(name, value), redactor.Replace).Redact(path, bytes);
        return text is null ? null : Lines(text);
    }

    private string[]? Template(TemplateDocument document)
    {
        if (document.Root is MappingNode root && root["Parameters"] is MappingNode parameters)
            _noEcho.UnionWith(parameters.Entries.Where(p => p.Value is MappingNode declaration && NoEcho.IsSetOn(declaration)).Select(p => p.Key.Text));
        return TemplateRenderer.RedactedText(document, redactor.Replace, redactor.Known) is { } text ? Lines(text) : null;
    }

    private string[] Lines(string text) => redactor.Text(text).Split('\n');
}
