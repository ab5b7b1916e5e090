using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>A condition's value: true, false, or what could not be worked out; and what it depends on, itself first.</summary>
internal sealed record ConditionResult(PropertyValue Value, ImmutableArray<Dependency> Dependencies)
{
    /// <summary>Null where it cannot be worked out.</summary>
    public bool? IsTrue => ConditionTable.AsBoolean(Value);
}

/// <summary>Works out a template's conditions, each once.</summary>
internal sealed class ConditionTable(StackRenderer stack, MappingNode? section)
{
    private readonly Dictionary<string, MappingEntry> _entries = (section?.Entries ?? []).DistinctBy(e => e.Key.Text).ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
    private readonly Dictionary<string, ConditionResult> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>A condition by its name.</summary>
    public ConditionResult Find(string name, TemplateNode asker, Scope scope)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        if (!_entries.TryGetValue(name, out var entry))
            return new ConditionResult(stack.Evaluator.Fail(asker, scope, $"The template has no condition {name}."), []);
        var (key, node) = entry;
        if (!_open.Add(name))
            return new ConditionResult(stack.Evaluator.Fail(asker, scope, $"The condition {name} depends on itself."), []);
        var inner = new Scope(new TemplatePlace("Conditions", name), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true, InCondition: true);
        var value = stack.Evaluator.Evaluate(node, inner) ?? new UnresolvedValue($"condition {name} is empty");
        // A secret is never told, so neither is what depends on it: "****" may be anything.
        if (value is SecretValue)
            value = new UnresolvedValue($"condition {name} depends on a secret");
        if (AsBoolean(value) is null && value is not (CallValue or UnresolvedValue))
            value = stack.Evaluator.Fail(node, inner, $"The condition {name} is neither true nor false.");
        _open.Remove(name);
        var itself = new Dependency("condition", name, stack.At(key), stack.IsOutermost);
        ImmutableArray<Dependency> dependencies = [itself, .. inner.Dependencies.Distinct()];
        stack.Session.Spend(dependencies.Length);
        return _known[name] = new ConditionResult(value, dependencies);
    }

    /// <summary>What the template says of a condition, or null.</summary>
    public TemplateNode? NodeOf(string name) => _entries.TryGetValue(name, out var entry) ? entry.Value : null;

    /// <summary>Whether a condition is known to be false.</summary>
    public bool IsFalse(string name)
    {
        if (!_known.TryGetValue(name, out var result) && _entries.TryGetValue(name, out var entry) && !_open.Contains(name))
            result = Find(name, entry.Key, new Scope(new TemplatePlace("Conditions"), RenderPath.Root, stack.Session.NewCollector()));
        return result?.IsTrue == false;
    }

    /// <summary>Every condition.</summary>
    public ImmutableSortedDictionary<string, PropertyValue> All()
    {
        var scope = new Scope(new TemplatePlace("Conditions"), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true, InCondition: true);
        return (section?.Entries ?? []).Where(e => !e.Key.Text.StartsWith("Fn::", StringComparison.Ordinal)).ToImmutableSortedDictionary(e => e.Key.Text, e => Find(e.Key.Text, e.Key, scope).Value, StringComparer.Ordinal);
    }

    /// <summary>True or false where a value says so, else null.</summary>
    public static bool? AsBoolean(PropertyValue? value) => value is ScalarValue { Text: var text } && bool.TryParse(text, out var flag) ? flag : null;
}
