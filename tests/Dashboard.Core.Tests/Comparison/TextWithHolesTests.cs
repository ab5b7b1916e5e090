using Dashboard.Core.Comparison;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Documents in texts of which not all is known: everything around the holes is compared, at its path.</summary>
public sealed class TextWithHolesTests
{
    private static readonly UnresolvedValue Unknown = new("export Topic is not known");

    /// <summary>Two texts, where <c>#</c> is a hole that nobody knows and <c>$</c> one that is a reference; the differences; what cannot be verified.</summary>
    public static TheoryData<string, string, string, string> Texts => new()
    {
        { """{"a":"#","b":{"c":1,"d":[1,2]}}""", """{"b":{"d":[1,2],"c":2},"a":"x"}""", "NotEqual /D/b/c", "/D/a" },
        { """{"a":"x-#-y","b":1}""", """{"a":"x-1-y","b":1}""", "", "/D/a" },
        { """{"a":"x-#-y","b":1}""", """{"a":"z-1-y","b":1}""", "", "/D/a" },
        { """{"a":"x-$-y","b":1}""", """{"a":"z-1-y","b":1}""", "NotEqual /D/a", "" },
        { """{"a":#,"b":1}""", """{ "a": 5, "b": 2 }""", "NotEqual /D/b", "/D/a" },
        { """{"a":"$","b":1}""", """{"b": 1, "a":"$"}""", "", "" },
        { """{"a":"$"}""", """{"a":$ }""", "NotEqual /D/a", "" },
        { """{"a":["x","#"],"b":1}""", """{"a":["x","y"],"b":2}""", "NotEqual /D/b", "/D/a/1" },
        { """{"a":["x",#],"b":1}""", """{"a":["x","y","z"],"b":2}""", "NotEqual /D/b", "/D/a" },
        { """{"a":"#","b":1}""", """{"a":"#","b":2}""", "NotEqual /D/b", "/D/a" },
        { """{"a":#,"c":1}""", """{"b":"x"}""", "Add /D/b,Remove /D/c", "/D/a" },
        { """{"a":"#","c":1}""", """{"c":1}""", "Remove /D/a", "" },
        { "a-#", "b-#", "NotEqual /D", "" },
        { "#-a", "#-b", "NotEqual /D", "" },
        { "#-a", "#-ba", "NotEqual /D", "" },
        { "a-#", "a-b-#", "", "/D" },
        { "a-#-x", "a-#-y", "NotEqual /D", "" },
        { "#a-#", "#b-#", "", "/D" },
        { "a-#", "b-$", "NotEqual /D", "" },
        { """["x",$]""", """["x",$]""", "", "" },
        { """["x",$]""", """[ "x", $ ]""", "", "" },
        { """["x",#]""", """["x","y","z"]""", "", "/D" },
        { """["x",$]""", """["y",$]""", "NotEqual /D", "" },
        { """{"a":[{"$":1},$]}""", """{"a":[{"%":1},$]}""", "NotEqual /D", "" },
        { """{"#":"a"}""", """{"x":"a"}""", "", "/D" },
        { """{"a":"#",""", """{"a":"x"}""", "", "/D" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_known_is_compared_and_a_hole_alone_is_not(string left, string right, string differences, string unverified)
    {
        var result = ResourceComparer.Compare("Custom::Thing", Properties(left), Properties(right), ComparisonOptions.Templates);

        Assert.Equal(differences, string.Join(',', result.Differences.Select(d => $"{d.Kind} {d.Path}")));
        Assert.Equal(unverified, string.Join(',', result.Unverified.Select(u => u.Path)));
    }

    [Theory]
    [InlineData("""{"a":"\uE010","b":"$"}""")]
    [InlineData("""{"a":"\uE0101\uE011","b":"$"}""")]
    [InlineData("""{"a":"\ue012x\uE011","b":"$"}""")]
    [InlineData("""{"a":"\uE011","b":"$"}""")]
    public void A_text_that_spells_the_marks_of_holes_is_compared_as_a_text(string text)
    {
        var result = ResourceComparer.Compare("Custom::Thing", Properties(text), Properties(text.Replace("\"b\"", "\"c\"", StringComparison.Ordinal)), ComparisonOptions.Templates);

        Assert.Equal(["NotEqual /D"], result.Differences.Select(d => $"{d.Kind} {d.Path}"));
    }

    [Fact]
    public void A_list_in_a_text_of_a_template_is_the_same_in_another_layout_and_differs_by_its_items()
    {
        Assert.Empty(Differences("Custom::Thing", Properties("""["x",$]"""), Properties("""[ "x", $ ]"""), ComparisonOptions.Sources));
        Assert.Equal(["NotEqual /D"], Differences("Custom::Thing", Properties("""["x",$]"""), Properties("""["x","y",$]"""), ComparisonOptions.Sources));
    }

    [Theory]
    [InlineData("""{"a":"$","b":[1,2]}""")]
    [InlineData("""{ "b":[1, 2], "a":"$" }""")]
    public void A_text_with_holes_counts_the_same_leaves_whatever_its_layout(string right)
    {
        var result = ResourceComparer.Compare("Custom::Thing", Properties("""{"a":"$","b":[1,2]}"""), Properties(right), ComparisonOptions.Templates with { ListsEqual = true });

        Assert.Empty(result.Differences);
        Assert.Equal(["/D/a", "/D/b/0", "/D/b/1"], result.Equal.Select(e => e.Path.ToString()));
    }

    [Fact]
    public void What_may_be_a_whole_list_is_no_item_of_the_other_side()
    {
        Assert.Equal("/PolicyDocument/Statement/Resource", Open(new CallValue("Fn::Split", [Text(","), Ref("Custom", "Arns")]), "a", "b", "c"));
        Assert.Equal("/PolicyDocument/Statement/Resource", Open(new CallValue("Fn::Split", [Text(","), Ref("Custom", "Arns")]), "a"));
        Assert.Equal("/PolicyDocument/Statement/Resource", Open(new ReferenceValue(new ResourceOwner(Staging, ResourceAddress.Stack), "Names"), "a", "b"));
        Assert.Equal("/PolicyDocument/Statement/Resource", Open(Ref("Custom", "Arns"), "a", "b"));
        Assert.Equal(["Add /PolicyDocument/Statement/Resource/1"], Differences("AWS::SQS::QueuePolicy", Policy(Ref("Queue", "Arn")), Policy(List("a", "b"))));

        static string Open(PropertyValue resource, params string[] live)
        {
            var result = ResourceComparer.Compare("AWS::SQS::QueuePolicy", Policy(resource), Policy(List(live)), ComparisonOptions.Drift);
            Assert.Empty(result.Differences);
            return string.Join(',', result.Unverified.Select(u => u.Path));
        }

        static ListValue List(params string[] texts) => new([.. texts.Select(Text)]);
    }

    [Fact]
    public void Two_texts_of_a_template_differ_inside_the_document()
    {
        var result = ResourceComparer.Compare("Custom::Thing", Properties("""{"a":"$","b":[1,2]}"""), Properties("""{ "b":[1, 2, 3], "a":"$" }"""), ComparisonOptions.Sources);

        Assert.Equal(["Add /D/b/2"], result.Differences.Select(d => $"{d.Kind} {d.Path}"));
    }

    [Fact]
    public void A_policy_in_such_a_text_is_a_policy()
    {
        var result = ResourceComparer.Compare(
            "AWS::SQS::QueuePolicy",
            MapValue.Of(("PolicyDocument", Holed("""{"Statement":{"Effect":"Allow","Action":"SQS:sendMessage","Resource":"$"}}"""))),
            MapValue.Of(("PolicyDocument", Holed("""{"Statement":[{"Action":["sqs:SendMessage"],"Effect":"Allow","Resource":["$"]}]}"""))),
            ComparisonOptions.Templates);

        Assert.Equal("", string.Join(',', result.Differences.Select(d => $"{d.Kind} {d.Path} {d.Left} {d.Right}")));
        Assert.Empty(result.Unverified);
    }

    [Fact]
    public void A_reference_that_stands_alone_and_one_in_a_list_of_one_are_the_same_in_a_policy()
    {
        var result = ResourceComparer.Compare("AWS::SQS::QueuePolicy", Policy(Ref("Queue", "Arn")), Policy(new ListValue([Ref("Queue", "Arn")])), ComparisonOptions.Templates);

        Assert.Empty(result.Differences);
        Assert.Empty(result.Unverified);
    }

    private static MapValue Policy(PropertyValue resource) =>
        MapValue.Of(("PolicyDocument", MapValue.Of(("Statement", MapValue.Of(("Action", Text("sqs:*")), ("Effect", Text("Allow")), ("Resource", resource))))));

    private static MapValue Properties(string text) => MapValue.Of(("D", Holed(text)));

    private static PropertyValue Holed(string text)
    {
        var parts = new List<PropertyValue>();
        foreach (var c in text)
            parts.Add(c switch { '#' => Unknown, '$' => Ref("Topic"), '%' => Ref("Queue"), _ => new ScalarValue(c.ToString()) });
        return Joined([.. parts]);
    }
}
