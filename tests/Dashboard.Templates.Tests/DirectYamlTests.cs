using CsCheck;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Our own YAML reader builds the tree that the library's builds, field by field, or hands the text over.</summary>
public sealed class DirectYamlTests
{
    /// <summary>Forms that templates use; each is read by our own reader.</summary>
    public static TheoryData<string> Forms =>
    [
        "a: b",
        "a: b\n",
        "a:\n  b: c\n  d:\n    - e\n    - f: g\n      h: i\n",
        "a:\n- b\n- c\nd: e\n",
        "a:\n- b: c\n  d: e\n-\n  f: g\n- - h\n  - i\n",
        "# head\n---\n# more\na: b # behind\n\n# foot\n",
        "- a\n- b\n",
        "a:\nb:\n  c:\nd: \n",
        "a:\n  -\n  - b\n  -\n",
        "a: |\n  x\n  y\n\n\nb: c\n",
        "a: |-\n    x\n\n      y\n    z\n\nb: c\n",
        "a: |+\n  x\n\n\nb: c\n",
        "a: |2\n    x\n  y\nb: c\n",
        "a: |1-\n  x\nb: c\n",
        "a: >\n  x\n  y\n\n  z\n    more\n  less\n\n\nb: c\n",
        "a: >-\n\n  x\n  y\n",
        "a: >+\n  x\n\n",
        "a: |\n  x",
        "a: |\n  x\n  ",
        "a: |\n  x\n     \n  y \nb: c",
        "a: | # why\n  # content\n # comment\nb: c",
        "a:\n  - |\n    x\n  - >-\n    y\n    z\n",
        "a: !Sub |\n  x ${y}\nb: c\n",
        "a: b\n  c\n\n  d\n\n\n  e\nf: g\n",
        "a:\n  b\n  - c # d\nf: g\n",
        "a: b#c d:e http://x/?y=z [1] {2}\n",
        "a: 'it''s'\nb: \"q\\n\\t\\\"\\\\ \\x41 \\u00e9\"\n",
        "a: 'x\n\n  y\n  z'\nb: \"x  \n  y\n\n\n  z \"\n",
        "'a': b\n\"c d\": e\n",
        "a: [b, c, 'd', \"e\"]\nf: {g: h, i: [j], \"k\": 'l'}\n",
        "a: []\nb: {}\nc: [ ]\nd: [x,]\ne: {y: z,}\n",
        "a: [\n  b, # one\n  c\n]\nd: {\n  e: f,\n  g:\n    h\n}\n",
        "a: !Ref b\nc: !GetAtt d.e\nf: !Sub '${g}'\n",
        "a: !If [b, !Ref AWS::NoValue, !Join ['', [c, !GetAtt d.e]]]\n",
        "a: !Join\n  - ''\n  - - b\n    - !Ref c\n",
        "a: !Join\n- ''\n- [b]\n",
        "a: !Transform\n  Name: b\n  Parameters: {c: d}\n",
        "a:\n  !Sub\n    b\nc:\n  - !Not [!Equals [d, e]]\n  - !Condition f\n",
        "a: !Sub\n  x\n  y\n",
        "a: &x\n  b: c\nd: *x\ne: &y [1, 2]\nf: [*y, *x]\ng: &z !Sub q\nh: *z\n",
        "a: - b\n".Replace("- b", "-b", StringComparison.Ordinal),
        "a: 1.10\nb: 0123\nc: yes\nd: true\ne: null\nf: ~\ng: 2012-10-17\nh: -1\ni: .5\n",
        "a: x\u00a0\nb: caf\u00e9\n",
        "Fn::Sub: a\n'Fn::If': [b]\narn:aws:s3: c\n",
        "  a: b\n  c: d\n",
        "[a, b]",
        "{a: b}\n# end\n",
        "a: b   \n   \nc: d\n  \n",
        "a: b\r\nc: |\r\n  d\r\n  e\r\nf: !Ref\r\n  g\r\nh: 'i\r\n\r\n  j'\r\nk: [l,\r\n  m]\r\nn:\r\n  o\r\n  p\r\nq: r",
        "a: !Ref\nb: !GetAZs  \nc:\n  - !Ref d\n  - &x !Sub\ne: *x\nf: !Foo_bar-baz g\nh: !GetAZs",
        "a:\n  - :b\n  - :\u00e9\n",
    ];

