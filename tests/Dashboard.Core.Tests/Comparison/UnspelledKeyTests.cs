using Dashboard.Core.Comparison;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Maps with keys that are secrets, and with keys that nobody can name before deployment.</summary>
public sealed class UnspelledKeyTests
{
    private const string First = "https://u:hunter2a7Q@one.example.org", Second = "https://u:hunter2b7Q@two.example.org", Third = "https://u:hunter2c7Q@three.example.org";
    private static readonly UnresolvedValue Unknown = new("what Fn::ForEach::Queues makes is not known");

    public static TheoryData<string, string, string> Compared => new()
    {
        { $$"""{"{{First}}":"1","{{Second}}":"2","b":"x"}""", $$"""{"{{Second}}":"2","b":"x","{{First}}":"1"}""", "" },
        { $$"""{"{{First}}":"1","{{Second}}":2}""", $$"""{"{{First}}":"1","{{Second}}":"2"}""", "" },
        { $$"""{"{{First}}":{"a":"1","b":"2"} }""", $$"""{"{{First}}":{"a":"1","b":"3"} }""", "NotEqual /A/(secret)/0/Value/b 2 3" },
        { $$"""{"{{First}}":"1"}""", $$"""{"{{Second}}":"1"}""", "Add /A/(secret)/0  1|Remove /A/(secret)/0 1 " },
        { "{}", $$"""{"{{Second}}":"1"}""", "Add /A/(secret)/0  1" },
        { $$"""{"{{First}}":"1","b":"x"}""", """{"b":"x"}""", "Remove /A/(secret)/0 1 " },
        { $$"""{"{{First}}":"same","{{Second}}":"same"}""", $$"""{"{{Third}}":"same","{{First}}":"same","{{Second}}":"same"}""", "Add /A/(secret)/N  same" },
        { """{"(secret)":"1"}""", """{"(secret)":"2"}""", "NotEqual /A/(secret) 1 2" },
    };

    [Theory]
    [MemberData(nameof(Compared))]
    public void Entries_are_paired_by_the_secret_that_their_key_is(string left, string right, string expected)
    {
        var result = ResourceComparer.Compare("Custom::Thing", Masked(left), Masked(right), ComparisonOptions.Templates);

        var found = result.Differences.Select(d => $"{d.Kind} {d.Path} {d.Left} {d.Right}").Order(StringComparer.Ordinal).ToArray();
        if (expected.Contains("/N", StringComparison.Ordinal))
            found = [.. found.Select(f => System.Text.RegularExpressions.Regex.Replace(f, "/[0-9]", "/N"))];
        Assert.Equal(expected, string.Join('|', found));
        Assert.Empty(result.Unverified);
        Assert.DoesNotContain("hunter2", $"{Masked(left)} {Masked(right)} {string.Join(' ', result.Differences)}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_paired_is_said_once()
    {
        MapValue left = WithKeys((Fingerprinter.Fingerprint(First), "1"), (SecretValue.Unknowable, "2"), (SecretValue.Unknowable, "3"));
        MapValue right = WithKeys((SecretValue.Unknowable, "5"), (Fingerprinter.Fingerprint(First), "1"), (SecretValue.Unknowable, "6"));

        var result = ResourceComparer.Compare("Custom::Thing", left, right, ComparisonOptions.Templates);

        Assert.Empty(result.Differences);
        Assert.Equal("/A/(secret)", Assert.Single(result.Unverified).Path.ToString());
    }

    [Fact]
    public void What_a_loop_may_make_is_no_difference()
    {
        MapValue looped = MapValue.Of(("A", MapValue.Of(("Fn::ForEach::Queues", Unknown), ("B", Text("1")), ("C", Text("1")))));
        MapValue written = (MapValue)JsonValues.Parse("""{"A":{"B":"2","QueueOne":"x","QueueTwo":"y"}}""");

        foreach (var (left, right) in new[] { (looped, written), (written, looped) })
        {
            var result = ResourceComparer.Compare("Custom::Thing", left, right, ComparisonOptions.Templates);
            Assert.Equal(ReferenceEquals(left, looped) ? ["NotEqual /A/B", "Remove /A/C"] : ["NotEqual /A/B", "Add /A/C"], result.Differences.Select(d => $"{d.Kind} {d.Path}"));
            Assert.Equal("/A/Fn::ForEach::Queues", Assert.Single(result.Unverified).Path.ToString());
        }
    }

    [Fact]
    public void A_loop_that_nobody_knows_is_said_once_on_both_sides()
    {
        MapValue side = MapValue.Of(("A", MapValue.Of(("Fn::ForEach::Queues", Unknown), ("B", Text("1")))));

        var result = ResourceComparer.Compare("Custom::Thing", side, side, ComparisonOptions.Templates);

        Assert.Empty(result.Differences);
        Assert.Single(result.Unverified);
    }

    private static MapValue Masked(string json) => SecretMasker.Mask("Custom::Thing", MapValue.Of(("A", JsonValues.Parse(json))), [], Fingerprinter);

    private static MapValue WithKeys(params (SecretValue Key, string Value)[] entries) =>
        MapValue.Of(("A", MapValue.Create([SecretKeys.Entry(entries.Select(e => (e.Key, (PropertyValue)Text(e.Value))))])));
}
