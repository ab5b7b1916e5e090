using System.Globalization;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>The form of a Query protocol request: "Action=ListStacks&amp;StackStatusFilter.member.1=CREATE_COMPLETE".</summary>
internal sealed class QueryForm(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>A field, or null; an empty one is null too.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The names of what was sent.</summary>
    public IEnumerable<string> Names => fields.Keys;

    /// <summary>Whether the field was sent at all.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>A field that must be there.</summary>
    /// <exception cref="SandboxException">ValidationError.</exception>
    public string Require(string name) => this[name]
        ?? throw new SandboxException("ValidationError", $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");

    /// <summary>Whether a field says true.</summary>
    public bool Flag(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The items of a list: "Name.member.1", "Name.member.2".</summary>
    public ImmutableArray<string> List(string name)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        while (fields.TryGetValue(Member(name, items.Count + 1), out var item))
            items.Add(item);
        return items.ToImmutable();
    }

    /// <summary>The items of a list of structures, each as its fields.</summary>
    public IEnumerable<QueryForm> Structures(string name)
    {
        for (var i = 1; ; i++)
        {
            var prefix = Member(name, i) + ".";
            var item = fields.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(f => f.Key[prefix.Length..], f => f.Value, StringComparer.Ordinal);
            if (item.Count == 0)
                yield break;
            yield return new QueryForm(item);
        }
    }

    /// <summary>A number between bounds.</summary>
    /// <exception cref="SandboxException">ValidationError.</exception>
    public int Number(string name, int fallback, int min, int max)
    {
        if (this[name] is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new SandboxException("ValidationError", string.Create(CultureInfo.InvariantCulture,
                $"1 validation error detected: Value '{text}' at '{name}' failed to satisfy constraint: Member must have value between {min} and {max}"));
    }

    private static string Member(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}.member.{index}");
}
