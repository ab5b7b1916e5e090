using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Parameters;

/// <summary>The parameters of one file.</summary>
/// <param name="Values">By name, in the file's order, each with its line. Values are plain scalars: the renderer makes secrets of those whose parameter
/// is NoEcho. A value that the file leaves to the deployed stack (UsePreviousValue) is unresolved.</param>
/// <param name="Diagnostics">What was wrong.</param>
public sealed record ParameterFile(ImmutableArray<ParameterValue> Values, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Reads parameter files in every form that teams use: the CloudFormation CLI's list (ParameterKey/ParameterValue), a {"Parameters": {...}} object,
/// a flat map, YAML of any of these, Key=Value lines, the <c>parameters</c> of Sceptre's stack configurations and of deployment files, and samconfig.toml and samconfig.yaml.
/// Lists become comma-separated text. What another tool works out at deployment (Jinja, <c>!stack_output</c>) is unresolved, with the reason.
/// </summary>
public static class ParameterFileReader
{
    private const string Forms =
        "a list of ParameterKey/ParameterValue, a mapping of names to values (also under \"Parameters\"), or lines of Name=Value";

    /// <summary>The environment of samconfig.toml that is read where none is named.</summary>
    public const string DefaultEnvironment = "default";

    /// <summary>Takes the environment off a name such as "samconfig.toml#prod"; null where it names none.</summary>
    public static (string File, string? Environment) Split(string name) => name.LastIndexOf('#') is > 0 and var mark && SamConfigReader.IsOne(name[..mark])
        ? (name[..mark], name[(mark + 1)..])
        : (name, null);

    /// <summary>Reads a file; the form is recognised by its content.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="utf8">Its content.</param>
    /// <param name="environments">The configuration environments of a samconfig: the first that it has is read, and one of them it must have. None: "default".</param>
    public static ParameterFile Read(string file, ReadOnlySpan<byte> utf8, params IReadOnlyList<string> environments)
    {
        var values = new ParameterCollector(file);
        if (SamConfigReader.IsOne(file))
        {
            SamConfigReader.Read(utf8, environments.Count == 0 ? [DefaultEnvironment] : environments, values);
            return values.ToFile();
        }

        var document = TemplateReader.Read(file, utf8);
        if (JinjaText.Find(document.Text) is { } jinja)
        {
            values.Jinja = jinja;
            document = TemplateReader.Read(file, jinja.Text);
        }

        if (IsLines(document.Text))
        {
            ReadLines(document.Text, values);
            return values.ToFile();
        }

        values.Diagnostics.AddRange(document.Diagnostics);
        if (document.Root is { } root)
            ReadNode(root, values);
        return values.ToFile();
    }

    private static void ReadNode(TemplateNode root, ParameterCollector values)
    {
        switch (root)
        {
            case MappingNode mapping when mapping["Parameters"] is MappingNode or SequenceNode:
                // The template configuration of CodePipeline: Tags and StackPolicy stand beside it and say nothing of parameters.
                ReadNode(mapping["Parameters"]!, values);
                break;
            case MappingNode mapping when mapping["parameters"] is MappingNode given:
                ReadNode(given, values);
                break;
            case MappingNode mapping when IsConfiguration(mapping):
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                    values.Add(key.Text, value, key);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    ReadItem(item, values);
                break;
            default:
                values.Error(root, "", $"Found a text; allowed is {Forms}.");
                break;
        }
    }

    /// <summary>Whether it is a stack configuration of Sceptre, or a deployment file, that gives no parameters.</summary>
    private static bool IsConfiguration(MappingNode mapping) =>
        mapping["template_path"] is not null || mapping["template-file-path"] is not null || mapping["stack_name"] is not null || mapping["template"] is MappingNode;

    /// <summary><c>{"ParameterKey": "Size", "ParameterValue": "2"}</c>, or the text <c>"Size=2"</c>.</summary>
    private static void ReadItem(TemplateNode item, ParameterCollector values)
    {
        if (item is ScalarNode { Text: var line } scalar && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            values.Add(line[..equals].Trim(), line[(equals + 1)..], scalar.Line, scalar.Column);
            return;
        }

        if (item is not MappingNode mapping || mapping["ParameterKey"] is not ScalarNode { Text: { Length: > 0 } name } key)
            values.Error(item, "", "An item has no ParameterKey; allowed is {\"ParameterKey\": \"Name\", \"ParameterValue\": \"value\"}.");
        else if (mapping["ParameterValue"] is { } value)
            values.Add(name, value, key);
        else if (mapping["UsePreviousValue"] is ScalarNode { Text: var previous } && bool.TryParse(previous, out var keep) && keep)
            values.Add(name, new UnresolvedValue($"parameter {name} keeps its deployed value"), key.Line, key.Column);
        else
            values.Error(key, name, "The item has no ParameterValue.");
    }

    /// <summary>Whether the first line that says anything is <c>Name=value</c>.</summary>
    private static bool IsLines(string text)
    {
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
                continue;
            return NameLength(line) > 0;
        }

        return false;
    }

    /// <summary>The length of the name before "="; 0 where the line is something else.</summary>
    private static int NameLength(ReadOnlySpan<char> line)
    {
        var equals = line.IndexOf('=');
        if (equals <= 0)
            return 0;
        foreach (var c in line[..equals].TrimEnd())
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return 0;
        }

        return equals;
    }

    private static void ReadLines(string text, ParameterCollector values)
    {
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
                continue;
            if (NameLength(line) is > 0 and var equals)
            {
                var value = line[(equals + 1)..].Trim();
                if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
                    value = value[1..^1];
                values.Add(line[..equals].TrimEnd().ToString(), value.ToString(), number, 1);
            }
            else
            {
                values.Error(number, 1, "", "The line is not Name=Value.");
            }
        }
    }
}
