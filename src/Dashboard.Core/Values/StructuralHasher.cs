namespace Dashboard.Core.Values;

/// <summary>Builds the 64-bit structural hash of a value (FNV-1a over text, mixed per child). Internal to a process; never stored.</summary>
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
        foreach (var c in text)
            hash = (hash ^ c) * Prime;
        _hash = hash;
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
}
