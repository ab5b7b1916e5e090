using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Presentation;

/// <summary>What is opened on a page of what is folded at first, as its address holds it: by short names, since an address has an end.</summary>
public readonly record struct OpenedParts
{
    /// <summary>Nobody opens more by hand; what is beyond it in an address counts as not given.</summary>
    private const int Most = 100;

    // In order and each once, so that the same parts are the same text; null: none.
    private readonly string? _names;

    private OpenedParts(IEnumerable<string> names)
    {
        var text = string.Join('.', names.Where(IsName).Distinct(StringComparer.Ordinal).Take(Most).Order(StringComparer.Ordinal));
        _names = text.Length == 0 ? null : text;
    }

    /// <summary>A short name of a part that has a long one, or one that an address would have to escape.</summary>
    /// <param name="place">The long name: another one has another short name, or nearly always.</param>
    public static string NameOf(string place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..6];

    /// <summary>Reads what an address says; what is no name of ours in it is left out.</summary>
    public static OpenedParts Parse(string? text) => new((text ?? "").Split('.'));

    /// <summary>What <see cref="Parse"/> reads back; null where nothing is opened.</summary>
    public string? Format() => _names;

    /// <summary>Whether a part is opened.</summary>
    public bool Holds(string name) => _names is not null && _names.Split('.').Contains(name);

    /// <summary>These, and one part more, or without one that was among them.</summary>
    public OpenedParts Toggle(string name) => Holds(name) ? new(_names!.Split('.').Where(n => n != name)) : new([name, .. (_names ?? "").Split('.')]);

    private static bool IsName(string text) => text.Length is > 0 and <= 20 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
