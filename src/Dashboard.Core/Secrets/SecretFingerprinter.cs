using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Core.Secrets;

/// <summary>The only maker of secrets: replaces a text by its HMAC-SHA256 under a key that the host gives.</summary>
/// <remarks>Neither the key nor a fingerprint ever leaves the process's snapshots.</remarks>
public sealed class SecretFingerprinter
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>What CloudFormation returns for the value of a NoEcho parameter.</summary>
    public const string Masked = "****";

    private readonly byte[] _key;

    /// <summary>Creates a fingerprinter.</summary>
    /// <param name="key">32 random bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public SecretFingerprinter(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"A fingerprint key has {KeyLength} bytes, not {key.Length}.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>A fingerprinter with a key of its own, for a command without a data folder.</summary>
    public static SecretFingerprinter CreateRandom() => new(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>The secret in place of a text; unknowable for the service's own mask.</summary>
    public SecretValue Fingerprint(string text) =>
        text == Masked ? SecretValue.Unknowable : new SecretValue(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)), text.Contains(RecordedSecret.Prefix, StringComparison.Ordinal) ? RecordedSecret.Is(text) : null);

    /// <summary>The secret in place of a whole value (its canonical JSON); unknowable where the value is not fully known.</summary>
    public SecretValue Fingerprint(PropertyValue value) => value switch
    {
        SecretValue secret => secret,
        ScalarValue scalar => Fingerprint(scalar.Text),
        ListValue or MapValue when IsKnown(value) => Fingerprint(JsonValues.Write(value)),
        _ => SecretValue.Unknowable,
    };

    private static bool IsKnown(PropertyValue value) => value switch
    {
        ScalarValue => true,
        ListValue list => list.Items.All(IsKnown),
        MapValue map => map.Entries.All(e => IsKnown(e.Value)),
        _ => false,
    };
}