    /// <summary>What our own reader must not decide.</summary>
    public static TheoryData<string> Others =>
    [
        "!x\n\n  lines\n...\n!x\n",
        "!x\n  lines\n---\nb: c",
        "a: !Ref # none\n", "- !GetAZs\n- b\n", "", "# only", "just text", "'text'", "|\n x", "%YAML 1.1\n---\na: b", "--- a\n", "a: b\n---\nc: d\n", "a: b\n...\n", "--- a: b\n",
        "a: b\r\nc: d\n", "a: b\rc: d\r", "a:\tb\n", "a:\n\tb: c\n", "a: |\n\tx\n", "a: |\n    \n  x\n", "a: |\nb: c\n", "a: |\n", "a: |x\n  y\n",
        "a: 1\na: 2\n", "a: &x {b: c}\nd:\n  <<: *x\n", "a: *x", "a: &x [*x]", "? a\n: b\n", "[a: b]", "{a}", "{a, b: c}", "{a: }", "a: b: c\n", "a: - b\n",
        "a: b\n c: d\n", "a:\n  b: c\n d: e\n", "a:\n  - b\n  c: d\n", "- a\nb: c\n", "a: 'b' c\n", "a: 'b", "a: \"b\\q\"", "a: [b", "a: [b\nc: d\n", "a: b]\n[",
        "a: @b\n", "a: `b\n", "a: %b\n", "a: !!str b\n", "a: !<x> b\n", "a: !x !y z\n", "a: ! b\n", "!x a: b\n", "- !x a: b\n", "- &x a: b\n", "*a : b\n", "[a]: b\n", "{a: b}: c\n",
        "a: [b\n  c]\n", "a: [x?y]\n", "{a:b}\n", "{\"a\":1}\n", "a: [,]\n", "a: \"x\n---\n y\"\n", "a: 'b'#c\n", "a: x\u2028y\n", "a: \ud83d\ude00\n", "a: b\nc\n", "a: b\n- c\n", "a: 'b\n  c': d\n", "'b\n  c': d\n",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_that_templates_use_is_read_by_us_as_the_library_reads_it(string text)
    {
        var (tree, reason) = TreeText.ByUs(text);

        Assert.True(tree is not null, reason);
        Assert.Equal(TreeText.ByLibrary(text), tree);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_rare_or_broken_is_handed_over(string text) => Assert.Throws<HandOver>(() => DirectYaml.Read(text));

    [Fact]
    public void Random_trees_in_random_styles_are_read_by_us_as_the_library_reads_them()
    {
        var read = 0;
        Gen.Int.Sample(
            seed =>
            {
                if (Agrees(new RandomYaml(seed).Write()))
                    Interlocked.Increment(ref read);
            },
            iter: 3_000);
        // Many hold something that is handed over, or is no YAML at all; but the comparison must have had something to compare.
        Assert.True(read > 500, $"{read} texts were read by us.");
    }

    [Fact]
    public void Spoilt_texts_are_read_by_us_as_the_library_reads_them_or_handed_over()
    {
        var snippets = Forms.Select(f => f.Data).ToList();
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomYaml(seed);
                Agrees(random.Spoil(snippets[(int)((uint)seed % snippets.Count)]));
            },
            iter: 20_000);
    }

    /// <summary>Sees that both readers build the same tree, or ours hands over. Where the library's refuses, ours must have handed over.</summary>
    /// <returns>Whether ours read it.</returns>
    private static bool Agrees(string text)
    {
        if (TreeText.ByUs(text).Tree is not { } tree)
            return false;
        Assert.True(tree == TreeText.ByLibrary(text), $"{text}\n--- ours\n{tree}\n--- the library's\n{TreeText.ByLibrary(text)}");
        return true;
    }

    [Fact]
    public void Every_file_of_the_corpus_is_read_by_us_as_the_library_reads_it_or_handed_over()
    {
        var folder = Corpus.Require();
        var files = Corpus.Files(folder, "template", "params", "sceptre", "golden", "expected-result").ToList();
        List<string> different = [], given = [];
        foreach (var path in files)
        {
            var text = File.ReadAllText(Path.Combine(folder, path));
            if (TreeText.ByUs(text) is not ({ } tree, _))
                given.Add(path + ": " + TreeText.ByUs(text).Reason);
            else if (tree != TreeText.ByLibrary(text))
                different.Add(path);
        }

        Assert.Empty(different);
        Assert.True(given.Count * 30 < files.Count, $"{given.Count} of {files.Count} files are handed over:\n" + string.Join('\n', given));
    }
}
