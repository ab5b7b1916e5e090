using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Comparison;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Every single change of a real resource is found, once, and at its place.</summary>
public sealed class CorpusMutationTests
{
    private static readonly ComparisonOptions Options = ComparisonOptions.Templates with { ListsFolded = true };

    [Fact]
    public void A_text_that_changes_is_found_once_and_at_its_place() => AssertAll(15_000, value => value is ScalarValue, leaf => Changed((ScalarValue)leaf), result => result.Unverified.IsEmpty && result.Differences.Length > 0);

    /// <summary>What cannot be known may come to nothing, and a default says what its absence does: such a one is told as that.</summary>
    [Fact]
    public void Whatever_is_taken_away_is_found_once_and_at_its_place() => AssertAll(30_000, _ => true, _ => null, _ => true);

    [Fact]
    public void A_key_that_changes_is_found_or_said_to_be_unknown()
    {
        var wrong = new List<string>();
        var total = 0;
        foreach (var (name, resource) in Resources())
        {
            foreach (var (place, value) in Parts(resource.Properties, PropertyPath.Root))
            {
                if (place.Segments[^1].Name is not { } key || SaysNothing(value))
                    continue;
                total++;
                var result = ResourceComparer.Compare(resource.Type, resource.Properties, (MapValue)With(resource.Properties, place.Segments[..^1], map => Renamed((MapValue)map, key))!, Options);
                if (result.Differences.IsEmpty && !result.Unverified.Any(u => u.Path.ToString() == place + "Changed"))
                    wrong.Add($"{name} {resource.Type} {place}: {Said(result)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {total}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(total > 25_000, $"{total}");
    }

    private static void AssertAll(int least, Func<PropertyValue, bool> isMeant, Func<PropertyValue, PropertyValue?> change, Func<ComparisonResult, bool> isClean)
    {
        var wrong = new List<string>();
        var total = 0;
        foreach (var (name, resource) in Resources())
        {
            // What cannot be known cannot be known without a change either.
            var unknown = ResourceComparer.Compare(resource.Type, resource.Properties, resource.Properties, Options).Unverified.Select(u => u.Path.ToString()).ToHashSet();
            foreach (var (place, value) in Parts(resource.Properties, PropertyPath.Root).Where(p => isMeant(p.Value)))
            {
                total++;
                var result = ResourceComparer.Compare(resource.Type, resource.Properties, (MapValue)With(resource.Properties, place.Segments, change)!, Options);
                result = result with { Unverified = [.. result.Unverified.Where(u => !unknown.Contains(u.Path.ToString()) || u.Path.ToString() == place.ToString())] };
                if (!isClean(result) || !IsFoundOnce(result, resource.Properties, place))
                    wrong.Add($"{name} {resource.Type} {place} '{value}': {Said(result)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {total}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(total > least, $"{total}");
    }

    private static bool IsFoundOnce(ComparisonResult result, MapValue properties, PropertyPath place)
    {
        string[] said = [.. result.Differences.Select(d => d.Path.ToString()), .. result.Unverified.Select(u => u.Path.ToString()), .. result.Folded.Select(f => f.Path.ToString())];
        if (said is [var only] && only == place.ToString())
            return true;
        // What identifies an item, where the item holds nothing else, makes it another one; of two that are the same nobody can say which it was.
        for (var i = place.Segments.Length - 1; i >= 0; i--)
        {
            if (place.Segments[i].Name is not null)
                continue;
            var list = (ListValue)At(properties, place.Segments[..i]);
            var item = list.Items[place.Segments[i].Index];
            var (at, inList) = (new PropertyPath(place.Segments[..(i + 1)]).ToString(), new PropertyPath(place.Segments[..i]).ToString());
            if (said.Length == 2 && said.All(s => s == at) && item is MapValue { Entries: [_] } or ListValue)
                return true;
            if (result.Differences.Length <= 1 && said.All(s => s == inList || s.StartsWith(inList + "/", StringComparison.Ordinal)) && list.Items.Count(item.Equals) > 1)
                return true;
        }

        return false;
    }

    private static IEnumerable<(string Name, RenderedResource Resource)> Resources()
    {
        var folder = Corpus.Require();
        return from path in Corpus.Files(folder, "template")
               let document = TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)))
               where document.Root is MappingNode
               from resource in TemplateRenderer.Render(Requests.For(document) with { RevealSecrets = true }).Resources
               select ($"{path} {resource.Address}", resource);
    }

    private static string Said(ComparisonResult result) => string.Join("; ", result.Differences.Select(d => $"{d.Kind} {d.Path}").Concat(result.Unverified.Select(u => $"unverified {u.Path}")).Concat(result.Folded.Select(f => $"folded {f.Path} {f.Normaliser}")));

    private static bool SaysNothing(PropertyValue value) => value is MapValue { Entries.IsEmpty: true } or ListValue { Items.IsEmpty: true };

    private static ScalarValue Changed(ScalarValue leaf) => leaf switch
    {
        { Text: "true" or "True" or "false" or "False" } => new ScalarValue(leaf.Text is "true" or "True" ? "false" : "true", leaf.Kind),
        { Text: var text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue => new ScalarValue((number + 1_000_003).ToString(CultureInfo.InvariantCulture), leaf.Kind),
        _ => new ScalarValue(leaf.Text + "-changed", leaf.Kind),
    };

    private static MapValue Renamed(MapValue map, string key) => MapValue.Create(map.Entries.Select(e => e.Key == key ? KeyValuePair.Create(key + "Changed", e.Value) : e));

    /// <summary>Everything in a value, with where it is.</summary>
    private static IEnumerable<(PropertyPath Path, PropertyValue Value)> Parts(PropertyValue value, PropertyPath path) => value switch
    {
        MapValue map => map.Entries.SelectMany(e => Parts(e.Value, path.Append(e.Key)).Prepend((path.Append(e.Key), e.Value))),
        ListValue list => list.Items.SelectMany((item, i) => Parts(item, path.Append(i)).Prepend((path.Append(i), item))),
        _ => [],
    };

    private static PropertyValue At(PropertyValue value, ImmutableArray<PathSegment> steps) =>
        steps.Aggregate(value, (at, step) => step.Name is { } name ? ((MapValue)at)[name]! : ((ListValue)at).Items[step.Index]);

    /// <summary>The value with another part at a place, or without it.</summary>
    private static PropertyValue? With(PropertyValue value, ImmutableArray<PathSegment> steps, Func<PropertyValue, PropertyValue?> change)
    {
        if (steps is not [var step, .. var rest])
            return change(value);
        if (step.Name is { } name)
            return ((MapValue)value).With(name, With(((MapValue)value)[name]!, rest, change));
        var items = ((ListValue)value).Items;
        return new ListValue(With(items[step.Index], rest, change) is { } item ? items.SetItem(step.Index, item) : items.RemoveAt(step.Index));
    }
}
