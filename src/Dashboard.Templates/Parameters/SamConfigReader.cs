using System.Text;
using Dashboard.Templates.Syntax;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dashboard.Templates.Parameters;

/// <summary>
/// Reads the parameters of samconfig.toml, and of samconfig.yaml, which is built alike: <c>[staging.deploy.parameters] parameter_overrides = "Size=2 Zones=\"a,b\""</c>, or a list of such texts.
/// What <c>[staging.global.parameters]</c> says holds where the deploy command says nothing.
/// </summary>
internal static class SamConfigReader
{
    private const string Overrides = "parameter_overrides";

    /// <summary>Whether a file is a configuration of SAM: any TOML, and YAML of that name.</summary>
    public static bool IsOne(string file) => file.EndsWith(".toml", StringComparison.OrdinalIgnoreCase)
        || Path.GetFileName(file).ToLowerInvariant() is "samconfig.yaml" or "samconfig.yml";

    public static void Read(ReadOnlySpan<byte> utf8, IReadOnlyList<string> environments, ParameterCollector values)
    {
        var (found, known, isRead) = IsToml(values.File) ? Toml(utf8, values) : Tree(utf8, values);
        if (environments.FirstOrDefault(known.Contains) is not { } environment)
        {
            if (isRead)
                values.Error(1, 1, "", $"Found no environment {string.Join(" or ", environments)}; {Allowed(known, values.File)}");
            return;
        }

        if ((found.GetValueOrDefault($"{environment}.deploy.parameters.{Overrides}") ?? found.GetValueOrDefault($"{environment}.global.parameters.{Overrides}")) is { } overrides)
            overrides(values);
    }

    /// <summary>The parameters of every environment and command, whether or not anything ever reads them: each list of overrides on its own.</summary>
    public static IEnumerable<ParameterFile> Every(string file, ReadOnlySpan<byte> utf8)
    {
        var ignored = new ParameterCollector(file);
        return
        [
            .. (IsToml(file) ? Toml(utf8, ignored) : Tree(utf8, ignored)).Found.Where(e => e.Key == Overrides || e.Key.EndsWith("." + Overrides, StringComparison.Ordinal)).Select(e =>
            {
                var values = new ParameterCollector(file);
                e.Value(values);
                return values.ToFile();
            }),
        ];
    }

    public static bool IsToml(string file) => file.EndsWith(".toml", StringComparison.OrdinalIgnoreCase);

    /// <summary>What each full name's value adds, the environments, and whether the file could be read.</summary>
    private static (Dictionary<string, Action<ParameterCollector>> Found, List<string> Known, bool IsRead) Toml(ReadOnlySpan<byte> utf8, ParameterCollector values)
    {
        if (Parse(utf8) is not { } document)
        {
            values.Error(1, 1, "", "The file is not UTF-8.");
            return ([], [], false);
        }

        foreach (var problem in document.Diagnostics)
            values.Error(problem.Span.Start.Line + 1, problem.Span.Start.Column + 1, "", problem.Message);
        var found = Entries(document);
        var known = found.Keys.Concat(document.Tables.Where(t => t.Name is not null).Select(t => Name(t.Name!) + "."))
            .Where(k => k.Contains('.', StringComparison.Ordinal)).Select(k => k[..k.IndexOf('.', StringComparison.Ordinal)]).Distinct().ToList();
        return (found.ToDictionary(e => e.Key, e => (Action<ParameterCollector>)(to => ReadValue(e.Value.Value, to))), known, !document.HasErrors);
    }

    /// <summary>The same of YAML.</summary>
    private static (Dictionary<string, Action<ParameterCollector>> Found, List<string> Known, bool IsRead) Tree(ReadOnlySpan<byte> utf8, ParameterCollector values)
    {
        var document = TemplateReader.Read(values.File, utf8);
        values.Diagnostics.AddRange(document.Diagnostics);
        var isBroken = document.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
        var found = new Dictionary<string, Action<ParameterCollector>>(StringComparer.Ordinal);
        if (document.Root is not MappingNode root)
            return (found, [], !isBroken);
        Collect("", root, found);
        return (found, [.. root.Entries.Where(e => e.Value is MappingNode).Select(e => e.Key.Text)], !isBroken);
    }

