using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Parameters;

/// <summary>Collects the values of one parameter file, and what is wrong with it.</summary>
internal sealed class ParameterCollector(string file)
{
    private readonly List<ParameterValue> _values = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public string File => file;

    public ImmutableArray<Diagnostic>.Builder Diagnostics { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>The Jinja that was taken out of the text, where there was any.</summary>
    public JinjaText? Jinja { get; set; }

    public ParameterFile ToFile() => new([.. _values], Diagnostics.ToImmutable());

    public void Add(string name, TemplateNode value, ScalarNode key)
    {
        switch (value)
        {
            case ScalarNode { Kind: not ScalarKind.Null } scalar:
                Add(name, scalar.Value, key.Line, key.Column);
                break;
            case MappingNode { Entries: [{ Key.Text: var tag, Value: var argument }] } when tag.StartsWith("Fn::", StringComparison.Ordinal):
                Add(name, new UnresolvedValue($"!{tag[4..]}{(argument as ScalarNode)?.Text.Insert(0, " ")} is resolved at deployment"), key.Line, key.Column);
                break;
            case SequenceNode list when list.Items.FirstOrDefault(i => i is MappingNode { Entries: [{ Key.Text: var t }] } && t.StartsWith("Fn::", StringComparison.Ordinal)) is { } resolver:
                Add(name, resolver, key);
                break;
            case SequenceNode list when list.Items.All(i => i is ScalarNode { Kind: not ScalarKind.Null }):
                Add(name, string.Join(',', list.Items.Select(i => ((ScalarNode)i).Value)), key.Line, key.Column);
                break;
            default:
                var found = value switch { ScalarNode => "nothing", SequenceNode => "a list of other things than texts", _ => "a mapping" };
                Error(value, name, $"Found {found}; allowed is a text, a number, a boolean or a list of these.");
                break;
        }
    }

    public void Add(string name, string value, int line, int column) => Add(name, new ScalarValue(value), line, column);

    public void Add(string name, PropertyValue value, int line, int column)
    {
        if (Jinja?.Reason(line, (value as ScalarValue)?.Text) is { } reason)
            value = new UnresolvedValue(reason);
        var parameter = new ParameterValue(name, value, new SourceLocation(file, line, column));
        if (_index.TryAdd(name, _values.Count))
        {
            _values.Add(parameter);
            return;
        }

        Error(line, column, name, $"{name} is given a second time; line {_values[_index[name]].Location!.Line} gives it already. The later one is used.");
        _values[_index[name]] = parameter;
    }

    public void Error(TemplateNode at, string key, string message) => Error(at.Line, at.Column, key, message);

    public void Error(int line, int column, string key, string message) =>
        Diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(file, line, column), key, message));
}
