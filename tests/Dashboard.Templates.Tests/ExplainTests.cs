using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;

namespace Dashboard.Templates.Tests;

public sealed class ExplainTests
{
    private const string Template =
        """
        Parameters:
          Size: {Type: Number}
          Tier:
            Type: String
            Default: small
        Mappings:
          Sizes:
            small: {Memory: 256}
        Conditions:
          IsBig: !Equals [!Ref Tier, big]
        Resources:
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Timeout: !Ref Size
              MemorySize: !FindInMap [Sizes, !Ref Tier, Memory]
              Environment:
                Variables:
                  MODE: !If [IsBig, fast, slow]
              Tags:
                - Key: team
                  Value: shop
                - Key: size
                  Value: !Ref Size
        """;

    [Theory]
    [InlineData("/Timeout", "property template.yaml:15 | parameter Size parameters.json:7")]
    [InlineData("/Tags/0/Value", "property template.yaml:22")]
    [InlineData("/Tags/7/Value", "property template.yaml:20")]
    [InlineData("/Environment/Variables/MODE", "property template.yaml:19 | condition IsBig template.yaml:10 | default Tier template.yaml:5")]
    [InlineData("/NotThere/AtAll", "property template.yaml:12")]
    public void A_value_is_traced_to_its_lines(string path, string expected) => Assert.Equal(expected, Explain("Function", path));

    [Theory]
    [InlineData(1, "size", "property template.yaml:24 | parameter Size parameters.json:7")]
    [InlineData(0, "size", "property template.yaml:24 | parameter Size parameters.json:7")]
    [InlineData(4, "team", "property template.yaml:22")]
    [InlineData(0, "gone", "property template.yaml:20")]
    public void An_item_that_has_a_key_is_found_by_it_wherever_it_stands(int index, string key, string expected)
    {
        var path = PropertyPath.Root.Append("Tags").Append(index, new ItemKey("Key", key)).Append("Value");

        Assert.Equal(expected, Explain("Function", path));
    }

    [Fact]
    public void A_mapping_is_part_of_the_way()
    {
        var steps = Explain("Function", "/MemorySize");

        Assert.StartsWith("property template.yaml:16", steps, StringComparison.Ordinal);
        Assert.Contains("mapping Sizes template.yaml:8", steps, StringComparison.Ordinal);
        Assert.Contains("default Tier template.yaml:5", steps, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/TopicName", "property template.yaml:11 | loop Topics template.yaml:7 | parameter Names parameters.json:7")]
    [InlineData("/DisplayName", "property template.yaml:12 | loop Topics template.yaml:7 | parameter Names parameters.json:7 | parameter Size parameters.json:7")]
    [InlineData("/FifoTopic", "property template.yaml:13")]
    public void What_a_loop_made_is_traced_to_what_it_goes_through(string path, string expected)
    {
        const string Loop =
            """
            Parameters:
              Names: {Type: CommaDelimitedList}
              Size: {Type: String}
            Resources:
              Fn::ForEach::Topics:
                - Name
                - !Ref Names
                - Topic${Name}:
                    Type: AWS::SNS::Topic
                    Properties:
                      TopicName: !Ref Name
                      DisplayName: !Sub "${Name} of ${Size}"
                      FifoTopic: true
            """;
        var request = Requests.For(Loop, ("Names", "A,B"), ("Size", "3"));

        Assert.Equal(expected, Text(TemplateRenderer.Explain(request, new ResourceAddress("TopicA"), PropertyPath.Parse(path))));
        Assert.Contains(new ParameterUse(PropertyPath.Root, "Names"), TemplateRenderer.Render(request).Resource("TopicA").ParameterUses);
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Function/Nested")]
    [InlineData("")]
    public void Of_what_is_not_there_nothing_is_said(string address) => Assert.Equal("", Explain(address, "/Timeout"));

    private static string Explain(string address, string path) => Explain(address, PropertyPath.Parse(path));

    private static string Explain(string address, PropertyPath path) =>
        Text(TemplateRenderer.Explain(Requests.For(Template, ("Size", "3")), new ResourceAddress(address), path));

    private static string Text(IEnumerable<SourceStep> steps) => string.Join(
        " | ",
        steps.Select(s => string.Join(' ', new[] { s.Kind, s.Name, s.Location.ToString() }.Where(t => t.Length > 0))));
}
