using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Tests.Shared;
using Dashboard.Web.Presentation.Review;
using Dashboard.Web.Tests.Screens;

namespace Dashboard.Web.Tests.Api;

/// <summary>The review for programs, printers and mails.</summary>
[Collection(nameof(RunningHost))]
public sealed partial class ReviewApiTests(RunningHost host)
{
    private const string Address = "/api/v1/review/shop/staging/production";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_review_has_exactly_the_documented_shape()
    {
        var review = await host.GetJsonAsync(Address);

        Assert.Equal(
            [
                "application", "from", "to", "verdict", "headline", "fromCommit", "toCommit", "scope", "components", "madeAt", "oldestReadAt", "oldestCheckAt", "isStale", "coverage", "piles", "items",
                "unverified", "commits", "commitsWhole", "isForward", "changes", "untold", "untoldGroups", "obstacles", "collisions", "unrehearsed", "soak", "after", "runsCommit", "stage", "stageText", "byHand",
            ],
            Names(review));
        Assert.All(review.GetProperty("items").EnumerateArray(), i => Assert.Equal(
            ["component", "region", "instance", "address", "type", "path", "pile", "left", "right", "reason", "rule", "ruleReason", "ruleOwner", "ruleEnd", "written"], Names(i).Where(n => n != "foreign")));
        Assert.All(review.GetProperty("changes").EnumerateArray(), c => Assert.Equal(
            ["component", "region", "instance", "address", "type", "path", "before", "after", "impact", "risk", "written"], Names(c)));
        Assert.All(review.GetProperty("unverified").EnumerateArray(), u => Assert.Equal(["id", "cause", "count", "looked", "tickedAt"], Names(u)));
        Assert.All(review.GetProperty("commits").EnumerateArray(), c => Assert.Equal(["id", "author", "date", "summary", "pullRequest"], Names(c)));
    }

    [Fact]
    public async Task The_review_agrees_with_parity_on_every_pile()
    {
        var parity = (await host.GetJsonAsync("/api/v1/parity/shop/staging/production")).GetProperty("counts");
        var whole = await host.GetJsonAsync(Address + "?scope=all");
        var release = await host.GetJsonAsync(Address + "?scope=release");

        Assert.Equal(parity.GetRawText(), whole.GetProperty("piles").GetRawText());
        Assert.True(release.GetProperty("coverage").GetProperty("total").GetInt32() < whole.GetProperty("coverage").GetProperty("total").GetInt32());
        Assert.Equal(
            whole.GetProperty("piles").GetProperty("unverifiable").GetInt32(), whole.GetProperty("unverified").EnumerateArray().Sum(u => u.GetProperty("count").GetInt32()));
        Assert.Equal("blocked", release.GetProperty("verdict").GetString());
        Assert.Contains(release.GetProperty("changes").EnumerateArray(), c => c.GetProperty("impact").GetString() == "replacement");
        Assert.Contains(release.GetProperty("changes").EnumerateArray(), c => c.GetProperty("written") is { ValueKind: JsonValueKind.Object } line && line.GetProperty("author").GetString() is { Length: > 0 });
    }

