using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>What holds of the comparison of any two template texts.</summary>
public class SourceLawTests
{
    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    private static readonly Gen<string> Names = AnyOf("A", "B", "Alpha", "Beta", "Gamma", "Tags", "Name");
    private static readonly Gen<string> Texts = AnyOf("one", "two", "1.10", "0123", "yes", "2012-10-17", "a: b", "# no comment", "ä ☕", "", " x ", "line\nline", "'", "\"", "\\", "null", "true", "80", "*", "&a", "!Ref A");

    private static readonly Gen<Tree> Leaves = Texts.Select(t => new Tree(t, null, null));

    private static readonly Gen<Tree> Functions = Gen.OneOf(
        Names.Select(n => Tree.Map(("Ref", Tree.Text(n)))),
        Names.Select(n => Tree.Map(("Fn::GetAtt", Tree.List(Tree.Text(n), Tree.Text("Arn"))))),
        Names.Select(n => Tree.Map(("Fn::Sub", Tree.Text("x-${" + n + "}-${!Y}")))));

    private static readonly Gen<Tree> Templates = Gen.Select(Names, Trees(3)).Array[1, 4].Select(resources => Tree.Map(
        ("Resources", Tree.Map([.. resources.DistinctBy(r => r.Item1).Select(r => (r.Item1, Tree.Map(("Type", Tree.Text("Custom::Thing")), ("Properties", Tree.Map(("P", r.Item2))))))]))));

    [Fact]
    public void A_text_never_differs_from_itself() => Templates.Sample(tree =>
        Assert.True(Compare(tree.Json(0), tree.Json(0)).AreEqual));

    [Fact]
    public void Key_order_and_the_form_of_the_text_say_nothing() => Gen.Select(Templates, Gen.Int[0, 1000]).Sample((tree, seed) =>
    {
        Assert.Empty(Compare(tree.Json(0), tree.Json(seed)).Differences);
        var forms = Compare(tree.Json(0), tree.Yaml(seed));
        Assert.True(forms.AreEqual, string.Join("\n", forms.Differences) + tree.Yaml(seed));
    });

    [Fact]
    public void The_two_sides_can_be_swapped() => Gen.Select(Templates, Templates).Sample((left, right) =>
    {
        var there = Compare(left.Json(0), right.Json(0));
        var back = Compare(right.Json(0), left.Json(0));
        Assert.Equal(there.AreEqual, back.AreEqual);
        Assert.Equal(there.Differences.Select(d => (d.Section, d.Entry)).Distinct(), back.Differences.Select(d => (d.Section, d.Entry)).Distinct());
    });

    [Fact]
    public void The_order_of_what_is_said_is_total() => Gen.Select(Templates, Templates, Gen.Int[1, 1000]).Sample((left, right, seed) =>
    {
        var plain = Compare(left.Json(0), right.Json(0));
        var shuffled = Compare(left.Json(seed), right.Json(seed));
        Assert.Equal(plain.Differences.Select(Said), shuffled.Differences.Select(Said));
        Assert.Equal(plain.Differences.Length, plain.Differences.Select(d => (d.Section, d.Entry, d.Path, d.Kind)).Distinct().Count());

        static string Said(TemplateDifference d) => $"{d.Section}/{d.Entry}{d.Path} {d.Kind} {d.Left} {d.Right} {d.Confidence}";
    });

    [Fact]
    public void Every_single_change_of_a_text_is_found_once_and_at_its_place() => Gen.Select(Templates, Gen.Int[0, 100000], Gen.Int[0, 1000]).Sample((tree, pick, seed) =>
    {
        var places = tree.Leaves("").Where(p => p.Path.EndsWith("/Type", StringComparison.Ordinal) == false).ToList();
        if (places.Count == 0)
            return;
        var (path, old) = places[pick % places.Count];
        var changed = tree.With(path, old + "-changed");
        // A list of equal texts, or one that holds the new text already, may be told as a move; nothing is missed then, but the place may be another.
        var difference = Assert.Single(Compare(tree.Json(0), changed.Json(seed)).Differences);
        Assert.Equal((path, DifferenceKind.NotEqual, Confidence.Confirmed), ($"/{difference.Section}/{difference.Entry}{difference.Path}", difference.Kind, difference.Confidence));
    });

    [Fact]
    public void Nothing_throws_whatever_the_texts_are() => Gen.Select(Templates, Templates, Gen.Int[0, 5000], Gen.Char, Gen.Bool).Sample((left, right, at, noise, isYaml) =>
    {
        var text = isYaml ? left.Yaml(at) : left.Json(at);
        var broken = text.Insert(at % (text.Length + 1), noise.ToString());
        Assert.NotNull(TemplateContentReader.Read(TemplateReader.Read("t", broken), Fingerprinter).Diagnostics.ToString());
        Compare(broken, right.Json(0));
    });

