using System.Collections.Immutable;
using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Pages.Review;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The review over a feed and reviews of ours: each part, and each state of it.</summary>
public sealed class ReviewPageTests : ScreenTest
{
    private const string Address = "/review/shop/staging/production";

    public ReviewPageTests() => Reviews.Facts = SampleReviews.Busy();

    [Fact]
    public void The_headline_says_what_blocks_and_every_pile_has_its_count_and_coverage()
    {
        var page = Open();

        Assert.Equal("Blocked: 2 differences are unexplained", Words(page.Find(".review-head .verdict")));
        Assert.Equal(
            [
                "2 Unexplained of 6 compared", "1 Cannot be verified 0 of 1 group ticked", "1 Pending release of 6 compared", "1 Configured of 6 compared",
                "1 Declared of 6 compared", "1 Equal of 6 compared",
            ],
            page.FindAll("[data-pile]").Select(Words));
        Assert.Equal("in 2 components: storefront, database", page.Find("[data-pile=unexplained]").GetAttribute("title"));
        var facts = Words(page.Find(".review-head .facts"));
        Assert.Contains("release 54bac98..66a26d2", facts, StringComparison.Ordinal);
        Assert.Contains("2 components : storefront, database", facts, StringComparison.Ordinal);
        Assert.Contains("2 changes, 1 replacement, 1 that cannot be told", facts, StringComparison.Ordinal);
        Assert.Contains("soak staging runs it since its last update, 5 h ago", facts, StringComparison.Ordinal);
        Assert.Contains("Refresh this scope: about 12 s, 120 calls", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_not_be_overlooked_stands_above_every_part()
    {
        Navigation.NavigateTo(Address + "?show=equal");

        Assert.Equal(
            [
                "data loss This release replaces a database: what is in it is gone. database / Database",
                "cannot be deployed now storefront : The stack is in UPDATE_ROLLBACK_FAILED. Continue the rollback first.",
                "1 collision It may leave this as it is or take it back: it changes another property of the same resource. database / Database/DBInstanceClass",
            ],
            Open().FindAll(".shout").Select(Words));
    }

    [Fact]
    public void Every_use_of_another_environment_is_told_or_one_link_away()
    {
        var facts = SampleReviews.Busy();
        var foreign = new ForeignValue("staging", "production", "database", "Database");
        Reviews.Facts = facts with
        {
            Review = facts.Review with
            {
                Parity = facts.Review.Parity with
                {
                    Items =
                    [
                        .. facts.Review.Parity.Items,
                        .. Enumerable.Range(0, 5).Select(i => Unit("storefront", "Service", $"/Host{i}", ParityPile.Unexplained, "a", "b") with { Foreign = [foreign] }),
                        .. Enumerable.Range(0, 2).Select(i => Unit("storefront", "Worker", $"/Host{i}", ParityPile.Pending, "a", "b") with { Foreign = [foreign] }),
                    ],
                },
            },
        };
        Navigation.NavigateTo(Address + "?show=byHand&q=x");
        var page = Open();

        Assert.Equal(4, page.FindAll(".shout[data-separation]").Count);
        Assert.Equal(
            ["Unexplained (5) /review/shop/staging/production?show=unexplained", "Pending release (2) /review/shop/staging/production?show=pending"],
            page.FindAll("[data-separations]").Select(a => $"{Words(a)} {a.GetAttribute("href")}"));
        Navigation.NavigateTo(page.FindAll("[data-separations]")[0].GetAttribute("href")!);
        Assert.All(page.FindAll("[data-unit]").Take(5), u => Assert.Contains("separation", u.ClassList));
    }

    [Theory]
    [InlineData("", "storefront / WebSecurityGroup SQS::Queue /SecurityGroupIngress/1 absent 0.0.0.0/0|database / Database SQS::Queue /BackupRetentionPeriod 1 14 changed by hand in staging")]
    [InlineData("?show=pending", "storefront / Service SQS::Queue /Cpu 512 256 66a26d2 Ravi Menon, pull request #142 templates/storefront.yaml:42")]
    [InlineData("?show=configured", "storefront / Service SQS::Queue /DesiredCount 2 6 Tasks, set at parameters/storefront.staging.json:3")]
    [InlineData("?show=declared", "database / Database SQS::Queue /DBInstanceClass db.r6g.large db.r6g.xlarge Production carries the real load team-data · until 2027-06-30 · expect at driftboard.yaml:31")]
    [InlineData("?show=equal", "/Engine postgres postgres")]
    [InlineData("?show=unexplained&q=0.0.0.0", "storefront / WebSecurityGroup SQS::Queue /SecurityGroupIngress/1 absent 0.0.0.0/0")]
    public void A_pile_lists_its_units_with_what_accounts_for_each(string query, string units)
    {
        Navigation.NavigateTo(Address + query);

        Assert.Equal(units.Split('|'), Open().FindAll("[data-unit]").Select(Words));
    }

    [Fact]
    public void A_resource_with_several_units_is_named_once_above_them_and_one_with_one_in_its_row()
    {
        var facts = SampleReviews.Busy();
        Reviews.Facts = facts with
        {
            Review = facts.Review with
            {
                Parity = facts.Review.Parity with
                {
                    Items =
                    [
                        Unit("storefront", "Service", "/Cpu", ParityPile.Unexplained, "1", "2"), Unit("storefront", "Service", "/Memory", ParityPile.Unexplained, "1", "2"),
                        Unit("storefront", "WebSecurityGroup", "/GroupName", ParityPile.Unexplained, "a", "b"),
                    ],
                },
            },
        };
        var rows = Open().FindAll(".review-units tbody tr:not([aria-hidden])").Select(Words);

        Assert.Equal(["storefront / Service SQS::Queue 2", "/Cpu 1 2", "/Memory 1 2", "storefront / WebSecurityGroup SQS::Queue /GroupName a b"], rows);
    }

    [Fact]
    public void The_lines_that_configure_a_difference_lead_to_their_files()
    {
        var facts = SampleReviews.Busy();
        Reviews.Facts = facts with
        {
            Review = facts.Review with
            {
                Parity = facts.Review.Parity with
                {
                    Items =
                    [
                        .. facts.Review.Parity.Items.Select(i => i.Pile != ParityPile.Configured ? i : i with
                        {
                            Reason = "Tasks, set at parameters/staging.json:3 and parameters/production.json:31",
                            Places = [new(true, new SourceLocation("parameters/staging.json", 3)), new(false, new SourceLocation("parameters/production.json", 31))],
                        }),
                    ],
                },
            },
        };
        Navigation.NavigateTo(Address + "?show=configured");
        using var page = Open();

        Assert.Equal("Tasks, set at parameters/staging.json:3 and parameters/production.json:31", Words(page.Find("[data-unit] .because")));
        Assert.Equal(
            ["/stacks/shop/staging/storefront parameters/staging.json:3", "/stacks/shop/production/storefront parameters/production.json:31"],
            page.FindAll("[data-unit] .because a").Select(a => $"{a.GetAttribute("href")!.Split('?')[0]} {Words(a)}"));
        Assert.All(page.FindAll("[data-unit] .because a"), a => Assert.Contains($"file={Uri.EscapeDataString(Words(a).Split(':')[0])}", a.GetAttribute("href"), StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll("table.tall"));
        Navigation.NavigateTo(Address + "?show=declared");
        Assert.Equal("expect at driftboard.yaml:31", Words(page.Find("[data-unit] .because a")));
        Navigation.NavigateTo(Address + "?show=equal");
        Assert.Empty(page.FindAll("table.tall"));
    }

    [Fact]
    public async Task A_group_of_which_a_part_was_looked_at_is_not_ticked_and_says_how_much()
    {
        var facts = SampleReviews.Busy();
        var unit = facts.Review.Parity.Items.Single(i => i.Pile == ParityPile.Unverifiable);
        Reviews.Facts = facts with { Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. facts.Review.Parity.Items, unit with { Component = "dns" }] } } };
        Navigation.NavigateTo(Address + "?show=unverifiable");
        using var page = Open();
        await page.Find("[data-group] input").ChangeAsync(true);
        page.WaitForAssertion(() => Assert.Contains("1 of 1 group ticked", Words(page.Find("[data-pile=unverifiable]")), StringComparison.Ordinal));

        Navigation.NavigateTo(Address + "?show=unverifiable&scope=all");

        Assert.Contains("1 of 2 looked at", Words(page.Find("[data-group]")), StringComparison.Ordinal);
        Assert.False(page.Find("[data-group] input").HasAttribute("checked"));
        Assert.Contains("0 of 1 group ticked", Words(page.Find("[data-pile=unverifiable]")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_that_loses_nothing_is_shouted_all_the_same()
    {
        var facts = SampleReviews.Calm();
        Reviews.Facts = facts with { Review = facts.Review with { Changes = [facts.Review.Changes[0] with { Difference = facts.Review.Changes[0].Difference with { Impact = Impact.Replacement } }] } };

        Assert.Equal(["1 replacement This release makes anew in production: storefront / Service"], Open().FindAll(".shout").Select(Words));
    }

    [Fact]
    public void The_way_to_every_component_says_what_waits_there()
    {
        var facts = SampleReviews.Busy();
        Assert.Equal("Every component 3", Words(Open().FindAll("nav[aria-label=Scope] a")[1]));
        var unit = facts.Review.Parity.Items.First(i => i.Pile == ParityPile.Unexplained);
        Reviews.Facts = facts with { Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. facts.Review.Parity.Items, unit with { Component = "dns" }] } } };

        Assert.Equal("Every component 3 1 more unexplained", Words(Open().FindAll("nav[aria-label=Scope] a")[1]));
    }

