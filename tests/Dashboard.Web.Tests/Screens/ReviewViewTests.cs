using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a review comes to, and when a tick holds.</summary>
public sealed class ReviewViewTests
{
    [Fact]
    public void Only_what_is_unexplained_blocks_and_the_headline_says_so()
    {
        var view = View(SampleReviews.Busy());

        Assert.Equal((ReviewVerdict.Blocked, "Blocked: 2 differences are unexplained"), (view.Verdict, view.Headline));
        Assert.Equal((7, 6), (view.Total, view.Compared));
        Assert.Equal(ReviewPart.Unexplained, view.FirstPart);
    }

    [Fact]
    public void What_cannot_be_verified_waits_for_a_look_and_blocks_nothing()
    {
        var facts = SampleReviews.Calm();
        var facts2 = facts with { Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. Parity().Items.Where(i => i.Pile != ParityPile.Unexplained)] } } };

        var open = View(facts2);
        var ticked = View(facts2, id => open.Groups.Any(g => g.Ticks.Any(t => t.Id == id)) ? Start : null);

        Assert.Equal((ReviewVerdict.Open, "Nothing is unexplained, and 1 group that cannot be verified waits for a look"), (open.Verdict, open.Headline));
        Assert.Equal((ReviewVerdict.Clear, "Nothing blocks this release"), (ticked.Verdict, ticked.Headline));
    }

    [Fact]
    public void Old_evidence_and_no_evidence_are_never_clear()
    {
        var calm = SampleReviews.Calm();

        Assert.Equal(ReviewVerdict.Clear, View(calm).Verdict);
        Assert.Equal((ReviewVerdict.Open, "Nothing is unexplained, but the evidence is old: refresh it"), Both(ReviewView.Of(calm, false, Start + (Interval * 6), Interval, _ => null)));
        Assert.Equal((ReviewVerdict.Open, "Nothing to release: the ref of staging names no commit"), Both(View(calm with { Review = calm.Review with { FromCommit = null } })));
        Assert.Equal((ReviewVerdict.Open, "Nothing blocks: the release changes nothing"), Both(View(calm with { Review = calm.Review with { Components = [] } })));
        var unread = calm with { Review = calm.Review with { Parity = Parity() with { Items = [.. Parity().Items.Where(i => i.Pile == ParityPile.Unverifiable)] } } };
        Assert.Equal((ReviewVerdict.Open, "Nothing could be compared, so nothing is proven"), Both(View(unread, _ => Start)));

        static (ReviewVerdict, string) Both(ReviewView view) => (view.Verdict, view.Headline);
    }

    [Fact]
    public void A_release_of_which_nobody_can_tell_what_it_does_is_not_clear_before_somebody_looked()
    {
        var calm = SampleReviews.Calm();
        var untold = SampleReviews.Busy().Review.Untold;
        var open = View(calm with { Review = calm.Review with { Untold = untold } });
        var nothing = View(calm with { Review = calm.Review with { Untold = [.. untold, .. untold], Components = [] } });

        Assert.Equal((ReviewVerdict.Open, "Nothing is unexplained, but what the release does to 1 place cannot be told"), (open.Verdict, open.Headline));
        Assert.Equal(ReviewPart.Release, open.FirstPart);
        Assert.Equal((ReviewVerdict.Open, "Nothing could be compared, so nothing is proven"), (nothing.Verdict, nothing.Headline));
        var seen = View(open.Facts, id => open.Untold.Any(g => g.Ticks.Any(t => t.Id == id)) ? Start : null);
        Assert.Equal((ReviewVerdict.Clear, "Nothing blocks this release; 1 place of which nobody can tell was looked at"), (seen.Verdict, seen.Headline));
    }

    [Fact]
    public void What_has_one_cause_is_one_group_wherever_the_cause_stands()
    {
        var calm = SampleReviews.Calm();
        var untold = SampleReviews.Busy().Review.Untold[0];
        var unit = Parity().Items.First(i => i.Pile == ParityPile.Unverifiable);
        var view = View(calm with
        {
            Review = calm.Review with
            {
                Untold = [untold with { Detail = "macro X (a.yaml:1)", Cause = "macro X" }, untold with { Detail = "macro X (b.yaml:2)", Cause = "macro X" }],
                Parity = calm.Review.Parity with { Items = [unit with { Reason = "export Y (a.yaml:1)", Cause = "export Y" }, unit with { Reason = "export Y (a.yaml:9)", Cause = "export Y" }] },
            },
        });

        Assert.Equal(("macro X", 2), (view.Untold.Single().Cause, view.Untold.Single().Changes.Length));
        Assert.Equal(("export Y", 2), (view.Groups.Single().Cause, view.Groups.Single().Items.Length));
    }

    [Fact]
    public void What_hits_many_calls_is_one_group_and_each_place_names_its_own()
    {
        var calm = SampleReviews.Calm();
        var unit = Parity().Items.First(i => i.Pile == ParityPile.Unverifiable);
        string[] reasons = ["staging: sqs GetQueueAttributes in eu-west-1: HTTP 503 without an error code.", "staging: ec2 DescribeVpcs in eu-west-1: HTTP 503 without an error code."];
        var view = View(calm with { Review = calm.Review with { Parity = calm.Review.Parity with { Items = [.. reasons.Select(r => unit with { Reason = r, Cause = null })] } } });

        var group = Assert.Single(view.Groups);
        Assert.Equal("staging: HTTP 503 without an error code.", group.Cause);
        Assert.Equal(reasons, group.Items.Select(i => i.Reason));
    }

    [Fact]
    public void A_look_at_what_nobody_can_tell_holds_for_one_release_alone()
    {
        var calm = SampleReviews.Calm();
        var (first, other) = (SampleReviews.Busy().Review.Untold[0], SampleReviews.Busy().Review.Untold[0] with { Path = PropertyPath.Parse("/Cpu") });
        var seen = View(calm with { Review = calm.Review with { Untold = [first] } }).Untold.Single().Ticks.Select(t => t.Id).ToHashSet();

        Assert.Equal((1, null), Seen(calm.Review with { Untold = [first], Changes = [] }));
        Assert.Equal((1, "1 of 2 looked at"), Seen(calm.Review with { Untold = [first, other] }));
        Assert.Equal((0, null), Seen(calm.Review with { Untold = [first], FromCommit = new string('1', 40) }));
        Assert.Equal((0, null), Seen(calm.Review with { Untold = [first], ToCommit = new string('1', 40) }));
        Assert.Equal((0, null), Seen(calm.Review with { Untold = [first with { Detail = "another macro" }] }));

        (int Looked, string? Part) Seen(Core.Releases.ReleaseReview review)
        {
            var view = View(calm with { Review = review }, id => seen.Contains(id) ? Start : null);
            var group = Assert.Single(view.Untold);
            Assert.Equal(group.Looked < group.Changes.Length, view.UntoldLeft == 1);
            return (group.Looked, group.PartText);
        }
    }

    [Fact]
    public void The_scope_is_what_the_release_touches_with_the_rest_one_step_away()
    {
        var facts = SampleReviews.Busy();

        var release = View(facts);
        var whole = ReviewView.Of(facts, true, Start, Interval, _ => null);

        Assert.Equal(["storefront", "database"], release.Components.Select(c => c.Name));
        Assert.Equal(["storefront", "database", "dns"], whole.Components.Select(c => c.Name));
        Assert.Equal((4, 120), (release.Stacks.Length, release.Calls));
        Assert.Equal(TimeSpan.FromSeconds(12), release.RefreshTime(new CallPace(_ => 10)));
        Assert.Equal(180, whole.Calls);
        Assert.Equal(TimeSpan.FromSeconds(1), release.RefreshTime(new CallPace(account => account == release.Stacks[0].Verdict.Account ? 500 : 1)));
    }

    [Fact]
    public void A_tick_is_of_one_unit_and_falls_with_its_cause_its_reason_or_its_values()
    {
        var facts = SampleReviews.Busy();
        var unit = facts.Review.Parity.Items.Single(i => i.Pile == ParityPile.Unverifiable);
        var more = unit with { Component = "dns", Path = PropertyPath.Parse("/Other"), Cause = unit.Cause };
        var seen = View(With(unit)).Groups.Single().Ticks.Select(t => t.Id).ToHashSet();

        Assert.Equal((1, 1), Looked(unit));
        Assert.Equal((0, 1), Looked(unit with { Reason = "denied", Cause = "denied" }));
        Assert.Equal((0, 1), Looked(unit with { Reason = "elsewhere", Cause = unit.Cause }));
        Assert.Equal((0, 1), Looked(unit with { Right = new ScalarValue("c") }));
        Assert.Equal((0, 1), Looked(unit with { Path = PropertyPath.Parse("/Other") }));
        // What else has the same cause, in a wider scope or the next release, takes no look back and has none itself.
        Assert.Equal((1, 2), Looked(unit, more));
        var (release, whole) = (Ticked(isWhole: false, unit, more), Ticked(isWhole: true, unit, more));
        Assert.Equal((1, 0, release.Groups.Single().Id), (release.Ticked, whole.Ticked, whole.Groups.Single().Id));
        Assert.Equal("1 of 2 looked at", whole.Groups.Single().PartText);

        (int Looked, int All) Looked(params ParityItem[] units) => Ticked(isWhole: true, units).Groups.Single() is var group ? (group.Looked, group.Items.Length) : default;

        ReviewView Ticked(bool isWhole, params ParityItem[] units) => ReviewView.Of(With(units), isWhole, Start, Interval, id => seen.Contains(id) ? Start : null);

        ReviewFacts With(params ParityItem[] units) => facts with
        {
            Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. facts.Review.Parity.Items.Where(i => i.Pile != ParityPile.Unverifiable), .. units] } },
        };
    }

    [Fact]
    public void What_is_unexplained_is_listed_by_what_may_hurt_most()
    {
        ParityItem[] items =
        [
            Of("a", "/BackupRetentionPeriod", "AWS::RDS::DBInstance"), Of("b", "", "AWS::SQS::Queue"), Of("c", "/FifoQueue", "AWS::SQS::Queue"), Of("a", "/PubliclyAccessible", "AWS::RDS::DBInstance"),
            Of("d", "/SecurityGroupIngress/3", "AWS::EC2::SecurityGroup"), Of("e", "/Environment/Variables/HOST", "AWS::Lambda::Function") with { Foreign = [new ForeignValue("staging", "production", "database", "Database")] },
            Of("f", "/KeyPolicy/Statement/0/Effect", "AWS::KMS::Key"), Of("g", "/Engine", "AWS::RDS::DBInstance") with { Pile = ParityPile.Equal },
        ];
        var facts = SampleReviews.Calm();

        var view = ReviewView.Of(facts with { Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. items] } } }, true, Start, Interval, _ => null);

        Assert.Equal(
            [
                "e/Environment/Variables/HOST", "a/PubliclyAccessible", "a/BackupRetentionPeriod", "d/SecurityGroupIngress/3", "f/KeyPolicy/Statement/0/Effect", "c/FifoQueue", "b", "g/Engine",
            ],
            view.Items.Select(i => $"{i.Address}{i.Path}"));

        static ParityItem Of(string address, string path, string type) => Unit("database", address, path, ParityPile.Unexplained, "1", "2") with { Type = type };
    }

    [Fact]
    public void After_the_release_it_says_whether_what_was_reviewed_runs()
    {
        var facts = SampleReviews.Calm();
        var released = facts with { Review = facts.Review with { ToCommit = facts.Review.FromCommit, Changes = [] }, Stacks = [.. facts.Stacks, Read(Resource("Service"))] };

        Assert.Null(View(facts).After);
        // What the release does not touch, and what nobody read, prove nothing of it.
        Assert.Equal("production was deployed with exactly this commit", View(released with { Stacks = facts.Stacks }).After);
        Assert.Equal("production runs exactly this commit", View(released with { Stacks = [.. released.Stacks, new ReviewedStack(Stack(Key("production", "dns"), Denied("Zone")), 1)] }).After);
        var accepted = Resource("Service") with { Allowed = [new AllowedDifference(Drifted("Service", "/Cpu", "1", "2").Differences[0], Expect with { Kind = RuleKind.Accept })] };
        Assert.Equal("production was deployed with exactly this commit; 1 resource differs as a rule accepts", View(released with { Stacks = [Read(accepted)] }).After);
        Assert.Equal("production runs exactly this commit", View(released).After);
        var undone = released with { Review = released.Review with { Changes = [facts.Review.Changes[0]] } };
        Assert.Equal((ReleaseStage.Before, "promoted, not deployed yet: storefront still to come", null), Stage(View(undone)));
        Assert.Equal("production runs this commit except 1 change (storefront / Service /Cpu)", View(Running(CommitEvidence.StackTag)).After);
        // The same template may have been deployed with the parameters of another commit.
        Assert.Null(View(Running(CommitEvidence.Template)).After);
        Assert.Equal("production runs this commit as far as can be told; 1 cannot", View(released with { Review = released.Review with { Untold = SampleReviews.Busy().Review.Untold } }).After);
        var hands = View(released with { Stacks = SampleReviews.Busy().Stacks }).After!;
        Assert.StartsWith("production was deployed with exactly this commit; 2 resources were changed by hand (storefront / https://sqs.", hands, StringComparison.Ordinal);
        Assert.True(hands.Split(", ") is [{ Length: < 180 }, [.., ')']], hands);
        Assert.Equal(
            "production was deployed with exactly this commit; 2 resources could not be compared with what runs",
            View(released with { Stacks = [new ReviewedStack(Stack(Key("production", "storefront"), Denied("A"), Denied("B")), 1)] }).After);
        Assert.Equal(
            "production was deployed with exactly this commit; the evidence of 1 stack is old",
            ReviewView.Of(released, false, Start + (Interval * 6), Interval, _ => null).After);

        ReviewFacts Running(CommitEvidence evidence) => undone with
        {
            Stacks = [new ReviewedStack(Stack(Key("production", "storefront"), Resource("Service")) with { Running = new RunningCommit(SampleReviews.ReleaseCommit, evidence) }, 1)],
        };

        static (ReleaseStage, string?, string?) Stage(ReviewView view) => (view.Stage, view.StageText, view.After);

        static ReviewedStack Read(ResourceEvaluation resource) => new(Stack(Storefront, resource), 1);
    }

    [Fact]
    public void What_another_part_warns_of_keeps_the_headline_from_being_green()
    {
        var (calm, busy) = (SampleReviews.Calm(), SampleReviews.Busy());
        var all = View(calm with { Review = calm.Review with { Changes = busy.Review.Changes, Obstacles = busy.Review.Obstacles, Collisions = busy.Review.Collisions, Unrehearsed = busy.Review.Unrehearsed }, Stacks = busy.Stacks });
        var one = View(calm with { Review = calm.Review with { Changes = [busy.Review.Changes[1] with { Risk = null }] } });
        var same = View(calm with { Review = calm.Review with { Collisions = [busy.Review.Collisions[0] with { Kind = Core.Releases.CollisionKind.Same }] } });

        Assert.Equal(
            (ReviewVerdict.Open, "Not blocked, but: 1 resource with data goes, 1 stack that cannot be deployed now, 1 collision, 2 changed by hand in production, not rehearsed: database"), (all.Verdict, all.Headline));
        Assert.Equal((ReviewVerdict.Open, "Not blocked, but: 1 replacement"), (one.Verdict, one.Headline));
        Assert.Equal((ReviewVerdict.Clear, "Nothing blocks this release"), (same.Verdict, same.Headline));
    }

    [Fact]
    public void All_means_nothing_that_was_done_by_hand()
    {
        var facts = SampleReviews.Busy();
        var items = facts.Review.Parity.Items.Select(i => i.Path.ToString() == "/BackupRetentionPeriod" ? i with { IsByHand = true } : i);
        var view = View(facts with { Review = facts.Review with { Parity = facts.Review.Parity with { Items = [.. items] } } });

        var (rules, _) = RuleChoice.Offers(view, new ReviewState(Rules: RuleChoice.ExpectAll), Start);
        var (none, refusals) = RuleChoice.Offers(view, new ReviewState(Rules: RuleChoice.Of(RuleKind.Expect, ReviewView.NameOf(view.Items.First(i => i.IsByHand)))), Start);

        Assert.Equal("storefront", Assert.Single(rules).Draft.Component);
        Assert.Equal("Show the patch for 1", RuleChoice.PatchLabel(view, RuleChoice.ExpectAll));
        Assert.Empty(none);
        Assert.Contains("it was changed by hand: put it back, or accept", Assert.Single(refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_rows_become_rules_and_what_no_rule_settles_says_why()
    {
        var view = View(SampleReviews.Busy());
        var first = Assert.Single(view.Items, i => i.Path.ToString() == "/BackupRetentionPeriod");
        var drift = Assert.Single(view.ByHand, r => r.Difference.Path.ToString() == "/DBInstanceClass");
        var rules = RuleChoice.Toggle(RuleChoice.Toggle("", RuleChoice.Of(RuleKind.Expect, ReviewView.NameOf(first))), RuleChoice.Of(RuleKind.Accept, drift.Name));

        var (chosen, refusals) = RuleChoice.Offers(view, new ReviewState(Rules: rules, Reason: " meant ", Owner: "me", Expires: "2026-04-01"), Start);
        var (all, _) = RuleChoice.Offers(view, new ReviewState(Rules: $"{RuleChoice.ExpectAll},{RuleChoice.AcceptAll}"), Start);

        Assert.Empty(refusals);
        Assert.Equal(["Expect database Database /BackupRetentionPeriod ", "Accept database Database /DBInstanceClass db.r6g.2xlarge"], chosen.Select(c => $"{c.Draft.Kind} {c.Draft.Component} {c.Draft.Resource} {c.Draft.Property} {c.Draft.Value}"));
        Assert.All(chosen, c => Assert.Equal(("meant", "me", new DateOnly(2026, 4, 1)), (c.Terms.Reason, c.Terms.Owner, c.Terms.Expires)));
        Assert.Equal(4, all.Length);
        Assert.Equal("team-shop", Assert.Single(all, r => r.Draft is { Component: "storefront", Kind: RuleKind.Expect }).Terms.Owner);
        Assert.Equal(DateOnly.FromDateTime(Start.UtcDateTime).AddDays(90), all[0].Terms.Expires);
    }

    [Fact]
    public void One_row_has_one_rule_and_a_second_choice_takes_it_away()
    {
        Assert.Equal("expect.a,accept.b", RuleChoice.Toggle("expect.a", "accept.b"));
        Assert.Equal("expect.a.b.c", RuleChoice.Toggle(RuleChoice.Toggle("expect.a", "expect.b"), "expect.c"));
        Assert.Equal("expect.a.c", RuleChoice.Toggle("expect.a.b.c", "expect.b"));
        Assert.Equal(["expect.a", "expect.b", "accept.all"], RuleChoice.Read("expect.a.b,accept.all"));
        Assert.Equal("ignore.b", RuleChoice.Toggle("accept.b", "ignore.b"));
        Assert.Equal("expect.a", RuleChoice.Toggle("expect.a,accept.b", "accept.b"));
    }

    private static ReviewView View(ReviewFacts facts, Func<string, DateTimeOffset?>? ticks = null) => ReviewView.Of(facts, false, Start, Interval, ticks ?? (_ => null));
}
