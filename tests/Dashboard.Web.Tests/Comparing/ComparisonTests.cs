using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Comparing;

/// <summary>Which leaves a comparison has, which of them are shown, and which words are marked.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Every_leaf_of_a_compared_resource_stands_in_the_comparison_once_with_what_the_verdict_says()
    {
        var leaves = ResourceLeaves.Of(Compared()).All;

        Assert.Equal(
            ["/DelaySeconds Folded", "/MessageRetentionPeriod Equal", "/QueueName Equal", "/Tags/0/Key Equal", "/Tags/0/Value Explained", "/VisibilityTimeout Differs"],
            leaves.Select(l => $"{l.Path} {l.Kind}"));
        Assert.Contains("CMP", Assert.Single(leaves, l => l.Kind == LeafKind.Folded).Note, StringComparison.Ordinal);
        Assert.Equal("allowed: Production carries the real load (expect at driftboard.yaml:31, team-data, until 2027-06-30)", Assert.Single(leaves, l => l.Kind == LeafKind.Explained).Note);
    }

    [Fact]
    public void What_was_not_compared_is_never_shown_as_equal()
    {
        var denied = Denied("Zone");

        Assert.All(ResourceLeaves.Of(denied).All, l => Assert.Equal(LeafKind.NotCompared, l.Kind));
        Assert.All(ResourceLeaves.Of(denied).All, l => Assert.Equal("not read", l.Cells[2].Word));
        Assert.Equal(0, ResourceLeaves.Of(denied).Compared);
    }

    [Fact]
    public void What_no_service_returns_is_not_called_absent()
    {
        var written = Compared() with { Unverified = [new UnverifiedProperty(PropertyPath.Parse("/Secret"), null, "write-only: no service returns it")], Deployed = Compared().Deployed!.With("Secret", new ScalarValue("x")) };

        var leaf = Assert.Single(ResourceLeaves.Of(written).All, l => l.Kind == LeafKind.Unverified);

        Assert.Equal("not known", leaf.Cells[2].Word);
        Assert.Equal("not verified: write-only: no service returns it", leaf.Note);
    }

    [Fact]
    public void A_pending_change_covers_what_is_equal_between_deployment_and_life()
    {
        var pending = Compared() with { Differences = [Change("/QueueName", "new", "q", DifferenceBetween.DesiredDeployed)] };

        var leaf = Assert.Single(ResourceLeaves.Of(pending).All, l => l.Path.ToString() == "/QueueName");

        Assert.Equal(LeafKind.Differs, leaf.Kind);
        Assert.Equal(["new", "q", "q"], leaf.Cells.Select(c => c.Value!.ToString()));
        Assert.Equal([CellMark.Pending, CellMark.None, CellMark.None], leaf.Cells.Select(c => c.Mark));
    }

    [Fact]
    public void What_the_repository_removed_is_never_equal_and_what_it_adds_hides_nothing_that_is()
    {
        static MapValue Tagged(params string[] keys) => MapValue.Of(("Tags", new ListValue([.. keys.Select(k => MapValue.Of(("Key", new ScalarValue(k)), ("Value", new ScalarValue("v"))))])));
        static PropertyPath At(string key) => PropertyPath.Root.Append("Tags").Append(key == "old" ? 1 : 0, new ItemKey("Key", key));
        static ResourceEvaluation Of(MapValue desired, MapValue deployed, Difference pending) =>
            Resource("Queue") with { Desired = desired, Deployed = deployed, Live = deployed, IsCompared = true, Differences = [pending] };
        static string[] Leaves(ResourceEvaluation resource) => [.. ResourceLeaves.Of(resource).All.Select(l => $"{l.Path} {l.Path.InnermostKey?.Value} {l.Kind}")];
        var item = MapValue.Of(("Key", new ScalarValue("k")), ("Value", new ScalarValue("v")));

        var removed = Of(Tagged("colour"), Tagged("colour", "old"), new Difference(At("old"), DifferenceKind.Add, DifferenceBetween.DesiredDeployed, null, item, Impact.Update));
        var added = Of(Tagged("new", "colour"), Tagged("colour"), new Difference(At("new"), DifferenceKind.Remove, DifferenceBetween.DesiredDeployed, item, null, Impact.Update));

        Assert.Equal(["/Tags/0/Key colour Equal", "/Tags/0/Value colour Equal", "/Tags/1 old Differs"], Leaves(removed));
        Assert.Equal(["/Tags/0 new Differs", "/Tags/0/Key colour Equal", "/Tags/0/Value colour Equal"], Leaves(added));
    }

    [Fact]
    public void An_allowed_change_of_what_the_repository_removed_does_not_say_that_it_is_still_there()
    {
        var tag = PropertyPath.Root.Append("Tags").Append(0, new ItemKey("Key", "colour"));
        var compared = Compared();
        var removed = compared with
        {
            Desired = MapValue.Create(compared.Desired!.Entries.Where(e => e.Key != "Tags")),
            Differences = [new Difference(tag, DifferenceKind.Add, DifferenceBetween.DesiredDeployed, null, Tags("blue").Items[0], Impact.Update)],
            Allowed = [new AllowedDifference(new Difference(tag.Append("Value"), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue("blue"), new ScalarValue("green"), Impact.Update), Expect)],
        };

        Assert.Null(Assert.Single(ResourceLeaves.Of(removed).All, l => l.Kind == LeafKind.Explained).Cells[0].Value);
    }

    [Fact]
    public void The_way_through_the_differences_leads_past_two_of_one_pointer()
    {
        var at = PropertyPath.Root.Append("Tags");
        var board = Of(Stack(Storefront, Resource("Queue") with
        {
            Differences =
            [
                new Difference(at.Append(0, new ItemKey("Key", "a")), DifferenceKind.Remove, DifferenceBetween.DeployedLive, new ScalarValue("a"), null, Impact.Update),
                new Difference(at.Append(0, new ItemKey("Key", "b")), DifferenceKind.Add, DifferenceBetween.DeployedLive, null, new ScalarValue("b"), Impact.Update),
                Change("/VisibilityTimeout", "30", "900", DifferenceBetween.DeployedLive),
            ],
        }));
        var location = new Uri("http://localhost/stacks/shop/production/storefront");
        var met = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var step = DifferenceWalk.From(board, location, 1)!;
            met.Add(step.Number);
            location = new Uri(location, step.Href);
        }

        Assert.Equal([2, 3, 1, 2], met);
        Assert.Equal("b", StackSelection.At(board, location)!.Property!.Item!.Value);
    }

    [Fact]
    public void What_agrees_is_a_gap_that_opens_and_a_choice_shows_or_hides_each_kind()
    {
        var leaves = ResourceLeaves.Of(Compared()).All;

        Assert.Equal(["3 equal and 1 folded properties", "/Tags/0/Value", "/VisibilityTimeout"], Shown(leaves, default));
        Assert.Equal(["/DelaySeconds", "3 equal properties", "/Tags/0/Value", "/VisibilityTimeout"], Shown(leaves, new ComparisonChoices(Folded: true)));
        Assert.Equal("/VisibilityTimeout", Shown(leaves, new ComparisonChoices(Explained: false))[^1]);
        Assert.DoesNotContain("/Tags/0/Value", Shown(leaves, new ComparisonChoices(Explained: false)));
        Assert.Equal(6, Shown(leaves, new ComparisonChoices(Folded: true, Equal: true)).Count);
        Assert.Contains("/QueueName", Shown(leaves, default, PropertyPath.Parse("/QueueName")));

        var opened = ComparisonRows.Build(leaves, default, null, OpenedParts.Parse(OpenedParts.NameOf("/DelaySeconds")));
        Assert.True(opened[0].Gap!.IsOpen);
        Assert.Equal(7, opened.Count);
    }

    [Fact]
    public void Where_nothing_differs_everything_is_there_without_a_click()
    {
        var calm = Compared() with { Differences = [], Allowed = [], Live = Compared().Deployed };

        Assert.Equal(["/DelaySeconds", "/MessageRetentionPeriod", "/QueueName", "/Tags/0/Key", "/Tags/0/Value", "/VisibilityTimeout"], Shown(ResourceLeaves.Of(calm).All, default));
    }

    [Fact]
    public void Very_many_equal_leaves_come_in_parts()
    {
        ImmutableArray<ComparisonLeaf> leaves = [.. Enumerable.Range(0, 1000).Select(i => new ComparisonLeaf(PropertyPath.Parse($"/P{i:0000}"), LeafKind.Equal, [new(MapValue.Empty)]))];

        var shown = ComparisonRows.Build(leaves, default, null, default);
        Assert.Equal(ComparisonRows.MostAtOnce + 1, shown.Count);
        Assert.Equal("800 equal properties", shown[^1].Gap!.Words);

        var more = ComparisonRows.Build(leaves, default, null, OpenedParts.Parse(shown[^1].Gap!.Key));
        Assert.Equal("600 equal properties", more[^1].Gap!.Words);
    }

    [Fact]
    public void The_start_that_a_path_shares_with_the_one_above_is_known()
    {
        ImmutableArray<ComparisonLeaf> leaves = [.. new[] { "/A/B/C", "/A/B/D", "/A/E" }.Select(p => new ComparisonLeaf(PropertyPath.Parse(p), LeafKind.Differs, []))];

        Assert.Equal([0, 2, 1], ComparisonRows.Build(leaves, default, null, default).Select(r => r.SharedSegments));
    }

    [Theory]
    [InlineData("db.r6g.xlarge", "db.r6g.2xlarge", "db.r6g.[xlarge]", "db.r6g.[2xlarge]")]
    [InlineData("a b c", "a c", "a [b ]c", "a c")]
    [InlineData("one\ntwo\nthree", "one\nTwo!\nthree", "one\n[two]\nthree", "one\n[Two!]\nthree")]
    [InlineData("one\nthree", "one\ntwo\nthree", "one\nthree", "one\n[two]\nthree")]
    [InlineData("key: 🦊 fox", "key: 🦝 fox", "key: [🦊] fox", "key: [🦝] fox")]
    [InlineData("a\rb\nc", "a\rb\nd\ne", "a\rb\n[c]", "a\rb\n[d]\n[e]")]
    [InlineData("a\rb\nc", "a\rX\nc", "a\r[b]\nc", "a\r[X]\nc")]
    public void The_words_that_differ_are_marked(string before, string after, string markedBefore, string markedAfter)
    {
        var marks = TextMarks.Of(before, after)!;

        Assert.Equal(markedBefore, Text(marks.Before));
        Assert.Equal(markedAfter, Text(marks.After));
    }

    [Theory]
    [InlineData("same", "same")]
    [InlineData("", "something")]
    [InlineData("256", "512")]
    [InlineData("abc\ndef", "x\ny\nz")]
    public void Where_marks_would_say_nothing_there_are_none(string before, string after) => Assert.Null(TextMarks.Of(before, after));

    [Fact]
    public void Marked_lines_are_the_text_itself()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            string Any() => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => "ab .\n7\r"[random.Next(7)]));
            var (before, after) = (Any(), Any());
            if (TextMarks.Of(before, after) is not { } marks)
                continue;
            Assert.Equal(before, Text(marks.Before).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));
            Assert.Equal(after, Text(marks.After).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_too_much_to_compare_word_by_word_is_not_compared()
    {
        var (many, more) = (string.Concat(Enumerable.Range(0, 2_500).Select(i => $"{i} ")), string.Concat(Enumerable.Range(0, 2_500).Select(i => $"{i}. ")));

        Assert.Null(TextMarks.Of(many, more));
        Assert.Equal(["[" + many + "]", "same"], Text(TextMarks.Of(many + "\nsame", more + "\nsame")!.Before).Split('\n'));
        Assert.Null(TextMarks.Of(new string('\n', 5_000), "a\n"));
    }

    [Fact]
    public void A_policy_is_compared_as_a_tree_whatever_text_holds_it()
    {
        var declared = Policy("s3:GetObject");
        var role = Resource("Role", "AWS::IAM::Role") with
        {
            Deployed = declared,
            Live = Policy("s3:*"),
            IsCompared = true,
            Differences = [Change("/AssumeRolePolicyDocument/Statement/0/Action", "s3:GetObject", "s3:*", DifferenceBetween.DeployedLive)],
        };

        var leaves = ResourceLeaves.Of(role).All;

        Assert.Contains(leaves, l => l.Kind == LeafKind.Equal && l.Path.ToString().StartsWith("/AssumeRolePolicyDocument/", StringComparison.Ordinal));
        Assert.Single(leaves, l => l.Kind == LeafKind.Differs);
        Assert.NotEmpty(leaves.First(l => l.Kind == LeafKind.Differs).Normalisers);
    }

    private static MapValue Policy(string action) => MapValue.Of(("AssumeRolePolicyDocument", MapValue.Of(
        ("Version", new ScalarValue("2012-10-17")),
        ("Statement", new ListValue([MapValue.Of(("Effect", new ScalarValue("Allow")), ("Action", new ScalarValue(action)), ("Resource", new ScalarValue("*")))])))));

    private static ResourceEvaluation Compared()
    {
        var declared = MapValue.Of(
            ("QueueName", new ScalarValue("q")),
            ("VisibilityTimeout", new ScalarValue("30")),
            ("DelaySeconds", new ScalarValue("0")),
            ("MessageRetentionPeriod", new ScalarValue("60")),
            ("Tags", Tags("blue")));
        return Resource("Queue") with
        {
            Status = Status.Modified,
            Desired = declared,
            Deployed = declared,
            Live = declared.With("VisibilityTimeout", new ScalarValue("900")).With("DelaySeconds", new ScalarValue("0", ScalarKind.Number)).With("Tags", Tags("green")),
            IsCompared = true,
            Differences = [Change("/VisibilityTimeout", "30", "900", DifferenceBetween.DeployedLive)],
            Allowed = [new AllowedDifference(Change("/Tags/0/Value", "blue", "green", DifferenceBetween.DeployedLive), Expect)],
        };
    }

    private static ListValue Tags(string value) => new([MapValue.Of(("Key", new ScalarValue("colour")), ("Value", new ScalarValue(value)))]);

    private static Difference Change(string path, string expected, string actual, DifferenceBetween between) =>
        new(PropertyPath.Parse(path), DifferenceKind.NotEqual, between, new ScalarValue(expected), new ScalarValue(actual), Impact.Update);

    private static List<string> Shown(ImmutableArray<ComparisonLeaf> leaves, ComparisonChoices choices, PropertyPath? selected = null) =>
        [.. ComparisonRows.Build(leaves, choices, selected, default).Select(r => r.Gap?.Words ?? r.Leaf!.Path.ToString())];

    private static string Text(ImmutableArray<MarkedLine> lines) =>
        string.Join('\n', lines.Select(l => string.Concat(l.Spans.Select(s => s.IsChanged && s.Text.Length > 0 ? $"[{s.Text}]" : s.Text))));
}
