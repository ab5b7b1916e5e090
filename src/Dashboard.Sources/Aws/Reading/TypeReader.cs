using Dashboard.Core.Traits;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>Reads the live properties of one resource type from the type's own service.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Name">Who says so, for people: "EC2".</param>
/// <param name="Sections">What is asked, in order. The first one tells whether the resource exists.</param>
internal sealed record TypeReader(string Type, string Name, params ImmutableArray<ReadSection> Sections)
{
    /// <summary>Every operation that it may use.</summary>
    public ImmutableArray<ReadOperation> Operations { get; } = [.. Sections.SelectMany(s => s.Operations).Distinct()];

    /// <summary>The properties that it tells of, also by leaving them out.</summary>
    public ImmutableHashSet<string> Properties { get; } = [.. Sections.SelectMany(s => s.Properties)];

    /// <summary>The name that the first call is signed for.</summary>
    public string Service => Operations[0].Service;

    /// <summary>Places inside these that it does not tell of: JSON pointers, "*" for any item.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];

    /// <summary>The declared properties that it says nothing of, in whole or in a declared part. What no service returns is not among them.</summary>
    public ImmutableArray<string> Unread(MapValue declared)
    {
        var traits = TraitsCatalog.Get(Type).Root;
        return
        [
            .. from entry in declared.Entries
               where entry.Value is not ScalarValue { Kind: ScalarKind.Null } && !IsWriteOnly(entry.Value, traits.Child(entry.Key))
               where !Properties.Contains(entry.Key) || Gaps.Any(g => g.Split('/') is [_, var first, .. var rest] && first == entry.Key && Names(entry.Value, rest))
               select entry.Key,
        ];
    }

    /// <summary>How many calls reading a resource takes that is declared so.</summary>
    public int Calls(MapValue declared) => Sections.Sum(s => s.Calls?.Invoke(declared) ?? s.Operations.Length);

    /// <summary>Reads a resource. What one section is refused, the whole resource is: half of one would look like drift.</summary>
    public async Task<ReadResult<MapValue>> ReadAsync(ReadContext context)
    {
        var found = new List<KeyValuePair<string, PropertyValue>>();
        var called = CalledOperation.Begin();
        foreach (var section in Sections)
        {
            try
            {
                if (await section.ReadAsync(context).ConfigureAwait(false) is { } values)
                    found.AddRange(values);
                else if (ReferenceEquals(section, Sections[0]))
                    return new(ReadOutcome.Missing, null, $"{Name} does not list it.");
            }
            catch (ReadStop stop) when (stop.Code is { } code && section.None.Contains(code))
            {
                // The service says with an error that nothing is configured there.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var stop = ReadStop.Of(e);
                // Only the first one tells whether the resource exists: what is missing later is missing beside it.
                var outcome = stop.Outcome == ReadOutcome.Missing && !ReferenceEquals(section, Sections[0]) ? ReadOutcome.Failed : stop.Outcome;
                var detail = outcome is ReadOutcome.Failed && stop.Code is not null ? FailedCall.Tell(called.Name, stop.Message) : stop.Message;
                return new(outcome, null, detail) { Code = stop.Code };
            }
        }

        return new(ReadOutcome.Read, MapValue.Create(found));
    }

    /// <summary>Whether a value has anything at the path; "*" is any item.</summary>
    private static bool Names(PropertyValue? value, ReadOnlySpan<string> path)
    {
        if (value is null || path.Length == 0)
            return value is not null;
        if (path[0] != "*")
            return Names((value as MapValue)?[path[0]], path[1..]);
        foreach (var item in value switch { ListValue list => list.Items, MapValue map => [.. map.Entries.Select(e => e.Value)], _ => [] })
        {
            if (Names(item, path[1..]))
                return true;
        }

        return false;
    }

    private static bool IsWriteOnly(PropertyValue value, TraitCursor place) => place.Has(TraitFlags.WriteOnly) || value switch
    {
        MapValue { Entries.IsEmpty: false } map => map.Entries.All(e => IsWriteOnly(e.Value, place.Child(e.Key))),
        ListValue { Items.IsEmpty: false } list => list.Items.All(i => IsWriteOnly(i, place.Item())),
        _ => false,
    };
}

/// <summary>What one question to a service tells of a resource.</summary>
/// <param name="Operations">What is asked.</param>
internal abstract record ReadSection(ImmutableArray<ReadOperation> Operations)
{
    /// <summary>Error codes that mean: there is none.</summary>
    public ImmutableHashSet<string> None { get; init; } = [];

    /// <summary>How many calls it takes of what is declared; null: one for each operation.</summary>
    public Func<MapValue, int>? Calls { get; init; }

    /// <summary>The properties that it tells of.</summary>
    public abstract ImmutableArray<string> Properties { get; }

    /// <summary>What there is; null where there is nothing.</summary>
    public abstract Task<IEnumerable<KeyValuePair<string, PropertyValue>>?> ReadAsync(ReadContext context);

    /// <summary>A question and, row by row, what its answer says of each property.</summary>
    public static ReadSection Of<T>(ImmutableArray<ReadOperation> operations, Func<ReadContext, Task<T?>> ask, params ImmutableArray<(string Property, Func<T, PropertyValue?> Value)> rows)
        where T : class => new ReadSection<T>(operations, ask, rows);
}

/// <summary>The same for an answer of one shape.</summary>
internal sealed record ReadSection<T>(ImmutableArray<ReadOperation> Operations, Func<ReadContext, Task<T?>> Ask, ImmutableArray<(string Property, Func<T, PropertyValue?> Value)> Rows)
    : ReadSection(Operations)
    where T : class
{
    public override ImmutableArray<string> Properties => [.. Rows.Select(r => r.Property)];

    public override async Task<IEnumerable<KeyValuePair<string, PropertyValue>>?> ReadAsync(ReadContext context) =>
        await Ask(context).ConfigureAwait(false) is not { } answer ? null
            : from row in Rows
              let value = row.Value(answer)
              where value is not null
              select KeyValuePair.Create(row.Property, value);
}
