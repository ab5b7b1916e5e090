using System.Collections.Frozen;
using System.Text.Json;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Every normaliser: those in code, and the rows of normalisers.json.</summary>
public static class NormaliserCatalog
{
    internal static readonly ImmutableArray<TextRow> Rows = ReadRows();

    /// <summary>The rules about scalars that a place's flags decide, in the order in which they are asked.</summary>
    internal static readonly ImmutableArray<ScalarNormaliser> Scalars =
    [
        new ScalarKindNormaliser(), new BooleanSpelling(), new NumberSpelling(), new JsonNumber(), AccountPrincipal.Instance, LetterCase.Instance, new CidrSpelling(),
        new KmsKey(), new ResourceName(), SchemaTransform.Instance, AutoscaledValue.Instance,
    ];

    private static readonly ImmutableArray<Normaliser> Shapes =
    [
        EmptyContainer.Rule, DefaultValue.Rule, SystemTags.Rule, TagOrder.Rule, SetOrder.Rule, KeyedListOrder.Rule, SingleOrList.Rule, JsonText.Rule, YamlText.Rule, AccessPolicy.Rule, MaskedText.Rule, SiblingAttachment.Rule,
        NumberedStatement.Rule, PlainOrBase64.Rule, FilledValue.Rule, Principals.Everybody,
    ];

    private static readonly FrozenDictionary<string, Normaliser> ById = Scalars.Concat(Shapes).Concat(Rows).ToFrozenDictionary(n => n.Id, StringComparer.Ordinal);

    private static readonly ILookup<string, (string Path, TextRow Row)> ByType =
        Rows.SelectMany(r => r.Places.Select(p => (p.Type, p.Path, Row: r))).ToLookup(p => p.Type, p => (p.Path, p.Row), StringComparer.Ordinal);

    /// <summary>Every normaliser, by id.</summary>
    public static ImmutableArray<Normaliser> All { get; } = [.. ById.Values.OrderBy(n => n.Id, StringComparer.Ordinal)];

    /// <summary>The normaliser of an id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Normaliser Get(string id) => ById[id];

    /// <summary>The rows that hold at places of a type.</summary>
    internal static IEnumerable<(string Path, TextRow Row)> RowsOf(string type) => ByType[type];

    private static ImmutableArray<TextRow> ReadRows()
    {
        using var stream = typeof(NormaliserCatalog).Assembly.GetManifestResourceStream("Dashboard.Core.Comparison.Normalisers.normalisers.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(ReadRow)];
    }

    private static TextRow ReadRow(JsonElement row) => new(
        row.GetProperty("id").GetString()!,
        row.GetProperty("title").GetString()!,
        row.GetProperty("summary").GetString()!,
        [.. row.GetProperty("samples").EnumerateArray().Select(s => new NormaliserSample(
            s.GetProperty("type").GetString()!, s.GetProperty("left").GetRawText(), s.GetProperty("right").GetRawText(), s.GetProperty("same").GetBoolean()))],
        TextSteps.Read(row.GetProperty("steps")),
        row.TryGetProperty("live", out var live) && live.GetBoolean(),
        [.. row.GetProperty("places").EnumerateArray().Select(p => p.GetString()!.Split(' ')).Select(p => (p[0], p[1]))]);
}