    private static Gen<Tree> Trees(int depth) => depth == 0
        ? Gen.OneOf(Leaves, Functions)
        : Gen.OneOf(
            Leaves,
            Functions,
            Gen.Select(Names, Trees(depth - 1)).Array[1, 4].Select(entries => Tree.Map([.. entries.DistinctBy(e => e.Item1)])),
            Trees(depth - 1).Array[1, 4].Select(items => Tree.List([.. items.DistinctBy(i => i.Json(0))])));

    private static TemplateComparison Compare(string left, string right)
    {
        var l = TemplateContentReader.Read(TemplateReader.Read("left", left), Fingerprinter).Content ?? new TemplateContent([]);
        var r = TemplateContentReader.Read(TemplateReader.Read("right", right), Fingerprinter).Content ?? new TemplateContent([]);
        return TemplateComparer.Compare(l, r, ComparisonOptions.Sources);
    }

    /// <summary>A text, a mapping or a list, and two ways of writing it.</summary>
    private sealed record Tree(string? Content, ImmutableArray<(string Key, Tree Value)>? Entries, ImmutableArray<Tree>? Items)
    {
        public static Tree Text(string text) => new(text, null, null);

        public static Tree Map(params ImmutableArray<(string Key, Tree Value)> entries) => new(null, entries, null);

        public static Tree List(params ImmutableArray<Tree> items) => new(null, null, items);

        /// <summary>JSON; the seed decides the order of keys, 0 keeps it.</summary>
        public string Json(int seed) => Content is { } text ? JsonValues.Write(new ScalarValue(text))
            : Entries is { } entries ? "{" + string.Join(", ", Ordered(entries, seed).Select(e => $"{JsonValues.Write(new ScalarValue(e.Key))}: {e.Value.Json(seed)}")) + "}"
            : "[" + string.Join(",", Items!.Value.Select(i => i.Json(seed))) + "]";

        /// <summary>YAML in block style; texts plain where that is surely the same text, else quoted in one way or the other.</summary>
        public string Yaml(int seed)
        {
            var text = new StringBuilder();
            Write(text, 0, seed);
            return text.ToString();
        }

        /// <summary>Every text that a change can be made to, by its pointer; what stands inside a function is at the function's place.</summary>
        public IEnumerable<(string Path, string Text)> Leaves(string path) => Content is { } text ? [(path, text)]
            : Entries is { } entries ? entries.Where(e => !e.Key.StartsWith("Fn::", StringComparison.Ordinal) && e.Key is not ("Ref" or "Name")).SelectMany(e => e.Value.Leaves($"{path}/{e.Key}"))
            : Items!.Value.SelectMany((item, i) => item.Leaves($"{path}/{i}"));

        /// <summary>The tree with another text at a pointer.</summary>
        public Tree With(string path, string text)
        {
            if (path.Length == 0)
                return Text(text);
            var end = path.IndexOf('/', 1) is > 0 and var slash ? slash : path.Length;
            var (step, rest) = (path[1..end], path[end..]);
            return Entries is { } entries
                ? this with { Entries = [.. entries.Select(e => e.Key == step ? (e.Key, e.Value.With(rest, text)) : e)] }
                : this with { Items = [.. Items!.Value.Select((item, i) => $"{i}" == step ? item.With(rest, text) : item)] };
        }

        private static IEnumerable<(string Key, Tree Value)> Ordered(ImmutableArray<(string Key, Tree Value)> entries, int seed) =>
            seed == 0 ? entries : entries.OrderBy(e => (e.Key.Length * 31 + e.Key[0] * 17) * (seed | 1) % 1009).ThenBy(e => e.Key, StringComparer.Ordinal);

        private void Write(StringBuilder to, int indent, int seed)
        {
            if (Content is { } text)
            {
                var isPlain = text.Length > 0 && text.All(char.IsAsciiLetterOrDigit) && text is not ("null" or "true" or "yes");
                to.Append(' ').Append(isPlain ? text : seed % 2 == 0 || text.Any(c => c < ' ') ? JsonValues.Write(new ScalarValue(text)) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'").Append('\n');
                return;
            }

            to.Append(indent == 0 ? "" : "\n");
            foreach (var (key, value) in Ordered(Entries ?? [], seed))
            {
                to.Append(' ', indent).Append(key).Append(':');
                value.Write(to, indent + 2, seed);
            }

            foreach (var item in Items ?? [])
            {
                to.Append(' ', indent).Append('-');
                item.Write(to, indent + 2, seed);
            }
        }
    }
}
