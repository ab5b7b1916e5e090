namespace Dashboard.Core.Values;

/// <summary>What was found out of names, for those that were asked for last: one slot for each of a few hundred, in front of a table that holds all of them.</summary>
/// <remarks>An entry never changes, so that threads may overwrite each other's: then a name is looked up again. Only names, never values.</remarks>
/// <param name="slots">A power of two.</param>
internal sealed class NameTable<T>(int slots)
{
    private readonly Entry?[] _entries = new Entry?[slots];

    /// <summary>What was put under a name, where its slot still holds it.</summary>
    public bool TryGet(string name, out T value)
    {
        if (_entries[Slot(name)] is { } entry && entry.Name == name)
        {
            value = entry.Value;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>Puts a name into its slot.</summary>
    public void Put(string name, T value) => _entries[Slot(name)] = new Entry(name, value);

    private int Slot(string name)
    {
        var hash = (uint)name.Length;
        if (name.Length > 0)
            hash = (((((hash * 31) + name[0]) * 31) + name[name.Length / 2]) * 31) + name[^1];
        return (int)((hash * 0x9E3779B1) >> 16) & (_entries.Length - 1);
    }

    private sealed class Entry(string name, T value)
    {
        public readonly string Name = name;
        public readonly T Value = value;
    }
}
