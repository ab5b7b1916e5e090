using System.Globalization;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Collects what is wrong with a file.</summary>
internal sealed class Problems(string file)
{
    private readonly ImmutableArray<Diagnostic>.Builder _all = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Diagnostic> All => [.. _all.OrderBy(d => d.Location.Line)];

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _all.AddRange(diagnostics);

    public SourceLocation At(TemplateNode node) => new(file, node.Line, node.Column);

    public void Error(TemplateNode at, string key, string message) => _all.Add(new Diagnostic(DiagnosticSeverity.Error, At(at), key, message));

    public void Warning(TemplateNode at, string key, string message) => _all.Add(new Diagnostic(DiagnosticSeverity.Warning, At(at), key, message));
}

/// <summary>Reads the fields of one mapping; every field that is wrong becomes a diagnostic, and reading goes on.</summary>
internal sealed class Fields(MappingNode mapping, string key, Problems problems)
{
    public MappingNode Node => mapping;

    public string Key(string name) => key.Length == 0 ? name : $"{key}.{name}";

    /// <summary>The node of a field, or null where it is not there.</summary>
    public TemplateNode? this[string name] => mapping[name];

    /// <summary>Reports every key that is not allowed.</summary>
    public void Allow(params string[] allowed)
    {
        foreach (var (name, _) in mapping.Entries)
        {
            if (allowed.Contains(name.Text))
                continue;
            var near = allowed.Select(a => (Name: a, Distance: Distance(a, name.Text))).MinBy(a => a.Distance);
            var hint = near.Distance <= Math.Max(2, name.Text.Length / 3) ? $"Did you mean \"{near.Name}\"? " : "";
            problems.Error(name, Key(name.Text), $"Found the unknown key \"{name.Text}\". {hint}Allowed are {string.Join(", ", allowed)}.");
        }
    }

    /// <summary>A text; numbers and booleans are taken in their spelling. Null where it is not there or is no text, which is reported.</summary>
    public string? Text(string name, bool required = false)
    {
        switch (mapping[name])
        {
            case ScalarNode { Kind: not ScalarKind.Null, Text: var text } when text.Trim().Length > 0:
                return text.Trim();
            case null or ScalarNode { Kind: ScalarKind.Null } when !required:
                return null;
            case null:
                problems.Error(mapping, Key(name), $"The field \"{name}\" is missing; allowed is a text.");
                return null;
            case var other:
                problems.Error(other, Key(name), $"Found {Describe(other)}; allowed is a text.");
                return null;
        }
    }

    /// <summary>A list of texts; a single text stands for a list of one.</summary>
    public ImmutableArray<ScalarNode> Texts(string name, bool required = false)
    {
        switch (mapping[name])
        {
            case ScalarNode { Kind: not ScalarKind.Null } one:
                return [one];
            case SequenceNode list:
                foreach (var bad in list.Items.Where(i => i is not ScalarNode { Kind: not ScalarKind.Null, Text.Length: > 0 }))
                    problems.Error(bad, Key(name), $"Found {Describe(bad)} in the list; allowed are texts.");
                if (required && list.Items.IsEmpty)
                    problems.Error(list, Key(name), "Found an empty list; allowed is a list of at least one text.");
                return [.. list.Items.OfType<ScalarNode>().Where(s => s is { Kind: not ScalarKind.Null, Text.Length: > 0 })];
            case null or ScalarNode:
                if (required)
                    problems.Error(mapping[name] ?? mapping, Key(name), $"The field \"{name}\" is missing; allowed is a list of texts.");
                return [];
            case var other:
                problems.Error(other, Key(name), $"Found {Describe(other)}; allowed is a list of texts.");
                return [];
        }
    }

    /// <summary>A list of mappings, each with its own fields.</summary>
    public IEnumerable<Fields> Mappings(string name, bool required = false)
    {
        switch (mapping[name])
        {
            case SequenceNode list:
                if (required && list.Items.IsEmpty)
                    problems.Error(list, Key(name), "Found an empty list; allowed is a list of at least one mapping.");
                for (var i = 0; i < list.Items.Length; i++)
                {
                    var item = $"{Key(name)}[{i.ToString(CultureInfo.InvariantCulture)}]";
                    if (list.Items[i] is MappingNode inner)
                        yield return new Fields(inner, item, problems);
                    else
                        problems.Error(list.Items[i], item, $"Found {Describe(list.Items[i])}; allowed is a mapping.");
                }

                break;
            case null or ScalarNode { Kind: ScalarKind.Null }:
                if (required)
                    problems.Error(mapping[name] ?? mapping, Key(name), $"The field \"{name}\" is missing; allowed is a list of mappings.");
                break;
            case var other:
                problems.Error(other, Key(name), $"Found {Describe(other)}; allowed is a list of mappings.");
                break;
        }
    }

    /// <summary>A date such as 2027-06-30.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Error(name, $"Found \"{text}\"; allowed is a date such as 2027-06-30.");
        return null;
    }

    /// <summary>Reports an error at a field, or at the mapping where the field is not there.</summary>
    public void Error(string name, string message) => problems.Error(mapping[name] ?? mapping, Key(name), message);

    public void Error(TemplateNode at, string name, string message) => problems.Error(at, Key(name), message);

    public void Warning(string name, string message) => problems.Warning(mapping[name] ?? mapping, Key(name), message);

    public static string Describe(TemplateNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => "nothing",
        ScalarNode { Text: var text } => text.Trim().Length == 0 ? "an empty text" : $"\"{text}\"",
        SequenceNode => "a list",
        _ => "a mapping",
    };

    /// <summary>How many letters must be changed, added or left out to make one word of the other.</summary>
    private static int Distance(string left, string right)
    {
        if (right.Length > 100)
            return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
