using System.Buffers;
using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Recordings;

/// <summary>Replaces every secret by its <see cref="RecordedSecret"/>: the same secret by the same one, wherever it stands.</summary>
/// <param name="fingerprinter">The maker of the secrets in what is redacted.</param>
internal sealed class Redactor(SecretFingerprinter fingerprinter)
{
    /// <summary>A shorter text may stand elsewhere by chance.</summary>
    private const int ShortestElsewhere = 6;

    private readonly Dictionary<SecretValue, string> _tokens = [];
    private readonly SortedSet<string> _texts = new(StringComparer.Ordinal);
    private SearchValues<string>? _search;

    /// <summary>How many different secrets were replaced.</summary>
    public int Count => _tokens.Count;

    /// <summary>What stands in the place of a secret text; from now on it is replaced wherever it stands.</summary>
    public string Replace(string secret)
    {
        if (secret.Length == 0 || secret == SecretFingerprinter.Masked || RecordedSecret.Is(secret))
            return secret;
        if (IsTelling(secret) && _texts.Add(secret))
            _search = null;
        return Replace(fingerprinter.Fingerprint(secret));
    }

    /// <summary>What stands in the place of a secret of which only the fingerprint is known.</summary>
    public string Replace(SecretValue secret)
    {
        if (!secret.IsKnown)
            return SecretFingerprinter.Masked;
        return _tokens.TryGetValue(secret, out var token) ? token : _tokens[secret] = RecordedSecret.Text(_tokens.Count + 1);
    }

    /// <summary>A value that bears a name: replaced where it looks like a credential, or holds one that is known.</summary>
    public string Named(string name, string value) => CredentialDetector.LooksLikeCredential(name, value) ? Replace(value) : Text(value);

    /// <summary>What stands in the place of a text that is a secret elsewhere; null where it is none, or may be one by chance only.</summary>
    public string? Known(string text) => IsTelling(text) ? _tokens.GetValueOrDefault(fingerprinter.Fingerprint(text)) : null;

    /// <summary>Any text with every known secret in it replaced.</summary>
    public string Text(string text)
    {
        if (text.Length < ShortestElsewhere)
            return text;
        if (Known(text) is { } token)
            return token;
        _search ??= SearchValues.Create([.. _texts], StringComparison.Ordinal);
        if (!text.AsSpan().ContainsAny(_search))
            return text;
        foreach (var secret in _texts.OrderByDescending(t => t.Length))
        {
            if (text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Replace(secret), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>What a service said of a failure; it may quote the value that it did not like.</summary>
    public string? Detail(string? detail) => detail is null ? null : CredentialDetector.HoldsCredential(detail) ? CredentialDetector.Hidden : Text(detail);

    /// <summary>Properties as a reader returned them.</summary>
    public MapValue Properties(MapValue properties) => (MapValue)Value(properties);

    /// <summary>What a reader said of a resource.</summary>
    public ResourceObservation Observation(ResourceObservation observation) =>
        observation with
        {
            Properties = observation.Properties is { } properties ? Properties(properties) : null,
            Detail = Detail(observation.Detail),
            Beside = [.. observation.Beside.Select(Observation)],
        };

    private PropertyValue Value(PropertyValue value) => value switch
    {
        SecretValue secret => new ScalarValue(Replace(secret)),
        ScalarValue { Kind: ScalarKind.String } scalar => Text(scalar.Text) is var text && text == scalar.Text ? scalar : new ScalarValue(text),
        ListValue list => new ListValue([.. list.Items.Select(Value)]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(Text(e.Key), Value(e.Value)))),
        _ => value,
    };

    /// <summary>Whether a text is its own and nobody else's: a word or a number may well be something else where it stands again.</summary>
    private static bool IsTelling(string text)
    {
        if (text.Length < ShortestElsewhere)
            return false;
        var kinds = (text.AsSpan().ContainsAnyInRange('0', '9') ? 1 : 0) + (text.AsSpan().ContainsAnyInRange('a', 'z') ? 1 : 0) + (text.AsSpan().ContainsAnyInRange('A', 'Z') ? 1 : 0)
            + (text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) ? 1 : 0);
        return kinds >= 2;
    }
}
