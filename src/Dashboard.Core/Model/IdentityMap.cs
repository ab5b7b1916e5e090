namespace Dashboard.Core.Model;

/// <summary>How strong a claim to a text is: the strongest first.</summary>
public enum ClaimRight
{
    /// <summary>It is the physical id.</summary>
    PhysicalId,

    /// <summary>The service made it for the owner: an ARN, an endpoint.</summary>
    Attribute,

    /// <summary>The owner's stack exports it.</summary>
    Export,

    /// <summary>It is the owner's text, but too common to tell the owner by.</summary>
    None,
}

/// <summary>Somebody's claim to a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Reference">Who owns it, and which attribute it is.</param>
/// <param name="Right">How strong the claim is.</param>
public sealed record IdentityClaim(string Text, ReferenceValue Reference, ClaimRight Right);

/// <summary>Physical id, ARN or export -> who owns it and which attribute it is. Built from every known stack of every environment.</summary>
/// <remarks>
/// Exact match only. A text that owners of two environments claim with equal right belongs to nobody. Where several owners of one environment do (a
/// function and its role may bear one name), the first given owns it: given in the same order, that is the same one in every environment.
/// </remarks>
public sealed class IdentityMap
{
    /// <summary>Knows nobody.</summary>
    public static readonly IdentityMap Empty = new([], []);

    private readonly Dictionary<string, ReferenceValue?> _byText;
    private readonly Dictionary<ReferenceValue, string> _textOf;

    private IdentityMap(Dictionary<string, ReferenceValue?> byText, Dictionary<ReferenceValue, string> textOf) => (_byText, _textOf) = (byText, textOf);

    /// <summary>Builds the map. Of several attributes of one owner with the same text, the strongest claim is the canonical one, and of equal claims the first given.</summary>
    public static IdentityMap Create(IEnumerable<IdentityClaim> claims)
    {
        var byText = new Dictionary<string, ReferenceValue?>(StringComparer.Ordinal);
        var rights = new Dictionary<string, ClaimRight>(StringComparer.Ordinal);
        var textOf = new Dictionary<ReferenceValue, string>();
        foreach (var (text, reference, right) in claims.OrderBy(c => c.Right))
        {
            if (text.Length == 0)
                continue;
            textOf.TryAdd(reference, text);
            if (right == ClaimRight.None)
                continue;
            if (rights.TryAdd(text, right))
                byText[text] = reference;
            else if (rights[text] == right && byText[text] is { } known && !AreOfOneEnvironment(known.Owner.Stack, reference.Owner.Stack))
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

    private static bool AreOfOneEnvironment(StackKey a, StackKey b) => a.Environment == b.Environment && a.Application == b.Application;
}
