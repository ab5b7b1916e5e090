using CsCheck;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Generators;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>What holds of every comparison, whatever the two sides hold.</summary>
public class ComparisonLawTests
{
    [Fact]
    public void Nothing_differs_from_itself() => Gen.Select(Types, Maps(4, isPlain: false), Options).Sample((type, value, options) =>
        Assert.Empty(ResourceComparer.Compare(type, value, value, options).Differences));

    [Fact]
    public void Nothing_throws_and_each_leaf_is_said_once() =>
        Gen.Select(Types, Maps(4, isPlain: false), Maps(4, isPlain: false), Options).Sample((type, left, right, options) =>
        {
            var result = ResourceComparer.Compare(type, left, right, options with { ListsEqual = true });
            Assert.Equal(result.Differences.OrderBy(d => d.Path, PathOrder.Instance).Select(d => d.Path), result.Differences.Select(d => d.Path));
            Assert.All(result.Differences, d => Assert.Equal(d.Kind, d.Left is null ? DifferenceKind.Add : d.Right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual));
        });

    /// <summary>What is added from one side is removed from the other, with the same values and at the same places: what changed stands where each side has it.</summary>
    [Fact]
    public void Two_templates_differ_alike_from_either_side() =>
        Gen.Select(Types, Maps(4, isPlain: true), Maps(4, isPlain: true)).Sample((type, left, right) =>
        {
            var atRight = ComparisonOptions.Templates with { HasIndexesOfRight = true };
            var there = ResourceComparer.Compare(type, left, right, atRight).Differences;
            var back = ResourceComparer.Compare(type, right, left, atRight).Differences;
            Assert.Equal(
                Said(there.Select(d => (d.Kind == DifferenceKind.NotEqual ? "" : d.Path.ToString(), d.Left, d.Right))),
                Said(back.Select(d => (d.Kind == DifferenceKind.NotEqual ? "" : d.Path.ToString(), d.Right, d.Left))));
            Assert.Equal(
                Said(there.Where(d => d.Kind == DifferenceKind.NotEqual).Select(d => (d.Path.ToString(), d.Left, d.Right))),
                Said(ResourceComparer.Compare(type, right, left, ComparisonOptions.Templates).Differences.Where(d => d.Kind == DifferenceKind.NotEqual).Select(d => (d.Path.ToString(), d.Right, d.Left))));
        });

    [Fact]
    public void Equal_leaves_are_listed_alike_whether_or_not_both_sides_are_spelled_alike() => Gen.Select(Types, Maps(4, isPlain: true)).Sample((type, value) =>
    {
        MapValue text = (MapValue)Spelled(value, ScalarKind.String), number = (MapValue)Spelled(value, ScalarKind.Number);
        var options = ComparisonOptions.Templates with { ListsEqual = true };
        var unlike = ResourceComparer.Compare(type, text, number, options);
        // In a JSON document the kind of a scalar matters: the two differ there.
        if (unlike.Differences.Length == 0)
            Assert.Equal(unlike.Equal.Select(e => e.Path), ResourceComparer.Compare(type, text, text, options).Equal.Select(e => e.Path));
    });

    [Fact]
    public void The_order_of_keys_says_nothing() => Gen.Select(Types, Maps(4, isPlain: false), Maps(4, isPlain: false)).Sample((type, left, right) =>
        Assert.Equal(
            ResourceComparer.Compare(type, left, right, ComparisonOptions.Templates).Differences.Select(d => $"{d.Kind} {d.Path}"),
            ResourceComparer.Compare(type, Reordered(left), Reordered(right), ComparisonOptions.Templates).Differences.Select(d => $"{d.Kind} {d.Path}")));

