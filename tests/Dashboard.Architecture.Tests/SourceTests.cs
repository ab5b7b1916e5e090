using System.Text.RegularExpressions;

namespace Dashboard.Architecture.Tests;

/// <summary>Laws that hold line by line.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void The_yaml_parser_stays_in_one_file() =>
        Assert.Single(Repository.Sources("src"), s => s.Text.Contains("using SharpYaml", StringComparison.Ordinal) || s.Text.Contains("SharpYaml.", StringComparison.Ordinal));

    [Fact]
    public void The_toml_parser_stays_in_one_file() =>
        Assert.Single(Repository.Sources("src"), s => s.Text.Contains("using Tomlyn", StringComparison.Ordinal) || s.Text.Contains("Tomlyn.", StringComparison.Ordinal));

    [Fact]
    public void LibGit2Sharp_stays_behind_the_repository_and_the_sample() =>
        Assert.All(
            Repository.Sources("src").Where(s => s.Text.Contains("using LibGit2Sharp", StringComparison.Ordinal)),
            s => Assert.True(s.Path.StartsWith("src/Dashboard.Sources/Git/", StringComparison.Ordinal) || s.Path.StartsWith("src/Dashboard.Sandbox/Estate/", StringComparison.Ordinal), s.Path));

    [Fact]
    public void Only_the_fingerprinter_makes_a_secret_with_a_fingerprint() =>
        Assert.Equal(
            ["src/Dashboard.Core/Secrets/SecretFingerprinter.cs"],
            Repository.Sources("src").Where(s => SecretConstruction().IsMatch(s.Text)).Select(s => s.Path).Where(p => !p.EndsWith("/PropertyValue.cs", StringComparison.Ordinal)));

    [Fact]
    public void No_user_data_can_become_markup() =>
        Assert.Empty(Repository.Sources("src/Dashboard.Web").SelectMany(s => RawMarkup(s.Path, s.Text)));

    [Fact]
    public void A_component_opens_no_connection_to_its_own_server() =>
        Assert.Empty(Repository.Sources("src/Dashboard.Web").Where(s => s.Text.Contains("HubConnectionBuilder", StringComparison.Ordinal)).Select(s => s.Path));

    [Fact]
    public void Tests_neither_sleep_nor_poll() =>
        // What holds up messages on purpose is no wait.
        Assert.Empty(Repository.Sources("tests").Where(s => !s.Path.StartsWith("tests/Dashboard.Benchmarks/", StringComparison.Ordinal) && s.Path != "tests/Dashboard.Browser.Tests/Lag.cs").SelectMany(s => Sleeps(s.Path, s.Text)));

    [Fact]
    public void Tests_ask_the_page_whether_it_is_there() =>
        Assert.Empty(Repository.Sources("tests").SelectMany(s => Missing(s.Path, s.Text)));

    [Fact]
    public void Tests_await_the_events_of_a_rendered_page() =>
        Assert.Empty(Repository.Sources("tests/Dashboard.Web.Tests").SelectMany(s => Unawaited(s.Path, s.Text)));

    [Fact]
    public void Nothing_is_left_undone_in_the_sources() =>
        Assert.Empty(Repository.Sources("src").SelectMany(s => Undone(s.Path, s.Text)));

    [Fact]
    public void Namespaces_stand_in_order() =>
        Assert.Empty(Repository.Sources("src").Concat(Repository.Sources("tests")).SelectMany(s => Unsorted(s.Path, s.Text)));

    [Fact]
    public void Offenders_are_found()
    {
        Assert.Equal(["a.cs has using Beta before using Alpha"], Unsorted("a.cs", "using System;\nusing Beta;\nusing Alpha;\nusing Zeta;\n"));
        Assert.Equal(["a.razor makes raw markup"], RawMarkup("a.razor", "@((MarkupString)name)"));
        Assert.Equal(["a.cs waits by the clock"], Sleeps("a.cs", "Thread" + ".Sleep(5);"));
        Assert.Equal(["a.cs does not await Click"], Unawaited("a.cs", "page.FindAll(\"a\")[1]" + ".Click();"));
        Assert.Equal(["a.cs may miss the event of WaitForURL"], Missing("a.cs", "await page." + "WaitForURLAsync(address);"));
        Assert.Equal(["a.cs has something left to do"], Undone("a.cs", "throw new NotImplemented" + "Exception();"));
    }

    private static IEnumerable<string> RawMarkup(string path, string text) =>
        text.Contains("MarkupString", StringComparison.Ordinal) || text.Contains("AddMarkupContent", StringComparison.Ordinal) ? [$"{path} makes raw markup"] : [];

    private static IEnumerable<string> Sleeps(string path, string text) => Waiting().IsMatch(text) ? [$"{path} waits by the clock"] : [];

    /// <summary>Playwright's client looks at what has happened and then begins to wait: what comes between the two never comes.</summary>
    private static IEnumerable<string> Missing(string path, string text) => MissedEvent().Matches(text).Select(m => $"{path} may miss the event of {m.Groups[1].Value}");

    /// <summary>An event that is posted and not awaited has perhaps not been handled when the next line looks.</summary>
    private static IEnumerable<string> Unawaited(string path, string text) => PostedEvent().Matches(text).Select(m => $"{path} does not await {m.Groups[1].Value}");

    /// <summary>The compiler checks every other rule of style.</summary>
    private static IEnumerable<string> Unsorted(string path, string text)
    {
        var names = Namespace().Matches(text).Select(m => m.Groups[1].Value).ToList();
        return names.Zip(names.Skip(1)).Where(p => string.Compare(Rank(p.First), Rank(p.Second), StringComparison.OrdinalIgnoreCase) > 0).Select(p => $"{path} has using {p.First} before using {p.Second}");

        static string Rank(string name) => name is "System" || name.StartsWith("System.", StringComparison.Ordinal) ? $"0{name}" : $"1{name}";
    }

    private static IEnumerable<string> Undone(string path, string text) => Leftover().IsMatch(text) ? [$"{path} has something left to do"] : [];

    [GeneratedRegex(@"new SecretValue\(")]
    private static partial Regex SecretConstruction();

    [GeneratedRegex(@"Thread\.Sleep\s*\(|(?<!Fake)Task\.Delay\s*\(")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"(?:\.Find|\.FindAll|\.QuerySelector|\.Single|\.First|\.Last|\b(?:field|button|box|input|link))\b[^;\n]*\.(Click|DoubleClick|Change|Input|KeyDown|KeyUp|Submit|Focus|Blur)\(")]
    private static partial Regex PostedEvent();

    [GeneratedRegex(@"\.(WaitForLoadState|WaitForURL)Async\(")]
    private static partial Regex MissedEvent();

    [GeneratedRegex(@"^using ([A-Za-z0-9_.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b")]
    private static partial Regex Leftover();
}
