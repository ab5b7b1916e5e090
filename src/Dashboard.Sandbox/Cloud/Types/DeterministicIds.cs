using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>Ids that look random and depend on nothing but their seed, so that two starts of the cloud give equal ids.</summary>
internal static class DeterministicIds
{
    private const string UpperAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>Lower-case hexadecimal digits.</summary>
    public static string Hex(string seed, int length) => Convert.ToHexStringLower(Hash(seed))[..Math.Min(length, 64)];

    /// <summary>Upper-case letters and digits, as CloudFormation appends them to names.</summary>
    public static string Upper(string seed, int length)
    {
        var hash = Hash(seed);
        return string.Create(length, hash, static (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = UpperAlphabet[bytes[i % bytes.Length] % UpperAlphabet.Length];
        });
    }

    /// <summary>Decimal digits.</summary>
    public static string Digits(string seed, int length)
    {
        var hash = Hash(seed);
        return string.Create(length, hash, static (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)('0' + (bytes[i % bytes.Length] % 10));
        });
    }

    /// <summary>A version 4 UUID in form.</summary>
    public static string Uuid(string seed)
    {
        var bytes = Hash(seed)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static byte[] Hash(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));
}
