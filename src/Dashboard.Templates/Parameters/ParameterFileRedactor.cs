using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Parameters;

/// <summary>Replaces the secrets in a parameter file's own text, line for line, so that it still reads as one.</summary>
/// <param name="isSecret">Whether a parameter of that name and value holds a secret.</param>
/// <param name="replacement">What to write in the place of a value.</param>
public sealed class ParameterFileRedactor(Func<string, string, bool> isSecret, Func<string, string> replacement)
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The text; null where it is no parameter file, or where a secret would stay in it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="utf8">Its content.</param>
    public string? Redact(string file, ReadOnlySpan<byte> utf8)
    {
        var secrets = Secrets(file, utf8);
        var document = TemplateReader.Read(file, utf8);
        var isSam = SamConfigReader.IsOne(file);
        var text = document.Root is MappingNode or SequenceNode && !isSam ? TextMasker.Redact(document, scalar => Known(scalar, secrets), replacement)
            : isSam && !SamConfigReader.IsToml(file) ? SamTree(file, utf8, document, secrets)
            : isSam || !ParameterFileReader.Read(file, utf8).Values.IsEmpty ? InLines(document.Text, secrets)
            : null;
        if (text is null)
            return null;
        // What could not be replaced where it stands would be given away, so the file is read once more.
        return Secrets(file, Encoding.UTF8.GetBytes(text)).Any(s => secrets.Any(known => known.Value == s.Value)) ? null : text;
    }

    /// <summary>A tree has names that tell as in any other file, and pairs in its texts; null where it is not understood whole, since nobody knows then what of it is a secret.</summary>
    private string? SamTree(string file, ReadOnlySpan<byte> utf8, TemplateDocument document, List<(string Name, string Value)> secrets) =>
        document is { Root: MappingNode, Diagnostics.IsEmpty: true } && SamConfigReader.Every(file, utf8).All(f => f.Diagnostics.IsEmpty)
            ? TextMasker.Redact(document, scalar => WithoutPairs(scalar.Text, secrets) is var text && text != scalar.Text ? text : null, replacement)
            : null;

    private List<(string Name, string Value)> Secrets(string file, ReadOnlySpan<byte> utf8)
    {
        // A configuration file of SAM holds those of every environment, scanned or not.
        var files = SamConfigReader.IsOne(file) ? SamConfigReader.Every(file, utf8) : [ParameterFileReader.Read(file, utf8)];
        return
        [
            .. from parameter in files.SelectMany(f => f.Values)
               where parameter.Value is ScalarValue { Text.Length: > 0 } && isSecret(parameter.Name, ((ScalarValue)parameter.Value).Text)
               select (parameter.Name, ((ScalarValue)parameter.Value).Text),
        ];
    }

    private string? Known(ScalarNode scalar, List<(string Name, string Value)> secrets)
    {
        foreach (var (name, value) in secrets)
        {
            if (scalar.Text == value)
                return replacement(value);
            if (scalar.Text.Length == name.Length + 1 + value.Length && scalar.Text.StartsWith(name + "=", StringComparison.Ordinal) && scalar.Text.EndsWith(value, StringComparison.Ordinal))
                return $"{name}={replacement(value)}";
        }

        return null;
    }

    /// <summary>The text with every secret behind an equals sign replaced.</summary>
    private string WithoutPairs(string text, List<(string Name, string Value)> secrets)
    {
        foreach (var (_, value) in secrets.OrderByDescending(s => s.Value.Length))
            text = Regex.Replace(text, $"(=\\s*\\\\?[\"']?){Regex.Escape(value)}", m => m.Groups[1].Value + replacement(value), RegexOptions.CultureInvariant, MatchTimeout);
        return text;
    }

    /// <summary>Lines of Name=Value, and what SAM reads, with such pairs in its texts.</summary>
    private string InLines(string text, List<(string Name, string Value)> secrets)
    {
        var lines = TextMasker.MaskComments(WithoutPairs(text, secrets)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            // What else stands in such a file has no names that would tell.
            if (CredentialDetector.HoldsCredential(secrets.Aggregate(lines[i], (line, s) => line.Replace(replacement(s.Value), CredentialDetector.Hole, StringComparison.Ordinal))))
                lines[i] = "# (secret)";
        }

        return string.Join('\n', lines);
    }
}
