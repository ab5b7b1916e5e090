using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A believable review of the shop: the storefront and the database are released, the dns is not.</summary>
internal static class SampleReviews
{
    public const string ReleaseCommit = "66a26d24b42a845ea802619649414740641a2b5a";

    public const string ApplicationFile = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: production, account: "222222222222", regions: [eu-west-1], ref: release}
        components:
          - {name: storefront, template: a.yaml, stack: "{environment}-a", owner: team-shop}
          - {name: database, template: b.yaml, stack: "{environment}-b"}
          - {name: dns, template: c.yaml, stack: "{environment}-c"}

        """;

    private static readonly StackKey Storefront = Key("production", "storefront");
    private static readonly StackKey Database = Key("production", "database");

    /// <summary>Everything at once: what blocks, what shouts, and what nobody knows.</summary>
    public static ReviewFacts Busy() => Of(Parity()) with
    {
        Commits = new CommitRange(
            [
                new ReleaseCommit(new GitCommit(ReleaseCommit, "Ravi Menon", Start.AddDays(-1), "Larger tasks (#142)"), 142),
                new ReleaseCommit(new GitCommit("3a6719e000000000000000000000000000000000", "Lea Brandt", Start.AddDays(-2), "Another port"), null),
            ],
            true,
            true),
        Lines = ImmutableDictionary<string, WrittenLine>.Empty.Add(
            ReviewPlaces.Name("storefront", "eu-west-1", "", new ResourceAddress("Service"), "/Cpu"),
            new WrittenLine(new SourceLocation("templates/storefront.yaml", 42), ReleaseCommit, "Ravi Menon", 142, true)),
    };

    /// <summary>Nothing differs but what is explained, and everything was read.</summary>
    public static ReviewFacts Calm() => Of(Parity() with { Items = [.. Parity().Items.Where(i => i.Pile is not (ParityPile.Unexplained or ParityPile.Unverifiable))] }) switch
    {
        var facts => facts with
        {
            Review = facts.Review with { Obstacles = [], Collisions = [], Unrehearsed = [], Untold = [], Changes = [.. facts.Review.Changes.Where(c => c.Risk is null)] },
            Stacks = [.. facts.Stacks.Where(s => s.Verdict.Drifted == 0)],
        },
    };

    private static ReviewFacts Of(ParityEvaluation parity)
    {
        var drifted = Drifted("Database", "/DBInstanceClass", "db.r6g.xlarge", "db.r6g.2xlarge");
        ImmutableArray<StackEvaluation> stacks =
        [
            Stack(Key("staging", "storefront"), Resource("Service")), Stack(Storefront, Resource("Service"), Unmanaged("https://sqs.eu-west-1.amazonaws.com/222222222222/replay")),
            Stack(Key("staging", "database"), Resource("Database")), Stack(Database, drifted),
            Stack(Key("staging", "dns"), Resource("Zone")), Stack(Key("production", "dns"), Resource("Zone")),
        ];
        var review = new ReleaseReview(
            parity,
            ReleaseCommit,
            Commit,
            [Component("storefront", "team-shop", true), Component("database", null, true), Component("dns", null, false)],
            [
                new ReleaseChange(Storefront, new ResourceAddress("Service"), "AWS::ECS::Service", Change("/Cpu", "512", "256", Impact.Update), null),
                new ReleaseChange(Database, new ResourceAddress("Database"), "AWS::RDS::DBInstance", Change("/Engine", "aurora", "postgres", Impact.Replacement), new StateRisk("a database", true, "Delete")),
            ],
            [new UntoldChange(Storefront, new ResourceAddress("Task"), "AWS::ECS::TaskDefinition", PropertyPath.Parse("/Memory"), "the macro Sizes is not expanded")],
            [new Obstacle(Storefront, true, "The stack is in UPDATE_ROLLBACK_FAILED. Continue the rollback first.")],
            [],
            [new Collision(Database, new ResourceAddress("Database"), "AWS::RDS::DBInstance", CollisionKind.Beside, drifted.Differences[0], null)],
            [new Unrehearsed(Database, new ResourceAddress("Database"), "AWS::RDS::DBInstance", PropertyPath.Parse("/Engine"), "staging has another value", new ScalarValue("aurora"), new ScalarValue("postgres"))],
            new Soak(Start.AddHours(-5), "staging runs it since its last update"));
        return new ReviewFacts(review, Start, [.. stacks.Select(s => new ReviewedStack(s, 30))], CommitRange.Empty, ImmutableDictionary<string, WrittenLine>.Empty) { Begin = Commit };
    }

    private static ReviewedComponent Component(string name, string? owner, bool isTouched) => new(name, owner, isTouched, [Key("staging", name)], [Key("production", name)]);

    private static Difference Change(string path, string after, string before, Impact impact) =>
        new(PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, new ScalarValue(after), new ScalarValue(before), impact);
}
