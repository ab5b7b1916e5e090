namespace Dashboard.Core.Model;

/// <summary>Physical id, ARN or export -> who owns it and which attribute it is. Built from every known stack of every environment.</summary>
/// <remarks>Exact match only. A text that two owners claim with equal right belongs to nobody.</remarks>
public sealed class IdentityMap
{
    /// <summary>Knows nobody.</summary>
    public static readonly IdentityMap Empty = new([], []);

    private readonly Dictionary<string, ReferenceValue?> _byText;
    private readonly Dictionary<ReferenceValue, string> _textOf;

    private IdentityMap(Dictionary<string, ReferenceValue?> byText, Dictionary<ReferenceValue, string> textOf) => (_byText, _textOf) = (byText, textOf);

    /// <summary>Builds the map. Of several attributes of one owner with the same text, the first given is the canonical one.</summary>
    public static IdentityMap Create(IEnumerable<(string Text, ReferenceValue Reference)> identities)
    {
        var byText = new Dictionary<string, ReferenceValue?>(StringComparer.Ordinal);
        var textOf = new Dictionary<ReferenceValue, string>();
        foreach (var (text, reference) in identities)
        {
            if (text.Length == 0)
                continue;
            textOf.TryAdd(reference, text);
            if (!byText.TryGetValue(text, out var known))
                byText[text] = reference;
            else if (known is not null && known.Owner != reference.Owner)
                byText[text] = null;
        }

        return new IdentityMap(byText, textOf);
    }

    /// <summary>Every text that belongs to exactly one owner.</summary>
    public IEnumerable<KeyValuePair<string, ReferenceValue>> Known => _byText.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value!));

    /// <summary>Who owns a text, or null.</summary>
    public ReferenceValue? Find(string text) => _byText.GetValueOrDefault(text);

    /// <summary>The text of a reference, or null where it is not known.</summary>
    public string? TextOf(ReferenceValue reference) => _textOf.GetValueOrDefault(reference);

    /// <summary>The one spelling of a reference: an Arn that is also the physical id becomes "Ref".</summary>
    public ReferenceValue Canonical(ReferenceValue reference) =>
        TextOf(reference) is { } text && Find(text) is { } canonical && canonical.Owner == reference.Owner ? canonical : reference;
}
