using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>Long identifiers in few letters; the whole one always stands beside it, as a title or to copy.</summary>
public static class ShortText
{
    /// <summary>The first seven digits of a commit id.</summary>
    public static string? Commit(string? id) => id is { Length: > 7 } ? id[..7] : id;

    /// <summary>"EC2::SecurityGroup": everything of AWS goes without saying.</summary>
    public static string Type(string type) => type.StartsWith("AWS::", StringComparison.Ordinal) ? type[5..] : type;

    /// <summary>An address without the mark of what no template knows.</summary>
    public static string Address(ResourceAddress address) => address.Path.TrimStart('~');

    /// <summary>One of two texts in at most so many letters and its marks: cut in its middle where what differs is seen all the same, else around that.</summary>
    public static string Differing(string text, string? other, int most)
    {
        if (text.Length <= most || other is null || text.AsSpan().CommonPrefixLength(other) < (most - 1) / 2)
            return Middle(text, most);
        var (start, end) = ValueExcerpt.Of(text, other, most);
        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }

    /// <summary>A text of at most so many letters, cut in its middle: the end of an ARN tells more than its middle.</summary>
    public static string Middle(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, (most - 1) / 2), "…", text.AsSpan(text.Length - (most / 2)));
}
