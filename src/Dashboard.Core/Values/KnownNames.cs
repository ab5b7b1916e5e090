using System.Text;

namespace Dashboard.Core.Values;

/// <summary>Names of properties, each made once: live state repeats them in every resource. Threads may overwrite each other's entries: then a name is made again.</summary>
/// <remarks>Only names, never values: what is kept here lives as long as the process.</remarks>
internal static class KnownNames
{
    private const int Slots = 4096;
    private const int Longest = 48;
    private static readonly string?[] Names = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref Names[Hash(utf8) % Slots];
        // A name that is not ASCII equals nothing here, and is made anew.
        return slot is { } known && Ascii.Equals(utf8, known) ? known : slot = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = ((uint)utf8.Length * 31) + utf8[0];
        hash = (hash * 0x9E3779B1) ^ utf8[^1];
        hash = (hash * 0x9E3779B1) ^ utf8[utf8.Length / 2];
        hash = (hash * 0x9E3779B1) ^ utf8[utf8.Length / 4];
        hash = (hash * 0x9E3779B1) ^ utf8[utf8.Length * 3 / 4];
        return (hash * 0x9E3779B1) >> 16;
    }
}
