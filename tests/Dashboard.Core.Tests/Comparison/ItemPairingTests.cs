using System.Text.Json;
using CsCheck;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>At every place of every type beneath a list where the traits fold a spelling: the item is found wherever it stands.</summary>
public class ItemPairingTests
{
    private const string Account = "arn:aws:kms:eu-west-1:111111111111:";
    private static readonly string[] Names = ["4e1c2c9a-7d6e-4b3a-9f1d-2a5b8c7d6e01", "4e1c2c9a-7d6e-4b3a-9f1d-2a5b8c7d6e02"];

    [Fact]
    public void What_the_traits_fold_is_folded_in_an_item_that_moved()
    {
        var missed = new List<string>();
        var places = 0;
        foreach (var (type, path) in Places())
        {
            var lists = Enumerable.Range(0, path.Length).Where(i => path[i] == "*").Select(i => PlaceOf(type, path[..i]));
            var cursor = PlaceOf(type, path);
            // A list of attributes also holds what nobody declared, so that nothing that is added to it counts.
            if (cursor.Has(TraitFlags.ReadOnly | TraitFlags.WriteOnly | TraitFlags.Json) || lists.Any(l => l.Has(TraitFlags.AttributeList)) || Spellings(cursor) is not { } spellings)
                continue;
            places++;
            var left = At(path, spellings.Select(s => s.Template));
            var right = At(path, spellings.Select(s => s.Live).Prepend("new-one"));
            var differences = ResourceComparer.Compare(type, left, right, ComparisonOptions.Drift).Differences;
            if (differences is not [{ Kind: DifferenceKind.Add }])
                missed.Add($"{type} /{string.Join('/', path)}: {string.Join(", ", differences.Select(d => $"{d.Kind} {d.Path} {d.Left} {d.Right}"))}");
        }

        Assert.True(places > 150, $"only {places} places");
        Assert.True(missed.Count == 0, $"{missed.Count} of {places}:\n{string.Join('\n', missed.Take(20))}");
    }

    /// <summary>Whatever the items spell and come to: what comes to the same on both sides is no difference, and nothing is told from one side alone.</summary>
    [Fact]
    public void Items_are_paired_by_what_their_calls_come_to()
    {
        string[] texts = ["sg-1", "sg-2", "sg-3", "sg-4"];
        var lists = Gen.Shuffle(texts).SelectMany(t => Gen.Int[0, 4].Select(n => t.Take(n).ToArray()));
        Gen.Select(lists, Gen.Shuffle(texts), Gen.Bool.Array[4], Gen.Int[0, 4]).Sample((left, order, calls, count) =>
        {
            string[] right = [.. order.Take(count)];
            PropertyValue[] spelled = [.. left.Select((t, i) => calls[i] ? new CallValue("Fn::FindInMap", [new ScalarValue(t + i)]) { Result = new ScalarValue(t) } : (PropertyValue)new ScalarValue(t))];
            MapValue a = Groups(spelled), b = Groups(right.Select(t => (PropertyValue)new ScalarValue(t)));

            // As many as stand on one side only, a pair of those being one.
            var expected = Math.Max(left.Except(right).Count(), right.Except(left).Count());
            int there = Count(a, b), back = Count(b, a), plain = Count(Groups(left.Select(t => (PropertyValue)new ScalarValue(t))), b);
            Assert.InRange(there, expected, plain);
            Assert.Equal(there, back);
            Assert.Equal(0, Count(a, a));
        });

        static MapValue Groups(IEnumerable<PropertyValue> items) => MapValue.Of(("VPCSecurityGroups", new ListValue([.. items])));
        static int Count(MapValue left, MapValue right) => ResourceComparer.Compare("AWS::RDS::DBInstance", left, right, ComparisonOptions.Sources).Differences.Length;
    }

