namespace Dashboard.Templates.Rendering;

/// <summary>What a walk over a value found.</summary>
internal record struct ValueScan(long Size, int Depth, bool HasSecret, UnresolvedValue? Unresolved);

/// <summary>Remembers how large kept calls are when every part that they share is counted where it stands: a few conditions that name each other
/// twice would else stand for millions of values.</summary>
internal sealed class KeptValues
{
    /// <summary>The most values that one call may hold.</summary>
    public const int MaxSize = 50_000;

    /// <summary>How deep values may nest: whatever walks over them recurses.</summary>
    public const int MaxDepth = 200;

    private readonly Dictionary<PropertyValue, (long Size, int Depth)> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>A call that holds no secret and nothing unresolved.</summary>
    public void Add(CallValue call, in ValueScan arguments) => _known[call] = (arguments.Size + 1, arguments.Depth + 1);

    /// <summary>Walks over values; kept calls are not entered again.</summary>
    public ValueScan Scan(ReadOnlySpan<PropertyValue> values)
    {
        var scan = default(ValueScan);
        foreach (var value in values)
            Scan(value, 1, ref scan);
        return scan;
    }

    private void Scan(PropertyValue value, int depth, ref ValueScan scan)
    {
        scan.Size++;
        scan.Depth = Math.Max(scan.Depth, depth);
        switch (value)
        {
            case SecretValue:
                scan.HasSecret = true;
                break;
            case UnresolvedValue unresolved:
                scan.Unresolved ??= unresolved;
                break;
            case CallValue call when _known.TryGetValue(call, out var known):
                scan.Size += known.Size - 1;
                scan.Depth = Math.Max(scan.Depth, depth + known.Depth - 1);
                break;
            case CallValue call:
                ScanAll(call.Arguments, depth + 1, ref scan);
                break;
            case ListValue list:
                ScanAll(list.Items, depth + 1, ref scan);
                break;
            case CompositeValue composite:
                ScanAll(composite.Parts, depth + 1, ref scan);
                break;
            case MapValue map:
                foreach (var entry in map.Entries)
                    Scan(entry.Value, depth + 1, ref scan);
                break;
        }
    }

    private void ScanAll(ImmutableArray<PropertyValue> values, int depth, ref ValueScan scan)
    {
        foreach (var value in values)
            Scan(value, depth, ref scan);
    }
}
