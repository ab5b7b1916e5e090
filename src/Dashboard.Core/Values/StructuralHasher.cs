using System.Runtime.InteropServices;

namespace Dashboard.Core.Values;

/// <summary>Builds the 64-bit structural hash of a value (four characters of a text at a time, mixed per child). Internal to a process; never stored.</summary>
internal struct StructuralHasher(ulong seed)
{
    private const ulong Prime = 0x100000001b3;
    private ulong _hash = 0xcbf29ce484222325 ^ (seed * 0x9E3779B97F4A7C15);

    public StructuralHasher Add(ulong value)
    {
        _hash = System.Numerics.BitOperations.RotateLeft((_hash ^ value) * 0x9E3779B97F4A7C15, 29) * Prime;
        return this;
    }

    public StructuralHasher Add(string text)
    {
        var hash = _hash;
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        var rest = 0UL;
        foreach (var c in MemoryMarshal.Cast<byte, char>(bytes))
            rest = (rest << 16) | c;
        _hash = Mix(hash, rest);
        return Add((ulong)text.Length);
    }

    public StructuralHasher Add(ImmutableArray<PropertyValue> items)
    {
        foreach (var item in items)
            Add(item.StructuralHash);
        return Add((ulong)items.Length);
    }

    public StructuralHasher Add(ImmutableArray<KeyValuePair<string, PropertyValue>> entries)
    {
        foreach (var entry in entries)
        {
            Add(entry.Key);
            Add(entry.Value.StructuralHash);
        }

        return Add((ulong)entries.Length);
    }

    public readonly ulong ToHash() => _hash;

    /// <summary>Every hash leads to another one with the same word, so that nothing that was mixed in is lost.</summary>
    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 32);
    }
}
