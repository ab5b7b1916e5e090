using Dashboard.Web.Presentation.Palette;

namespace Dashboard.Web.Tests.Palette;

/// <summary>What matches, and what matches better.</summary>
public sealed class FuzzyQueryTests
{
    [Theory]
    [InlineData("", "anything")]
    [InlineData("wsg", "WebSecurityGroup storefront production")]
    [InlineData("WEBSEC", "WebSecurityGroup storefront production")]
    [InlineData("prod secgr", "WebSecurityGroup storefront production")]
    [InlineData("sg-42", "sg-428c0aaecff81a4c4")]
    [InlineData("dlq2", "DeadLetterQueue2")]
    [InlineData("ﬁ ü", "Größe ﬁx ü")]
    public void Letters_in_their_order_match(string query, string text) => Assert.True(Score(query, text) >= 0);

    [Theory]
    [InlineData("x", "WebSecurityGroup")]
    [InlineData("gsw", "WebSecurityGroup")]
    [InlineData("websecc", "WebSecurityGroup")]
    [InlineData("storefront staging", "WebSecurityGroup storefront production")]
    [InlineData("ab", "b a")]
    public void Letters_that_are_missing_or_in_another_order_do_not(string query, string text) => Assert.Equal(-1, Score(query, text));

    /// <summary>The first text must match better than the second.</summary>
    [Theory]
    [InlineData("sec", "SecurityGroup", "WebSecurityGroup")]
    [InlineData("sec", "WebSecurityGroup", "Parsec")]
    [InlineData("wsg", "WebSecurityGroup", "awesoming")]
    [InlineData("group", "WebSecurityGroup", "GatewayRouteOutput")]
    [InlineData("db", "DatabaseBackup", "Adobe")]
    [InlineData("ordq", "OrderQueue", "OldRedirectQ")]
    [InlineData("queue", "Queue", "qXuXeXuXe")]
    [InlineData("store prod", "storefront production", "storefront sprint odd")]
    [InlineData("q2", "Queue2", "Queue12")]
    public void Beginnings_of_words_and_letters_side_by_side_count_more(string query, string better, string worse) =>
        Assert.True(Score(query, better) > Score(query, worse), $"{Score(query, better)} for {better}, {Score(query, worse)} for {worse}");

    /// <summary>Whatever is looked for, a text matches exactly where each word's letters stand in it in their order; a hundred thousand random pairs.</summary>
    [Fact]
    public void It_matches_exactly_what_a_plain_search_for_letters_in_order_matches()
    {
        var random = new Random(7);
        var matches = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var text = Letters(random, random.Next(0, 40));
            var query = Letters(random, random.Next(1, 5));
            var expected = query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w => IsInOrder(w.ToLowerInvariant(), text.ToLowerInvariant()));
            Assert.True(expected == Score(query, text) >= 0, $"\"{query}\" in \"{text}\"");
            matches += expected ? 1 : 0;
        }

        Assert.InRange(matches, 10_000, 90_000);
    }

    [Fact]
    public void The_longest_texts_and_queries_end()
    {
        var text = new FuzzyText(string.Concat(Enumerable.Repeat("aB-", 5_000)));

        Assert.True(FuzzyQuery.Parse(new string('b', 5_000)).Score(text) >= 0);
        Assert.Equal(-1, FuzzyQuery.Parse(new string('z', 5_000)).Score(text));
    }

    private static int Score(string query, string text) => FuzzyQuery.Parse(query).Score(new FuzzyText(text));

    private static string Letters(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abcABC- 12"[random.Next(10)]));

    private static bool IsInOrder(string word, string text)
    {
        var at = 0;
        foreach (var letter in word)
        {
            at = text.IndexOf(letter, at) + 1;
            if (at == 0)
                return false;
        }

        return true;
    }
}
