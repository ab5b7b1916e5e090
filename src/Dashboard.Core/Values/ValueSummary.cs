using System.Runtime.InteropServices;

namespace Dashboard.Core.Values;

/// <summary>What stands somewhere in a value, so that nobody needs to walk over it to look.</summary>
[Flags]
public enum ValueContents : byte
{
    /// <summary>Nothing of the below.</summary>
    None = 0,

    /// <summary>A secret.</summary>
    Secret = 1,

    /// <summary>A secret of which nothing is known.</summary>
    UnknowableSecret = 2,

    /// <summary>A value that cannot be worked out.</summary>
    Unresolved = 4,

    /// <summary>A text with a dynamic reference in it.</summary>
    DynamicReference = 8,
}

/// <summary>Sums a value up while it is made: its structural hash (four characters of a text at a time, mixed per child), how large it is, and what stands in it.</summary>
/// <remarks>The hash is internal to a process and never stored. What is shared counts wherever it stands: a few values that hold each other twice are millions.</remarks>
internal struct ValueSummary(ulong seed)
{
    /// <summary>Where counting ends.</summary>
    public const int MaxSize = int.MaxValue / 4;

    private const ulong Prime = 0x100000001b3;

    /// <summary>The structural hash so far.</summary>
    public ulong Hash { get; private set; } = 0xcbf29ce484222325 ^ (seed * 0x9E3779B97F4A7C15);

    /// <summary>How many values there are, this one included.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>How many values contain each other, this one included.</summary>
    public int Depth { get; private set; } = 1;

    /// <summary>What stands in it.</summary>
    public ValueContents Contents { get; private set; }

    /// <summary>Of a text and what is known of it.</summary>
    public static ValueSummary Of(ulong seed, string text, ulong more = 0, ValueContents contents = ValueContents.None)
    {
        var summary = new ValueSummary(seed) { Contents = contents };
        summary.Add(more);
        summary.Add(text);
        return summary;
    }

    /// <summary>Of values in an order, under a name.</summary>
    public static ValueSummary Of(ulong seed, string name, ImmutableArray<PropertyValue> items)
    {
        var summary = Of(seed, name);
        foreach (var item in items)
            summary.Add(item);
        summary.Add((ulong)items.Length);
        return summary;
    }

    /// <summary>Of sorted entries.</summary>
    public static ValueSummary Of(ulong seed, ImmutableArray<KeyValuePair<string, PropertyValue>> entries)
    {
        var summary = new ValueSummary(seed);
        foreach (var entry in entries)
        {
            summary.Add(entry.Key);
            summary.Add(entry.Value);
        }

        summary.Add((ulong)entries.Length);
        return summary;
    }

    /// <summary>Of an attribute and its owner.</summary>
    public static ValueSummary Of(ulong seed, ResourceOwner owner, string attribute)
    {
        var summary = Of(seed, owner.Stack.Application);
        summary.Add(owner.Stack.Environment);
        summary.Add(owner.Stack.Component);
        summary.Add(owner.Stack.Region);
        summary.Add(owner.Stack.Instance);
        summary.Add(owner.Address.ToString());
        summary.Add(attribute);
        return summary;
    }

    private void Add(ulong value) => Hash = System.Numerics.BitOperations.RotateLeft((Hash ^ value) * 0x9E3779B97F4A7C15, 29) * Prime;

    private void Add(string text)
    {
        var hash = Hash;
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        var rest = 0UL;
        foreach (var c in MemoryMarshal.Cast<byte, char>(bytes))
            rest = (rest << 16) | c;
        Hash = Mix(hash, rest);
        Add((ulong)text.Length);
    }

    private void Add(PropertyValue child)
    {
        Add(child.StructuralHash);
        Size = Math.Min(MaxSize, Size + child.Size);
        Depth = Math.Max(Depth, Math.Min(ushort.MaxValue, child.Depth + 1));
        Contents |= child.Contents;
    }

    /// <summary>Every hash leads to another one with the same word, so that nothing that was mixed in is lost.</summary>
    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 32);
    }
}