    [Fact]
    public void One_changed_leaf_is_found_once_and_at_its_place()
    {
        var names = AnyOf("A", "B", "C", "D");
        var leaves = Gen.String[Gen.Char.AlphaNumeric, 1, 5].Select(t => (PropertyValue)new ScalarValue("v" + t));
        var flat = Gen.Select(names, leaves).Array[1, 4].Select(Of);
        var deep = Gen.Select(names, Gen.OneOf(leaves, flat.Select(m => (PropertyValue)m))).Array[1, 4].Select(Of);
        Gen.Select(deep, Gen.Int[0, 1000]).Sample((value, pick) =>
        {
            var places = Leaves(value, PropertyPath.Root).ToList();
            var (path, _) = places[pick % places.Count];
            var changed = (MapValue)Set(value, path, 0, new ScalarValue("changed"));

            var difference = Assert.Single(ResourceComparer.Compare("Custom::Thing", value, changed, ComparisonOptions.Drift).Differences);
            Assert.Equal((path, DifferenceKind.NotEqual, "changed"), (difference.Path, difference.Kind, difference.Right!.ToString()));
        });

        static MapValue Of((string Name, PropertyValue Value)[] entries) => MapValue.Create(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));
    }

    [Fact]
    public void One_added_tag_is_found_once_wherever_it_stands() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Sample((count, at) =>
        {
            var tags = Enumerable.Range(0, count).Select(i => Tag($"k{i}")).ToList();
            var more = tags.ToList();
            more.Insert(Math.Min(at, count), Tag("new"));
            var result = ResourceComparer.Compare("AWS::S3::Bucket", Bucket(tags), Bucket(more), ComparisonOptions.Drift);
            Assert.Equal(DifferenceKind.Add, Assert.Single(result.Differences).Kind);
            Assert.Equal("new", result.Differences[0].Path.InnermostKey?.Value);
        });

    /// <summary>What is said of each difference, in an order of its own.</summary>
    private static IEnumerable<string> Said(IEnumerable<(string Path, PropertyValue? Left, PropertyValue? Right)> differences) =>
        differences.Select(d => $"{d.Path}: {d.Left} | {d.Right}").Order(StringComparer.Ordinal);

    /// <summary>The value with every scalar of one kind, in lower case, and without documents in text.</summary>
    private static PropertyValue Spelled(PropertyValue value, ScalarKind kind) => value switch
    {
        ScalarValue scalar => new ScalarValue(scalar.Text is ['{' or '[', ..] or "" ? "x" : scalar.Text.ToLowerInvariant(), kind),
        ListValue list => new ListValue([.. list.Items.Select(i => Spelled(i, kind))]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Spelled(e.Value, kind)))),
        _ => value,
    };

    private static MapValue Bucket(IEnumerable<PropertyValue> tags) => MapValue.Of(("BucketName", Write.Text("b")), ("Tags", new ListValue([.. tags])));

    private static MapValue Tag(string key) => MapValue.Of(("Key", Write.Text(key)), ("Value", Write.Text("v")));

    private static IEnumerable<(PropertyPath Path, PropertyValue Value)> Leaves(PropertyValue value, PropertyPath path) =>
        value is MapValue map ? map.Entries.SelectMany(e => Leaves(e.Value, path.Append(e.Key))) : [(path, value)];

    private static PropertyValue Set(PropertyValue value, PropertyPath path, int depth, PropertyValue leaf) => depth == path.Segments.Length
        ? leaf
        : ((MapValue)value).With(path.Segments[depth].Name!, Set(((MapValue)value)[path.Segments[depth].Name!]!, path, depth + 1, leaf));

    /// <summary>The same value with every map's entries given the other way round.</summary>
    private static MapValue Reordered(MapValue map) => MapValue.Create(map.Entries.Reverse().Select(e => KeyValuePair.Create(e.Key, Reordered(e.Value))));

    private static PropertyValue Reordered(PropertyValue value) => value switch
    {
        MapValue map => Reordered(map),
        ListValue list => new ListValue([.. list.Items.Select(Reordered)]),
        _ => value,
    };
}
