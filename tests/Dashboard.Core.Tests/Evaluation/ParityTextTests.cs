using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>JSON documents in texts with holes across two environments: each leaf belongs to its own environment, and keeps its cause.</summary>
public sealed class ParityTextTests
{
    private const string Machine = "AWS::StepFunctions::StateMachine";

    [Fact]
    public void What_a_hole_holds_belongs_to_its_own_environment()
    {
        var scene = new Scene();
        Add(scene.Staging(), "x-", 1);
        Add(scene.Production(), "y-", 1);

        Assert.Equal(
            ["Equal S/DefinitionString/a ", "Unexplained S/DefinitionString/b ", "Equal S/DefinitionString/c ", "Equal Topic "],
            scene.Parity().Items.Select(i => $"{i.Pile} {i.Address}{i.Path} {i.Reason}"));
        var right = Assert.IsType<CompositeValue>(scene.Parity().Items[1].Right);
        Assert.Equal("production", Assert.IsType<ReferenceValue>(right.Parts[1]).Owner.Stack.Environment);
    }

    [Fact]
    public void Another_environments_part_in_a_hole_is_named()
    {
        var scene = new Scene();
        Add(scene.Staging(), "x-", 1);
        scene.Production().Add("Topic", "AWS::SNS::Topic").Add("S", Machine, Definition(scene.Staging(), "x-", 1));

        Assert.Equal(
            ["/DefinitionString/a belongs to staging: web / Topic", "/DefinitionString/b belongs to staging: web / Topic"],
            scene.Parity().Items.Where(i => i.Pile != ParityPile.Equal).Select(i => $"{i.Path} {i.Reason}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drift_in_a_document_is_by_hand_and_comes_with_no_release(bool isReleased)
    {
        var scene = new Scene();
        Add(scene.Staging(), "x-", 1);
        Add(scene.Production(), "x-", 1);
        scene.Production().Live("S", MapValue.Of(("DefinitionString", Text("""{"a":"production-topic-1a2b3c","b":"x-production-topic-1a2b3c","c":5}"""))));
        if (isReleased)
            scene.Production().Desired(MainCommit, Resource("Topic", "AWS::SNS::Topic", MapValue.Empty), Resource("S", Machine, Definition(scene.Production(), "x-", 1)));

        var item = Assert.Single(scene.Parity().Items, i => i.Path.ToString() == "/DefinitionString/c");
        Assert.Equal((ParityPile.Unexplained, "changed by hand in production"), (item.Pile, item.Reason));
    }

    [Fact]
    public void A_value_beside_the_drift_in_a_document_is_not_by_hand()
    {
        var scene = new Scene();
        Add(scene.Staging(), "x-", 1);
        Add(scene.Production(), "y-", 1);
        scene.Production().Live("S", MapValue.Of(("DefinitionString", Text("""{"a":"production-topic-1a2b3c","b":"y-production-topic-1a2b3c","c":5}"""))));

        var item = Assert.Single(scene.Parity().Items, i => i.Path.ToString() == "/DefinitionString/b");
        Assert.DoesNotContain("by hand", item.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_open_for_one_reason_has_one_cause_wherever_it_stands()
    {
        var scene = new Scene().Both(s => s.Add("T", "Custom::Thing", MapValue.Of(("A", Open(3)), ("B", Open(7)))));

        Assert.Equal(
            ["macro X, macro X (templates/web.yaml:3)", "macro X, macro X (templates/web.yaml:7)"],
            scene.Parity().Items.Select(i => $"{i.Cause}, {i.Reason}"));

        static UnresolvedValue Open(int line) => new("macro X", new SourceLocation("templates/web.yaml", line));
    }

    [Fact]
    public void What_is_spelled_differently_and_means_the_same_counts_as_equal_and_names_its_normaliser()
    {
        var scene = new Scene();
        scene.Staging().Add("Q", "AWS::SQS::Queue", Queue("30", "a", "b"));
        scene.Production().Add("Q", "AWS::SQS::Queue", Queue("30.0", "b", "a"));

        var parity = scene.Parity();

        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Equal, i.Pile));
        Assert.Equal(["web eu-west-1  Q/Tags CMP024", "web eu-west-1  Q/VisibilityTimeout CMP003"], parity.Folded.Select(f => $"{f.Component} {f.Region} {f.Instance} {f.Address}{f.Leaf.Path} {f.Leaf.Normaliser}"));
        Assert.Equal(("30", "30.0"), (parity.Folded[1].Leaf.Left!.ToString(), parity.Folded[1].Leaf.Right!.ToString()));
        // The documents say it where equal units are asked for.
        Assert.Equal(parity.Folded.Select(f => f.Leaf.Normaliser), Core.Documents.DocumentWriter.Parity(parity, null, includeEqual: true).Folded!.Select(f => f.Normaliser));
        Assert.Null(Core.Documents.DocumentWriter.Parity(parity, null, includeEqual: false).Folded);
    }

    [Fact]
    public void What_was_not_read_on_a_side_is_not_said_to_mean_the_same()
    {
        var scene = new Scene();
        scene.Staging().Add("Q", "AWS::SQS::Queue", Queue("30", "a", "b"));
        scene.Production().Add("Q", "AWS::SQS::Queue", Queue("30.0", "b", "a")).Live("Q", ReadOutcome.Denied);

        var parity = scene.Parity();

        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Unverifiable, i.Pile));
        Assert.Empty(parity.Folded);
    }

    private static MapValue Queue(string timeout, params string[] tags) => MapValue.Of(
        ("VisibilityTimeout", Text(timeout)), ("Tags", new ListValue([.. tags.Select(t => MapValue.Of(("Key", Text(t)), ("Value", Text("v"))))])));

    private static void Add(StackScene stack, string prefix, int count) => stack.Add("Topic", "AWS::SNS::Topic").Add("S", Machine, Definition(stack, prefix, count));

    private static MapValue Definition(StackScene stack, string prefix, int count) => MapValue.Of(
        ("DefinitionString", Joined(Text("{\"a\":\""), stack.Ref("Topic"), Text($"\",\"b\":\"{prefix}"), stack.Ref("Topic"), Text($"\",\"c\":{count}}}"))));
}