    private static TraitCursor PlaceOf(string type, string[] path) =>
        TraitsCatalog.Get(type).Root.At(new PropertyPath([.. path.Select(s => new PathSegment(s == "*" ? null : s, s == "*" ? 0 : -1, null))]));

    /// <summary>How the template writes two values of a place, and how the service answers them; null where it answers as the template writes.</summary>
    private static (string Template, string Live)[]? Spellings(TraitCursor place)
    {
        if (place.Has(TraitFlags.KmsKey))
            return [.. Names.Select(n => (n, Account + "key/" + n))];
        if (place.Transform is [var steps, ..])
        {
            var texts = steps is [{ Name: TextSteps.ProtocolStep }] ? ["6", "17"] : Names.Select(n => "Prefix/prefix-suffix-" + n);
            var transformed = texts.Select(t => (Template: t, Live: Service(steps, t) ?? t)).Where(t => t.Live != t.Template).ToArray();
            return transformed.Length == 2 ? transformed : null;
        }

        if (place.Has(TraitFlags.NamesResource))
            return [.. Names.Select(n => (n, "arn:aws:sns:eu-west-1:111111111111:" + n))];
        if (place.Has(TraitFlags.Caseless))
            return [.. Names.Select(n => ("X" + n, "x" + n.ToUpperInvariant()))];
        if (place.Has(TraitFlags.Cidr))
            return [("2001:DB8:0::/48", "2001:db8::/48"), ("2001:DB8:1:0::/48", "2001:db8:1::/48")];
        // What may be a number as well as a boolean may be a text, too.
        var isBoolean = place.Has(TraitFlags.Bool);
        if (place.Has(TraitFlags.Int | TraitFlags.Num))
            return isBoolean ? null : [("5.0", "5"), ("7.0", "7")];
        return isBoolean ? [("True", "true"), ("False", "false")] : null;
    }

    private static string? Service(System.Collections.Immutable.ImmutableArray<TextStep> steps, string text) => steps is [{ Name: "wrap" } wrap]
        ? wrap.Arguments[0] + text + wrap.Arguments[1].Replace(".*", "1", StringComparison.Ordinal)
        : steps is [{ Name: "const" or TextSteps.PortStep }, ..] ? null : TextSteps.Apply(steps, text);

    /// <summary>Properties with one list on the path that holds the values; other lists on it have one item.</summary>
    private static MapValue At(string[] path, IEnumerable<string> values)
    {
        var list = Array.LastIndexOf(path, "*");
        PropertyValue value = new ListValue([.. values.Select(v => Under(path.AsSpan(list + 1), new ScalarValue(v)))]);
        return (MapValue)Under(path.AsSpan(0, list), value);
    }

    private static PropertyValue Under(ReadOnlySpan<string> path, PropertyValue value)
    {
        for (var i = path.Length - 1; i >= 0; i--)
            value = path[i] == "*" ? new ListValue([value]) : MapValue.Of((path[i], value));
        return value;
    }

    private static IEnumerable<(string Type, string[] Path)> Places()
    {
        using var stream = typeof(TraitsCatalog).Assembly.GetManifestResourceStream("Dashboard.Core.Traits.resource-traits.json")!;
        using var document = JsonDocument.Parse(stream);
        foreach (var type in document.RootElement.GetProperty("types").EnumerateObject())
        {
            var paths = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var fact in type.Value.EnumerateObject())
            {
                if (fact.Name is "caseless" or "int" or "num" or "bool" or "cidr")
                    paths.UnionWith(fact.Value.EnumerateArray().Select(p => p.GetString()!));
                else if (fact.Name is "transform" or "refs")
                    paths.UnionWith(fact.Value.EnumerateObject().Select(p => p.Name));
            }

            foreach (var path in paths.Where(p => p.Contains("/*", StringComparison.Ordinal) && !p.StartsWith("/**", StringComparison.Ordinal)))
                yield return (type.Name, path.Split('/')[1..]);
        }
    }
}
