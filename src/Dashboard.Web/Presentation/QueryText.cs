using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Presentation;

/// <summary>Builds the query part of a page's address; what is null or empty stays out, so that a page's plain address is its plain state.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>"?sort=name&amp;q=web", or the empty text.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Reads one value of each name; of a repeated name the last one stands, and an empty value counts as none.</summary>
    public static Func<string, string?> Read(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return name => values.TryGetValue(name, out var found) && found.LastOrDefault() is { Length: > 0 } value ? value : null;
    }
}