    [Theory]
    [InlineData("markdown", "text/markdown", "# Review of shop: staging to production")]
    [InlineData("html", "text/html", "<h1>Review of shop: staging to production</h1>")]
    public async Task The_same_review_comes_as_text(string format, string type, string title)
    {
        using var response = await host.Http.GetAsync($"{Address}?format={format}", Cancellation).Soon();
        var text = await response.Content.ReadAsStringAsync(Cancellation).Soon();
        var headline = (await host.GetJsonAsync(Address)).GetProperty("headline").GetString()!;

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains(headline, text, StringComparison.Ordinal);
        Assert.Contains("What this release will do to production", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", text.Replace("http://127.0.0.1", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?scope=some", 400, "scope: found 'some'; allowed are 'release' and 'all'.")]
    [InlineData("?format=pdf", 400, "format: found 'pdf'; allowed are 'json', 'markdown' and 'html'.")]
    [InlineData("?release=main", 400, "release: found 'main'; allowed are two commits, such as '54bac98..66a26d2'")]
    [InlineData("?release=0000000..1111111", 404, "release: found '0000000..1111111', and the repository has no such commit.")]
    [InlineData("/patch?rules=expect.all&reason=x&release=0000000..1111111", 404, "release: found '0000000..1111111'")]
    [InlineData("/patch", 400, "rules: found nothing")]
    [InlineData("/patch?rules=expect.all", 400, "reason: found nothing")]
    [InlineData("/patch?rules=expect.0123456789&reason=x", 404, "Nothing in this scope is what 'rules' names")]
    [InlineData("/patch?rules=expect.all&reason=x&expires=2001-01-01", 400, "expires: found '2001-01-01', which has passed")]
    [InlineData("/patch?rules=expect.all&reason=x&owner=y&expires=2099-13-01", 400, "expires: found '2099-13-01'; allowed is a day as yyyy-MM-dd")]
    public async Task A_wrong_question_is_answered_with_what_is_allowed(string query, int status, string detail)
    {
        using var response = await host.Http.GetAsync(Address + query, Cancellation).Soon();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(detail, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation).Soon()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_that_is_not_judged_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/api/v1/review/shop/production/staging", Cancellation).Soon()).StatusCode);

    [Fact]
    public async Task The_patch_of_the_page_can_be_had_as_a_file()
    {
        using var response = await host.Http.GetAsync(Address + "/patch?rules=expect.all,accept.all&reason=It%20is%20meant&owner=me", Cancellation).Soon();
        var text = await response.Content.ReadAsStringAsync(Cancellation).Soon();

        Assert.Equal("text/x-diff", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("--- a/driftboard.yaml\n+++ b/driftboard.yaml\n@@ ", text, StringComparison.Ordinal);
        Assert.Contains("+    reason: It is meant\n+    owner: me\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 2, null, "Newest first.")]
    [InlineData(false, false, 2, "does not stand in the history", "There are more; these are the newest.")]
    [InlineData(false, null, 0, "cannot be told: the release may take something back, too.", "What lies between the two commits cannot be told")]
    [InlineData(true, false, 0, "does not stand in the history", "No commit lies between the two: the release takes back what runs now.")]
    public void A_print_says_of_the_commits_what_is_known(bool isWhole, bool? isForward, int count, string? warning, string note)
    {
        var facts = SampleReviews.Busy();
        var report = Report(facts with { Commits = new([.. facts.Commits.Commits.Take(count)], isWhole, isForward) });

        Assert.Equal(warning is not null, report.Warnings.Any(w => w.Contains(warning ?? "take something back", StringComparison.Ordinal)));
        Assert.Contains(note, report.Sections[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_print_without_a_commit_to_release_claims_nothing_of_a_release()
    {
        var calm = SampleReviews.Calm();
        var report = Report(calm with { Review = calm.Review with { FromCommit = null, Changes = [] }, Commits = Dashboard.Sources.Git.CommitRange.Unknown });

        Assert.Equal([ReleaseWords.NoRelease("staging"), ReleaseWords.NoRelease("staging")], new[] { report.Sections[0].Note, report.Sections[2].Note });
        Assert.StartsWith("The ref of the first environment names no commit", report.Sections[^1].Note, StringComparison.Ordinal);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void Of_a_component_in_two_regions_a_print_names_the_region_and_a_change_of_type_both_types()
    {
        var facts = SampleReviews.Busy();
        var change = facts.Review.Changes[1];
        var there = change with
        {
            Stack = change.Stack with { Region = "us-east-1" },
            Difference = change.Difference with { Path = PropertyPath.Root, Expected = new ScalarValue("AWS::SNS::Topic"), Actual = new ScalarValue("AWS::SQS::Queue") },
        };
        var report = Report(facts with
        {
            Review = facts.Review with
            {
                Changes = [facts.Review.Changes[0], change, there],
                Components = [.. facts.Review.Components.Select(c => c.Name == "database" ? c with { To = [.. c.To, there.Stack] } : c)],
            },
        });

        Assert.Equal(["storefront / Service", "database eu-west-1 / Database", "database us-east-1 / Database"], report.Sections[0].Rows.Take(3).Select(r => r[0]));
        Assert.Equal(["the whole resource", "AWS::SQS::Queue", "AWS::SNS::Topic"], report.Sections[0].Rows[2][1..4]);
        Assert.Equal(2, report.Warnings.Count(w => w.Contains("what is in it is gone", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Impact.Delete, "Retain", "left behind", "deletes a database: it is kept, and no stack manages it any more")]
    [InlineData(Impact.Delete, "Snapshot", "snapshot only", "deletes a database: only a snapshot of it is kept")]
    [InlineData(Impact.Delete, "Delete", "data loss", "deletes a database: what is in it is gone")]
    [InlineData(Impact.Replacement, "Retain", "new and empty", "replaces a database: the old one is kept beside the stack, and the new one begins empty")]
    [InlineData(Impact.Replacement, "Snapshot", "new and empty", "replaces a database: a snapshot is kept, and the new one begins empty")]
    public void What_becomes_of_a_resource_is_said_by_its_policy_and_by_what_happens_to_it(Impact impact, string policy, string mark, string words)
    {
        var risk = new Dashboard.Core.Releases.StateRisk("a database", true, policy);

        Assert.Equal((mark, words), (ReleaseWords.MarkOf(risk, impact), ReleaseWords.Of(risk, impact)));
    }

    private static ReviewReport Report(ReviewFacts facts) => new(ReviewDocuments.Of(ReviewView.Of(facts, true, SampleBoards.Start, SampleBoards.Interval, _ => null)));

    [Fact]
    public void A_print_warns_of_what_the_page_shouts_and_lists_what_was_changed_by_hand()
    {
        var facts = SampleReviews.Busy();
        var items = facts.Review.Parity.Items.Select(i => i.Path.ToString() == "/BackupRetentionPeriod" ? i with { Foreign = [new ForeignValue("staging", "production", "vault", "Keys")] } : i);
        var service = facts.Review.Changes[0];
        var report = Report(facts with
        {
            Review = facts.Review with
            {
                Parity = facts.Review.Parity with { Items = [.. items] },
                Changes = [.. facts.Review.Changes, service with { Difference = service.Difference with { Impact = Impact.Replacement } }],
            },
        });

        Assert.Equal("staging uses production: database / Database /BackupRetentionPeriod belongs to production: vault / Keys.", report.Warnings[0]);
        Assert.Contains("This release replaces storefront / Service.", report.Warnings);
        var byHand = report.Sections.Single(s => s.Title == "Changed by hand: 2");
        Assert.Contains(byHand.Rows, r => r.SequenceEqual(["production", "database / Database", "/DBInstanceClass", "db.r6g.xlarge", "db.r6g.2xlarge", "may take it back", r[6]]) && r[6].Length > 0);
        Assert.Equal("/BackupRetentionPeriod", report.Sections.Single(s => s.Title.StartsWith("Unexplained", StringComparison.Ordinal)).Rows[0][1]);
    }

    [Fact]
    public void Hostile_names_and_values_become_no_markup()
    {
        const string evil = "<img src=x onerror=alert(1)> | `a` ``b`` [x](javascript:alert(1)) **c** \n# d @org/everyone (https://evil.example/a) www.evil.example x@evil.example #12 org/repo#12 GH-12";
        var facts = SampleReviews.Busy();
        var items = facts.Review.Parity.Items.Select(i => i with { Left = new ScalarValue(evil), Reason = evil });
        facts = facts with
        {
            Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. items] }, Obstacles = [facts.Review.Obstacles[0] with { Text = evil }] },
            Commits = facts.Commits with { Commits = [facts.Commits.Commits[0] with { Commit = facts.Commits.Commits[0].Commit with { Author = evil, Summary = evil } }] },
        };
        var report = Report(facts);

        var markdown = ReviewMarkdown.Write(report);
        var html = ReviewHtml.Write(report);

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", markdown.Replace("\\<img", "", StringComparison.Ordinal).Replace("``` <img", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\n# d", markdown, StringComparison.Ordinal);
        // Outside of code, nothing is left that a reader of Markdown makes a mention or a link of.
        var prose = CodeSpan().Replace(markdown.Replace("\\`", "", StringComparison.Ordinal), "");
        Assert.All(["@", "://", "www.", "#12", "GH-12"], l => Assert.DoesNotContain(l, prose, StringComparison.Ordinal));
        Assert.Contains("`@org/everyone` `(https://evil.example/a)` `www.evil.example` `x@evil.example`", markdown, StringComparison.Ordinal);
        // Every row of a table has as many bars as its head: nothing that stands in a cell ends it.
        foreach (var section in report.Sections.Where(s => s.Rows.Count > 0))
        {
            var lines = markdown.Split('\n').SkipWhile(l => !l.StartsWith("| " + section.Columns[0] + " |", StringComparison.Ordinal) || Bars(l) != section.Columns.Length + 1).TakeWhile(l => l.StartsWith('|')).ToList();
            Assert.NotEmpty(lines);
            Assert.All(lines, l => Assert.Equal(section.Columns.Length + 1, Bars(l)));
        }

        static int Bars(string line) => line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|');
    }

    [GeneratedRegex("(?<!`)(`+)(?!`).+?(?<!`)\\1(?!`)")]
    private static partial Regex CodeSpan();

    private static ImmutableArray<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