    [Fact]
    public void What_the_release_does_is_told_with_its_effect_its_author_and_its_collisions()
    {
        Navigation.NavigateTo(Address + "?show=release");

        Assert.Equal(
            [
                "database / Database RDS::DBInstance replaces a database: what is in it is gone", "/Engine postgres aurora replaces the resource",
                "by hand /DBInstanceClass runs db.r6g.2xlarge It may leave this as it is or take it back: it changes another property of the same resource.",
                "storefront / Service ECS::Service", "/Cpu 256 512 updates in place 66a26d2 Ravi Menon, pull request #142 templates/storefront.yaml:42",
                "1 place cannot be told: the macro Sizes is not expanded", "storefront / Task /Memory",
            ],
            Open().FindAll(".review-units tbody tr").Select(Words));
    }

    [Theory]
    [InlineData("rehearsal", "database / Database/Engine postgres aurora staging has another value")]
    [InlineData("commits", "66a26d24b42a845ea802619649414740641a2b5a 66a26d2 copy #142 Ravi Menon 24 h ago Larger tasks (#142)|3a6719e000000000000000000000000000000000 3a6719e copy Lea Brandt 2 d ago Another port")]
    public void The_other_parts_list_theirs(string part, string rows)
    {
        Navigation.NavigateTo($"{Address}?show={part}");

        Assert.Equal(rows.Split('|'), Open().FindAll(".review-units tbody tr").Select(Words).Where(w => w.Length > 0));
    }

