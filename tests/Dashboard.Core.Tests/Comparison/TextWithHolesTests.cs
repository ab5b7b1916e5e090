using Dashboard.Core.Comparison;
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
        static MapValue Policy(PropertyValue resource) => MapValue.Of(("PolicyDocument", MapValue.Of(("Statement", MapValue.Of(("Action", Text("sqs:*")), ("Effect", Text("Allow")), ("Resource", resource))))));

        var result = ResourceComparer.Compare("AWS::SQS::QueuePolicy", Policy(Ref("Queue", "Arn")), Policy(new ListValue([Ref("Queue", "Arn")])), ComparisonOptions.Templates);

        Assert.Empty(result.Differences);
        Assert.Empty(result.Unverified);
    }

    private static MapValue Properties(string text) => MapValue.Of(("D", Holed(text)));

    private static PropertyValue Holed(string text)
    {
        var parts = new List<PropertyValue>();
        foreach (var c in text)
            parts.Add(c switch { '#' => Unknown, '$' => Ref("Topic"), _ => new ScalarValue(c.ToString()) });
        return Joined([.. parts]);
    }
}