    private static void Collect(string prefix, MappingNode mapping, Dictionary<string, Action<ParameterCollector>> found)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            found[prefix + key.Text] = to => ReadValue(value, to);
            if (value is MappingNode inner)
                Collect($"{prefix}{key.Text}.", inner, found);
        }
    }

    /// <summary>The document; null where the bytes are no text.</summary>
    private static DocumentSyntax? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return SyntaxParser.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Dictionary<string, KeyValueSyntax> Entries(DocumentSyntax document)
    {
        var found = new Dictionary<string, KeyValueSyntax>(StringComparer.Ordinal);
        Collect("", document.KeyValues, found);
        foreach (var table in document.Tables)
        {
            if (table.Name is { } name)
                Collect(Name(name) + ".", table.Items, found);
        }

        return found;
    }

    private static string Allowed(List<string> known, string file) => known.Count == 0
        ? $"the file has none, such as {(IsToml(file) ? "[default.deploy.parameters]" : "default.deploy.parameters")}."
        : $"the file has {string.Join(", ", known.Take(20))}. Name one as {Path.GetFileName(file)}#{known[0]}.";

    /// <summary>Every key with its full name.</summary>
    private static void Collect(string prefix, SyntaxList<KeyValueSyntax> entries, Dictionary<string, KeyValueSyntax> found)
    {
        foreach (var entry in entries)
        {
            if (entry.Key is { } key)
                found[prefix + Name(key)] = entry;
        }
    }

    private static string Name(KeySyntax key) => string.Join('.', key.DotKeys.Select(d => d.Key).Prepend(key.Key).Select(k => k switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    }));

    private static void ReadValue(ValueSyntax? value, ParameterCollector values)
    {
        switch (value)
        {
            case StringValueSyntax text:
                ReadText(text.Value ?? "", text.Span.Start.Line + 1, text.Span.Start.Column + 1, values);
                break;
            case ArraySyntax list:
                foreach (var item in list.Items)
                    ReadValue(item.Value, values);
                break;
            case not null:
                values.Error(value.Span.Start.Line + 1, value.Span.Start.Column + 1, Overrides, "Allowed is a text of Name=Value, or a list of such texts.");
                break;
        }
    }

    private static void ReadValue(TemplateNode value, ParameterCollector values)
    {
        switch (value)
        {
            case ScalarNode { Kind: ScalarKind.String } text:
                ReadText(text.Text, text.Line, text.Column, values);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    ReadValue(item, values);
                break;
            default:
                values.Error(value.Line, value.Column, Overrides, "Allowed is a text of Name=Value, or a list of such texts.");
                break;
        }
    }

    private static void ReadText(string text, int line, int column, ParameterCollector values)
    {
        foreach (var pair in Words(text))
        {
            // ParameterKey=Size,ParameterValue=2 is the older form of Size=2.
            const string Key = "ParameterKey=";
            const string Value = ",ParameterValue=";
            var word = pair.StartsWith(Key, StringComparison.Ordinal) && pair.IndexOf(Value, StringComparison.Ordinal) is > 0 and var comma
                ? string.Concat(pair.AsSpan(Key.Length, comma - Key.Length), "=", pair.AsSpan(comma + Value.Length))
                : pair;
            if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                values.Add(word[..equals], word[(equals + 1)..], line, column);
            else
                values.Error(line, column, Overrides, "Found a word that is not Name=Value.");
        }
    }

    /// <summary>Splits at blanks outside quotes; quotes are taken off, and a backslash keeps the next character.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isOpen) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\'' or '\\' && quote != '\'')
                (isOpen, _) = (true, word.Append(text[++i]));
            else if (quote == '\0' ? c is '"' or '\'' : c == quote)
                (quote, isOpen) = (quote == '\0' ? c : '\0', true);
            else if (quote != '\0' || !char.IsWhiteSpace(c))
                (isOpen, _) = (true, word.Append(c));
            else if (isOpen)
                Take();
        }

        if (isOpen)
            Take();
        return words;

        void Take()
        {
            words.Add(word.ToString());
            word.Clear();
            isOpen = false;
        }
    }
}