    [Theory]
    [InlineData("unexplained", "staging", "from", "/BackupRetentionPeriod|/SecurityGroupIngress/1", "/BackupRetentionPeriod|/SecurityGroupIngress/1")]
    [InlineData("unexplained", "production", "to", "/SecurityGroupIngress/1|/BackupRetentionPeriod", "/BackupRetentionPeriod|/SecurityGroupIngress/1")]
    [InlineData("commits", "Author", "author", "3a6719e000000000000000000000000000000000 3a6719e copy|66a26d24b42a845ea802619649414740641a2b5a 66a26d2 copy", "66a26d24b42a845ea802619649414740641a2b5a 66a26d2 copy|3a6719e000000000000000000000000000000000 3a6719e copy")]
    [InlineData("commits", "Pull request", "pullRequest", "66a26d24b42a845ea802619649414740641a2b5a 66a26d2 copy|3a6719e000000000000000000000000000000000 3a6719e copy", "66a26d24b42a845ea802619649414740641a2b5a 66a26d2 copy|3a6719e000000000000000000000000000000000 3a6719e copy")]
    public async Task A_part_is_sorted_by_its_headings_and_its_address_says_so(string part, string heading, string column, string upwards, string downwards)
    {
        Navigation.NavigateTo($"{Address}?show={part}");
        var page = Open();

        foreach (var (sort, rows, way) in new[] { (column, upwards, "ascending"), ("-" + column, downwards, "descending") })
        {
            await page.FindAll("th .sort").Single(b => Words(b) == heading).ClickAsync(new());
            Assert.EndsWith($"?show={part}&sort={sort}", Navigation.Uri, StringComparison.Ordinal);
            Assert.Equal(rows.Split('|'), Subjects(page));
            Assert.Equal(way, page.FindAll("th .sort").Single(b => Words(b) == heading).ParentElement!.GetAttribute("aria-sort"));
        }

        await page.FindAll("th .sort").Single(b => Words(b) == heading).ClickAsync(new());
        Assert.EndsWith($"?show={part}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("byHand", "property,from,to,why,state")]
    [InlineData("rehearsal", "property,from,to,why")]
    public void Every_heading_of_a_part_sorts_what_stands_beneath_it(string part, string columns)
    {
        // The sample has one thing that was not rehearsed: another comes before it by every column.
        var facts = SampleReviews.Busy();
        var first = facts.Review.Unrehearsed[0];
        var second = first with { Address = new ResourceAddress("Aliases"), Text = "it is new", There = new ScalarValue("mysql"), Here = new ScalarValue("aqua") };
        Reviews.Facts = facts with { Review = facts.Review with { Unrehearsed = [first, second] } };
        foreach (var (column, index) in columns.Split(',').Select((c, i) => (c, i)))
        {
            Navigation.NavigateTo($"{Address}?show={part}&sort={column}");
            using var page = Open();
            var place = page.FindAll(".review-units thead th").ToList().FindIndex(h => h.HasAttribute("aria-sort"));
            var cells = page.FindAll(".review-units tbody tr:not([aria-hidden])").Select(r => Words(r.Children[place])).ToList();

            Assert.Equal(index, page.FindAll("th .sort").ToList().FindIndex(b => b.ParentElement!.HasAttribute("aria-sort")));
            Assert.True(cells.Count > 1);
            Assert.True(part != "rehearsal" || cells.Distinct().Count() > 1);
            Assert.Equal(cells.OrderBy(c => c == "absent").ThenBy(c => c, StringComparer.OrdinalIgnoreCase), cells);
        }
    }

    [Fact]
    public void Another_part_is_in_its_own_order()
    {
        Navigation.NavigateTo(Address + "?show=unexplained&q=x&sort=-to&rules=expect.all");

        Assert.EndsWith("?show=equal&rules=expect.all", Open().Find("[data-pile=equal]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rest_is_one_click_away_and_in_the_address()
    {
        var page = Open();

        Navigation.NavigateTo(page.FindAll("nav[aria-label=Scope] a")[1].GetAttribute("href")!);

        Assert.EndsWith("?scope=all", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("3 components", Words(page.Find(".review-head .facts")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_reads_what_is_in_scope_and_nothing_else()
    {
        var page = Open();

        await page.Find(".refresh").ClickAsync();

        Assert.Equal([("shop", "staging", "storefront"), ("shop", "staging", "database"), ("shop", "production", "storefront"), ("shop", "production", "database")], Scans.Requests);
        Assert.StartsWith("reading 4 stacks again", Words(page.Find(".refresh + [role=status]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_is_ticked_and_the_tick_shows_on_its_pile()
    {
        Navigation.NavigateTo(Address + "?show=unverifiable");
        var page = Open();
        Assert.Contains("1 property unresolved", Words(page.Find("[data-group] label")), StringComparison.Ordinal);

        await page.Find("[data-group] input").ChangeAsync(true);

        page.WaitForAssertion(() => Assert.Equal("1 Cannot be verified 1 of 1 group ticked", Words(page.Find("[data-pile=unverifiable]"))));
        Assert.Contains("ticked now", Words(page.Find("[data-group]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_can_tell_of_the_release_is_ticked_where_it_stands()
    {
        Reviews.Facts = SampleReviews.Calm() with { Review = SampleReviews.Calm().Review with { Untold = SampleReviews.Busy().Review.Untold } };
        Navigation.NavigateTo(Address + "?show=release");
        var page = Open();
        Assert.Equal("1 place cannot be told: the macro Sizes is not expanded", Words(page.Find("[data-group]")));

        await page.Find("[data-group] input").ChangeAsync(true);

        page.WaitForAssertion(() => Assert.Contains("1 place of which nobody can tell was looked at", Words(page.Find(".review-head")), StringComparison.Ordinal));
        Assert.Contains("ticked now", Words(page.Find("[data-group]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tick_that_cannot_be_kept_says_so()
    {
        Ticks.Failure = "The tick could not be kept: the disk is full";
        Navigation.NavigateTo(Address + "?show=unverifiable");
        var page = Open();

        await page.Find("[data-group] input").ChangeAsync(true);

        Assert.Equal("The tick could not be kept: the disk is full", Words(page.Find(".review-part [role=alert]")));
    }

    [Fact]
    public async Task A_difference_that_is_ticked_becomes_a_rule_of_a_patch()
    {
        var page = Open();

        await page.FindAll("[data-unit]").Single(u => Words(u).Contains("Backup", StringComparison.Ordinal)).QuerySelector("input")!.ChangeAsync(true);
        Navigation.NavigateTo(page.Find(".part-note .primary").GetAttribute("href")!);
        Assert.Equal("Say why these are meant: a rule needs a reason.", Words(page.Find(".rules-part .banner")));
        await page.Find(".rule-terms .wide").ChangeAsync("It is meant");
        Assert.Equal("Say who answers for these: the component has no owner in driftboard.yaml.", Words(page.Find(".rules-part .banner")));
        await page.FindAll(".rule-terms input")[1].ChangeAsync("team-data");

        var patch = page.Find(".patch-text").TextContent;
        Assert.Contains("+expect:\n+  - component: database\n+    environment: production\n+    resource: Database\n+    property: /BackupRetentionPeriod\n+    reason: It is meant\n+    owner: team-data\n", patch, StringComparison.Ordinal);
        Assert.Contains("reason=It%20is%20meant", page.Find(".patch-head a[download]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("reason=It%20is%20meant", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_all_that_were_chosen_one_can_be_taken_out()
    {
        Navigation.NavigateTo(Address + "?rules=expect.all");
        var page = Open();
        Assert.Equal("Show the patch for 2", Words(page.Find(".part-note .primary")));

        await page.FindAll("[data-unit] input")[0].ChangeAsync(false);

        Assert.Equal([false, true], page.FindAll("[data-unit] input").Select(i => i.HasAttribute("checked")));
        Assert.Equal("Show the patch for 1", Words(page.Find(".part-note .primary")));
    }

    [Fact]
    public void However_often_the_board_changes_one_review_is_asked_for_at_a_time()
    {
        var page = Open();
        page.WaitForState(() => Reviews.Asked == 2);
        var gate = new TaskCompletionSource();
        Reviews.Gate = gate.Task;
        for (var i = 0; i < 5; i++)
            Change(b => b with { Stacks = b.Stacks.SetItem(Storefront, b.Stacks[Storefront] with { Drifted = 10 + i }) });
        page.WaitForAssertion(() => Assert.Equal(3, Reviews.Asked));

        Reviews.Facts = SampleReviews.Calm();
        Change(b => b with { Stacks = b.Stacks.SetItem(Storefront, b.Stacks[Storefront] with { Drifted = 99 }) });
        gate.SetResult();

        page.WaitForAssertion(() => Assert.Equal("Nothing blocks this release", Words(page.Find(".review-head .verdict"))));
        // The answer that was held up shows what is there now, before the next one is asked for.
        page.WaitForAssertion(() => Assert.InRange(Reviews.Asked, 4, 5));
    }

    [Fact]
    public void Todays_state_is_accepted_as_one_patch()
    {
        Navigation.NavigateTo(Address + "?show=byHand");
        var page = Open();
        Assert.Equal(
            ["production / database / Database /DBInstanceClass", "production / storefront / https://sqs.eu-west-1.amazonaws.com/222222222222/replay"],
            page.FindAll("[data-row] .property-link").Select(Words).Order(StringComparer.Ordinal).Select(w => w.Replace("Database/", "Database /", StringComparison.Ordinal)));

        Navigation.NavigateTo(page.FindAll(".part-note .button").First(b => Words(b).StartsWith("Accept today", StringComparison.Ordinal)).GetAttribute("href")! + "&reason=meant&owner=me");

        Assert.Contains("2 rules", Words(page.Find(".patch-head")), StringComparison.Ordinal);
        Assert.Contains("value: db.r6g.2xlarge", page.Find(".patch-text").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_each_change_by_hand_the_release_says_what_it_does_to_it()
    {
        Navigation.NavigateTo(Address + "?show=byHand");
        Assert.Equal(["may take it back", "leaves it"], Open().FindAll("[data-row]").OrderBy(r => Words(r).Contains("replay", StringComparison.Ordinal)).Select(r => Words(r.QuerySelectorAll("td")[4])));

        Reviews.Facts = SampleReviews.Busy() with { Review = SampleReviews.Busy().Review with { Collisions = [], Untold = [] } };
        Assert.Contains(Open().FindAll(".shout.calm").Select(Words), w => w == "no collision This release touches none of the 2 changes by hand in production.");
    }

    [Theory]
    [InlineData(PinnedOutcome.Awaited, "54bac98..1111111", "This address was made for the release 54bac98..1111111, which is reviewed as soon as both environments have been looked at again. What is shown meanwhile is", true)]
    [InlineData(PinnedOutcome.Unknown, "54bac98..1111111", "This address was made for the release 54bac98..1111111, and the repository has no such commit", false)]
    [InlineData(PinnedOutcome.Reviewed, "54bac98..66a26d2", "This is the release 54bac98..66a26d2, against what both environments are now. The ref of staging names 9999999 since", false)]
    [InlineData(null, "main..topic", "This address names the release \"main..topic\", which is none: allowed are two commits, such as 54bac98..66a26d2.", false)]
    public async Task An_address_that_was_made_for_another_release_says_so(PinnedOutcome? outcome, string release, string words, bool canRefresh)
    {
        Reviews.Facts = SampleReviews.Busy() with { Pinned = outcome, Head = "99999990000000000000000000000000000000" };
        Navigation.NavigateTo(Address + "?release=" + release);
        var page = Open();

        Assert.Equal(outcome is null ? null : PinnedRelease.Parse(release), Reviews.AskedFor);
        Assert.StartsWith(words, Words(page.Find(".banner")), StringComparison.Ordinal);
        Assert.Equal(canRefresh, page.FindAll(".banner button").Count == 1);
        if (canRefresh)
        {
            // Whatever is in scope of the release that is shown meanwhile.
            await page.Find(".banner button").ClickAsync();
            Assert.Equal([("shop", "staging", null), ("shop", "production", null)], Scans.Requests);
        }

        Assert.Contains("release=" + Uri.EscapeDataString(release), page.Find("a[download$='.json']").GetAttribute("href"), StringComparison.Ordinal);
        Reviews.Facts = SampleReviews.Busy();
        Navigation.NavigateTo(page.Find(".banner a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".banner")));
        Assert.Null(Reviews.AskedFor);
        Assert.DoesNotContain("release=", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_not_every_author_was_looked_up_the_page_says_so()
    {
        Reviews.Facts = SampleReviews.Busy() with { Unsearched = 12 };
        Navigation.NavigateTo(Address + "?show=release");

        Assert.StartsWith("Who wrote 12 places has not been looked up: a review takes two seconds", Words(Open().Find(".part-note")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_names_no_commit_is_not_offered_as_a_pin()
    {
        Assert.Equal("?release=54bac98..66a26d2", Pin());

        Reviews.Facts = SampleReviews.Busy() with { Review = SampleReviews.Busy().Review with { FromCommit = null } };
        Assert.Null(Pin());

        string? Pin() => Open().FindAll(".facts a").FirstOrDefault(a => Words(a) == "pin")?.GetAttribute("href")?.Split("production")[1];
    }

    [Fact]
    public void A_release_that_is_still_the_newest_needs_no_word()
    {
        Reviews.Facts = SampleReviews.Busy() with { Pinned = PinnedOutcome.Reviewed, Head = SampleReviews.ReleaseCommit };
        Navigation.NavigateTo(Address + "?release=54bac98..66a26d2");

        Assert.Empty(Open().FindAll(".banner"));
    }

    [Fact]
    public async Task Of_a_change_by_hand_one_can_ask_who_made_it()
    {
        Navigation.NavigateTo(Address + "?show=byHand");
        var page = Open();

        await page.FindAll("[data-row] button")[0].ClickAsync();

        Assert.Single(page.FindAll(".part-note .who"));
    }

    [Fact]
    public void A_line_that_is_older_than_the_release_says_so()
    {
        var facts = SampleReviews.Busy();
        Reviews.Facts = facts with { Lines = facts.Lines.ToImmutableDictionary(l => l.Key, l => l.Value with { IsOfRelease = false }) };
        Navigation.NavigateTo(Address + "?show=release");

        Assert.Contains("Ravi Menon, pull request #142, before this release", Words(Open().Find(".author")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_by_hand_is_led_to_where_it_is_accepted()
    {
        var facts = SampleReviews.Busy();
        Reviews.Facts = facts with
        {
            Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. facts.Review.Parity.Items.Select(i => i.Path.ToString() == "/BackupRetentionPeriod" ? i with { IsByHand = true } : i)] } },
        };
        var page = Open();

        Assert.Equal([false, true], page.FindAll("[data-unit] input").Select(i => i.HasAttribute("disabled")));
        Assert.Contains("1 was changed by hand: put that back, or accept what runs", Words(page.Find(".part-note")), StringComparison.Ordinal);
        Assert.Equal("Declare 1 of 2", Words(page.Find(".part-note .button")));
    }

    [Fact]
    public void What_production_has_taken_is_marked_and_stays()
    {
        var facts = SampleReviews.Busy();
        Reviews.Facts = facts with { Review = facts.Review with { Components = [.. facts.Review.Components.Select(c => c.Name == "dns" ? c with { IsTaken = true, TakenAt = Start.AddMinutes(-3) } : c)] } };

        var words = Words(Open().Find(".review-head .facts"));

        Assert.Contains("dns ✓ deployed 3 min ago", words, StringComparison.Ordinal);
        Assert.Contains("deployment under way: 1 of 3 components deployed (dns); still to come: storefront, database", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_takes_no_patch_shows_the_rules_alone()
    {
        Reviews.Patch = _ => new("driftboard.yaml", "expect:\n  - component: database\n", null, "driftboard.yaml has an error and must be put right first: line 3");
        Navigation.NavigateTo(Address + "?show=rules&rules=expect.all&reason=meant&owner=me");
        var page = Open();

        Assert.Equal("driftboard.yaml has an error and must be put right first: line 3", Words(page.Find(".rules-part .banner")));
        Assert.Equal("expect:\n  - component: database\n", page.Find(".patch-text").TextContent);
        Assert.Empty(page.FindAll(".patch-head a[download]"));
    }

    [Fact]
    public void Of_many_things_that_go_some_have_a_line_each_and_the_rest_is_counted()
    {
        var busy = SampleReviews.Busy();
        var risky = busy.Review.Changes[1];
        Reviews.Facts = busy with { Review = busy.Review with { Changes = [.. Enumerable.Range(0, 11).Select(i => risky with { Address = new ResourceAddress($"Database{i}") })], Obstacles = [], Collisions = [] } };

        var shouts = Open().FindAll(".shout").Select(Words).ToList();

        Assert.Equal(5, shouts.Count(s => s.Contains("data", StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("and 7 more resources whose data this release takes or may take.", shouts);
    }

    [Fact]
    public void A_release_that_is_clear_says_so_and_shouts_nothing()
    {
        Reviews.Facts = SampleReviews.Calm();
        var page = Open();

        Assert.Equal("Nothing blocks this release", Words(page.Find(".review-head .verdict")));
        Assert.Empty(page.FindAll(".shout"));
        Assert.Equal("true", page.Find("[data-part=release]").GetAttribute("aria-current"));
    }

    [Theory]
    [InlineData("unexplained", "Nothing is unexplained")]
    [InlineData("unverifiable", "Everything in scope could be verified.")]
    [InlineData("rehearsal", "Everything that this release changes has run in staging as it will run in production.")]
    [InlineData("byHand", "Nothing that was read in this scope was changed by hand.")]
    [InlineData("commits", "No commit lies between the two")]
    [InlineData("rules", "No rule is chosen.")]
    [InlineData("release&q=nowhere", "No change matches the search.")]
    public void An_empty_part_says_what_that_means(string show, string text)
    {
        Reviews.Facts = SampleReviews.Calm();
        Navigation.NavigateTo($"{Address}?show={show}");

        Assert.StartsWith(text, Words(Open().Find(".pane-empty")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unexplained")]
    [InlineData("unverifiable")]
    [InlineData("release")]
    [InlineData("rehearsal")]
    [InlineData("byHand")]
    public void A_search_that_finds_nothing_leads_back_to_all_of_the_part(string show)
    {
        Navigation.NavigateTo($"{Address}?show={show}&q=nowhere");
        var page = Open();
        var nothing = page.Find(".pane-empty");

        Assert.EndsWith(" Clear the search", Words(nothing), StringComparison.Ordinal);
        Navigation.NavigateTo(nothing.QuerySelectorAll("a").Single(a => Words(a) == "Clear the search").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".pane-empty")));
        Assert.EndsWith("?show=" + show, Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_verified_and_what_was_not_rehearsed_can_be_opened_and_copied()
    {
        Navigation.NavigateTo(Address + "?show=unverifiable");
        var page = Open();
        await page.Find("[data-group] summary").ClickAsync();
        var unit = page.Find("[data-group] tr[data-copy-menu]");
        Assert.Equal(Links.Parity(new ParityKey("shop", "staging", "production"), SampleReviews.Busy().Review.Parity.Items.First(i => i.Pile == ParityPile.Unverifiable)), unit.GetAttribute("data-copy-menu"));
        Assert.Equal(unit.GetAttribute("data-copy-menu"), unit.QuerySelector("a")!.GetAttribute("href"));

        Navigation.NavigateTo(Address + "?show=rehearsal");
        Assert.All(Open().FindAll("[data-copy-menu]"), r => Assert.Equal(r.GetAttribute("data-copy-menu"), r.QuerySelector("a")!.GetAttribute("href")));
    }

    [Fact]
    public void Old_evidence_says_so_and_how_to_renew_it()
    {
        Time.Advance(Interval * 6);
        var page = Open();

        Assert.StartsWith("STALE: part of this rests on reads from 14:02 UTC or before", Words(page.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.Contains("old", page.Find(".facts .old").ClassList);
    }

    [Fact]
    public void While_it_is_being_made_the_page_says_so_and_then_shows_it()
    {
        var gate = new TaskCompletionSource();
        Reviews.Gate = gate.Task;
        var page = Open();
        Assert.Equal("The release is being judged. This takes a moment the first time after each change.", Words(page.Find("[role=status]")));

        gate.SetResult();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".review-page")));
    }

    [Fact]
    public async Task A_failure_says_so_and_is_tried_again()
    {
        Reviews.Failure = new InvalidOperationException("boom");
        var page = Open();
        Assert.Contains("The review could not be made; the server's log has the reason.", Words(page.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.DoesNotContain("boom", page.Markup, StringComparison.Ordinal);

        Reviews.Failure = null;
        await page.Find("[role=alert] button").ClickAsync();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".review-page")));
    }

    [Fact]
    public async Task A_pair_that_is_not_judged_names_those_that_are()
    {
        Reviews.Facts = null;
        var page = Open();

        Assert.Equal("There is no review of staging to production", Words(page.Find("h1")));
        Assert.Equal("/review/shop/staging/production", page.Find("li a").GetAttribute("href"));
        await page.Find("button").ClickAsync();
        Assert.Equal([(null, null, null)], Scans.Requests);
    }

    [Fact]
    public void A_change_of_either_environment_brings_a_new_review()
    {
        var page = Open();
        page.WaitForState(() => Reviews.Asked > 1);
        var asked = Reviews.Asked;

        Reviews.Facts = SampleReviews.Calm();
        Change(b => b with { Stacks = b.Stacks.SetItem(Storefront, b.Stacks[Storefront] with { Drifted = 9 }) });

        page.WaitForAssertion(() => Assert.Equal("Nothing blocks this release", Words(page.Find(".review-head .verdict"))));
        Assert.True(Reviews.Asked > asked);
    }

    [Fact]
    public void Names_and_values_of_a_watched_repository_are_text_and_nothing_else()
    {
        var facts = SampleReviews.Busy();
        var evil = facts.Review.Parity.Items.Select(i => i with { Left = new ScalarValue(Evil), Reason = Evil });
        Reviews.Facts = facts with
        {
            Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. evil] }, Obstacles = [facts.Review.Obstacles[0] with { Text = Evil }] },
            Commits = facts.Commits with { Commits = [facts.Commits.Commits[0] with { Commit = facts.Commits.Commits[0].Commit with { Author = Evil, Summary = Evil } }] },
        };
        foreach (var part in Enum.GetValues<ReviewPart>())
        {
            Navigation.NavigateTo($"{Address}?show={part}&rules=expect.all&reason={Uri.EscapeDataString(Evil)}&owner=me");
            var page = Open();

            Assert.Empty(page.FindAll("img"));
            Assert.NotEmpty(page.FindAll(".review-part"));
        }
    }

    [Theory]
    [InlineData("unexplained", ".subject", "database eu-west-1 /")]
    [InlineData("unverifiable", "[data-group] summary", "storefront eu-west-1 /")]
    [InlineData("byHand", "input[aria-label]", "database eu-west-1 /")]
    public void Of_a_component_in_two_regions_every_part_names_the_region(string part, string selector, string name)
    {
        Navigation.NavigateTo($"{Address}?show={part}");
        var board = Shop();
        foreach (var component in new[] { "database", "storefront" })
        {
            var key = Key("production", component, "us-east-1");
            board = board with { Stacks = board.Stacks.Add(key, Stack(key, Resource("Other"))) };
        }

        var page = Open(board);

        Assert.Contains(page.FindAll(selector), e => (Words(e) + e.GetAttribute("aria-label")).Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_type_shows_both_types()
    {
        var facts = SampleReviews.Busy();
        var change = facts.Review.Changes[1];
        Reviews.Facts = facts with
        {
            Review = facts.Review with
            {
                Changes = [change with { Difference = change.Difference with { Path = PropertyPath.Root, Expected = new ScalarValue("AWS::SNS::Topic"), Actual = new ScalarValue("AWS::SQS::Queue") } }],
            },
        };
        Navigation.NavigateTo(Address + "?show=release");

        Assert.StartsWith("the whole resource AWS::SQS::Queue AWS::SNS::Topic", string.Join(' ', Open().FindAll("tr[data-impact] td").Select(Words)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "not forward The commit that production runs does not stand in the history", "No commit lies between the two: the release takes back what runs now.")]
    [InlineData(true, true, null, "No commit lies between the two")]
    [InlineData(false, null, "perhaps not forward Whether the commit that production runs", "What lies between the two commits cannot be told")]
    public void Of_the_commits_the_page_says_what_is_known(bool isWhole, bool? isForward, string? shout, string note)
    {
        Reviews.Facts = SampleReviews.Calm() with { Commits = new([], isWhole, isForward) };
        Navigation.NavigateTo(Address + "?show=commits");
        var page = Open();

        Assert.Equal(shout is not null, page.FindAll(".shout").Select(Words).Any(w => w.Contains(shout ?? "forward", StringComparison.Ordinal)));
        Assert.StartsWith(note, Words(page.Find(".pane-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_unexplained_difference_the_pile_does_not_say_that_nothing_blocks()
    {
        Reviews.Facts = SampleReviews.Calm() with { Review = SampleReviews.Calm().Review with { Untold = SampleReviews.Busy().Review.Untold } };
        Navigation.NavigateTo(Address + "?show=unexplained");
        var page = Open();

        Assert.Equal("cannot be told", Words(page.Find(".review-head .verdict"))[^14..]);
        Assert.DoesNotContain("blocks", page.Markup, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What stands first in each row: the property or the commit.</summary>
    private static IEnumerable<string> Subjects(IRenderedComponent<ReviewPage> page) =>
        page.FindAll(".review-units tbody tr:not(.group):not([aria-hidden])").Select(r => Words(r.QuerySelector(".property-link") ?? r.QuerySelector("td:not(.tick)")!));

    private IRenderedComponent<ReviewPage> Open(DriftBoard? board = null)
    {
        if (!Navigation.Uri.Contains("/review/", StringComparison.Ordinal))
            Navigation.NavigateTo(Address);
        Publish((board ?? Shop()).With(Parity()));
        return Render<ReviewPage>(p => p.Add(c => c.Application, "shop").Add(c => c.From, "staging").Add(c => c.To, "production"));
    }
}
