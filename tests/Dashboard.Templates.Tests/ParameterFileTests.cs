using System.Text;
using Dashboard.Core.Values;
using Dashboard.Templates.Parameters;

namespace Dashboard.Templates.Tests;

public sealed class ParameterFileTests
{
    [Theory]
    [InlineData("""[{"ParameterKey": "Size", "ParameterValue": "2"}, {"ParameterKey": "Zones", "ParameterValue": "a,b"}]""")]
    [InlineData("""{"Parameters": {"Size": 2, "Zones": ["a", "b"]}, "Tags": {"Size": "no parameter"}, "StackPolicy": {}}""")]
    [InlineData("""{"Size": "2", "Zones": "a,b"}""")]
    [InlineData("Size: 2\nZones: [a, b]\n")]
    [InlineData("Parameters:\n  Size: '2'\n  Zones: a,b\n")]
    [InlineData("- ParameterKey: Size\n  ParameterValue: 2\n- ParameterKey: Zones\n  ParameterValue: a,b\n")]
    [InlineData("# comment\n\nSize=2\nZones = \"a,b\"\n")]
    [InlineData("""["Size=2", "Zones=a,b"]""")]
    public void Every_form_that_teams_use_is_read(string text)
    {
        var file = Read(text);

        Assert.Empty(file.Diagnostics);
        Assert.Equal([("Size", "2"), ("Zones", "a,b")], file.Values.Select(v => (v.Name, ((ScalarValue)v.Value).Text)));
        Assert.All(file.Values, v => Assert.Equal("parameters.json", v.Location!.File));
    }

    [Theory]
    [InlineData("[\n  {\"ParameterKey\": \"A\", \"ParameterValue\": \"1\"},\n  {\"ParameterKey\": \"B\", \"ParameterValue\": \"2\"}\n]", 3)]
    [InlineData("A: 1\n\nB: 2\n", 3)]
    [InlineData("A=1\n# comment\nB=2\n", 3)]
    public void A_value_knows_its_line(string text, int line) => Assert.Equal(line, Read(text).Values.Single(v => v.Name == "B").Location!.Line);

    [Theory]
    [InlineData("A: {b: c}\nB: 1", "parameters.json:1: A: Found a mapping; allowed is a text")]
    [InlineData("A:\nB: 1", "parameters.json:1: A: Found nothing; allowed is a text")]
    [InlineData("[{\"ParameterValue\": \"1\"}, {\"ParameterKey\": \"B\", \"ParameterValue\": \"1\"}]", "parameters.json:1: An item has no ParameterKey")]
    [InlineData("A=1\nA=2\nB=1", "parameters.json:2: A: A is given a second time; line 1 gives it already.")]
    [InlineData("A=1\nnot a pair\nB=1", "parameters.json:2: The line is not Name=Value.")]
    public void What_is_wrong_is_said_with_its_line_and_everything_else_is_read(string text, string expected)
    {
        var file = Read(text);

        Assert.StartsWith(expected, Assert.Single(file.Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Contains(file.Values, v => v.Name == "B");
    }

    [Fact]
    public void A_value_that_stays_as_it_was_deployed_is_unresolved()
    {
        var file = Read("""[{"ParameterKey": "Size", "UsePreviousValue": true}]""");

        Assert.Contains("keeps its deployed value", Assert.IsType<UnresolvedValue>(file.Values[0].Value).Reason, StringComparison.Ordinal);
    }

    private static ParameterFile Read(string text) => ParameterFileReader.Read("parameters.json", Encoding.UTF8.GetBytes(text));
}
