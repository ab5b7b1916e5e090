using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What is selected, and why its verdict is what it is.</summary>
public sealed class InspectorTests : ScreenTest
{
    [Fact]
    public void A_property_shows_its_three_values_and_then_its_line_and_author()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");

        var inspector = Render<Inspector>();

        Assert.Equal("Database", Words(inspector.Find("h2")));
        Assert.Equal(["Repository", "Deployed", "Live"], inspector.FindAll(".states dt").Select(Words));
        Assert.Equal(["db.r6g.xlarge", "db.r6g.xlarge", "db.r6g.2xlarge"], inspector.FindAll(".states dd code").Select(Words));
        Assert.Contains("drift", inspector.FindAll(".states dd")[2].ClassList);
        Assert.Equal("looking up the line…", Words(inspector.Find("[role=status]")));

        Details.Gate.SetResult();

        inspector.WaitForAssertion(() => Assert.Equal(
            ["set at parameters/storefront.json:7 copy parameter Ingress ce7b47e Lea Brandt 24 Feb 2026 Close it", "used at templates/storefront.yaml:4 copy 3a6719e Ravi Menon 24 Feb 2026 Open the shop"],
            inspector.FindAll(".origins .step").Select(Words)));
        Assert.Equal(["Database/DBInstanceClass"], Details.Asked);
    }

    [Theory]
    [InlineData("unexplained", "staging / database", "/BackupRetentionPeriod", "7 copy 7 copy 1 copy")]
    [InlineData("byHand", "production / database", "/DBInstanceClass", "db.r6g.xlarge copy db.r6g.xlarge copy db.r6g.2xlarge copy")]
    public void In_a_review_it_follows_the_difference_that_the_reader_has_stepped_to(string part, string stack, string property, string values)
    {
        Publish(BackupChanged());
        var name = part == "byHand"
            ? ReviewRows.NameOf(Key("production", "database"), new ResourceAddress("Database"), PropertyPath.Parse("/DBInstanceClass"))
            : ReviewView.NameOf(Parity().Items.Single(i => i.Path.ToString() == "/BackupRetentionPeriod"));
        Navigation.NavigateTo($"/review/shop/staging/production?show={part}&unit={name}");

        var inspector = Render<Inspector>();

        Assert.Contains("in " + stack, Words(inspector.Find(".inspector-body")), StringComparison.Ordinal);
        Assert.Equal(property, Words(inspector.Find("[aria-label='The property'] h3")));
        Assert.Equal(values, string.Join(' ', inspector.FindAll(".states dd").Select(Words)));
    }

    [Fact]
    public void Of_a_change_that_only_the_review_knows_it_shows_the_resource()
    {
        Publish(BackupChanged());
        var change = SampleReviews.Busy().Review.Changes.Single(c => c.Address.Path == "Database");
        Navigation.NavigateTo($"/review/shop/staging/production?show=release&unit={ReviewRows.NameOf(change)}");

        var inspector = Render<Inspector>();

        Assert.Equal("Database", Words(inspector.Find("h2")));
        Assert.Contains("in production / database", Words(inspector.Find(".inspector-body")), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is selected", inspector.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_is_called_by_its_name_and_nothing_that_runs_has_it()
    {
        var pending = Pending("Queue", "/DeletionPolicy", "Retain", "Delete");
        Publish(Of(Stack(Storefront, pending with { Differences = [pending.Differences[0] with { IsAttribute = true, Confidence = Confidence.Possible }] })));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Queue&path=%2FDeletionPolicy");

        var inspector = Render<Inspector>();

        Assert.Equal("DeletionPolicy", Words(inspector.Find("[aria-label='The property'] h3")));
        Assert.Equal(["Retain copy", "Delete copy", "in templates only"], inspector.FindAll(".states dd").Select(Words));
        Assert.Contains("Perhaps the same. Releasing it", inspector.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_selected_the_worst_problem_is_explained()
    {
        Publish(Shop());

        var inspector = Render<Inspector>();

        Assert.StartsWith("Nothing is selected. This is the worst of", Words(inspector.Find(".inspector-body p")), StringComparison.Ordinal);
        Assert.Equal("TaskDefinition", Words(inspector.Find("h2")));
        Assert.Equal(["(secret)", "(secret)", "(secret) different"], inspector.FindAll(".states dd").Select(Words));
        Assert.Equal("/stacks/shop/production/storefront?resource=TaskDefinition&path=%2FEnvironment%2F0%2FValue", inspector.Find("a.button").GetAttribute("href"));
        Assert.DoesNotContain("hunter", inspector.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_wrong_it_says_what_to_do()
    {
        var inspector = Render<Inspector>();
        Assert.Contains("Nothing has been read yet", Words(inspector.Find(".pane-empty")), StringComparison.Ordinal);

        Publish(Of(Stack(Storefront, Resource("Service"))));

        Assert.StartsWith("Nothing is selected. Nothing differs, nothing is unverified, and every input could be used. Open a stack", Words(Render<Inspector>().Find(".pane-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_names_its_readers_its_ages_and_its_coverage()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/staging/dns?resource=Zone");

        var why = Render<Inspector>().Find("[aria-label='Why this verdict']");

        Assert.Equal(
            "Why this verdict verdict denied: route53:GetHostedZone is not allowed oldest read never template checked now judged against 54bac98 coverage 0 of 1 resources of the stack",
            Words(why));
    }

    [Fact]
    public void A_unit_of_parity_is_explained_where_the_release_goes()
    {
        var unit = Unit("database", "Database", "/DBInstanceClass", ParityPile.Unexplained, "a", "b");
        var parity = Parity() with { Items = [unit] };
        Publish(Shop().With(parity));
        Navigation.NavigateTo(Links.Parity(Pair, unit));

        Assert.Equal("Drifted in production / database", Words(Render<Inspector>().FindAll(".inspector-body > p")[0]));
    }

    [Fact]
    public void A_unit_of_parity_is_explained_where_it_was_changed_by_hand()
    {
        Publish(BackupChanged());
        Navigation.NavigateTo(Links.Parity(Pair, Unit("database", "Database", "/BackupRetentionPeriod", ParityPile.Unexplained, "1", "14")));

        var inspector = Render<Inspector>();

        Assert.Equal("Drifted in staging / database", Words(inspector.FindAll(".inspector-body > p")[0]));
        Assert.Equal("1 copy", Words(inspector.Find(".states dd.drift")));
    }

    [Fact]
    public void A_property_beside_the_one_that_drifted_is_said_to_be_none()
    {
        Publish(BackupChanged());
        Navigation.NavigateTo("/stacks/shop/staging/database?resource=Database&path=%2FName");

        Assert.Contains("/Name is not what drifted.", Render<Inspector>().FindAll(".inspector-body > p").Select(Words));
    }

    [Fact]
    public void Who_changed_it_stands_first_and_since_when()
    {
        Trails.Trail = new ChangeTrail([new(Start.AddMinutes(-2), TrailSource.CloudTrail, "AttachRolePolicy", new TrailActor("sandbox", "sandbox", null, null), "iam")], [], Start);
        Trails.Gate.SetResult();
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1");

        var inspector = Render<Inspector>();

        inspector.WaitForAssertion(() => Assert.StartsWith("Changed by sandbox with AttachRolePolicy ,", Words(inspector.FindAll(".inspector-body > p")[1]), StringComparison.Ordinal));
        Assert.Equal("first seen 14:02 UTC , now or earlier", Words(inspector.FindAll(".inspector-body > p")[2]));
    }

    [Fact]
    public void Markup_in_names_and_values_is_text()
    {
        Publish(Of(Stack(Storefront, Drifted(Evil, "/" + Evil, Evil, Evil) with { Type = Evil, PhysicalId = Evil, Detail = Evil, Readers = [Evil] })));

        var inspector = Render<Inspector>();

        Assert.Empty(inspector.FindAll("img"));
        Assert.Contains(Evil, inspector.Find("h3").TextContent, StringComparison.Ordinal);
    }
}
