using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using Dashboard.Web.Tests.Screens;
using static Dashboard.Web.Tests.Screens.SampleBoards;
using Keyboard = Bunit.Key;

namespace Dashboard.Web.Tests.Palette;

/// <summary>Everything by its name.</summary>
public sealed class PaletteTests : ScreenTest
{
    [Theory]
    [InlineData("websec prod", "Problem: WebSecurityGroup /SecurityGroupIngress/1", "/stacks/shop/production/storefront?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1")]
    [InlineData("websec stag", "Resource: WebSecurityGroup", "/stacks/shop/staging/storefront?resource=WebSecurityGroup")]
    [InlineData("storefront production", "Stack: storefront", "/stacks/shop/production/storefront")]
    [InlineData("worker team-data", "Component: worker", "/?application=shop&q=worker")]
    [InlineData("dbinstanceclass", "Problem: Database /DBInstanceClass", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass")]
    [InlineData("desiredcount", "Property: Service /DesiredCount", "/stacks/shop/staging/storefront?resource=Service&path=%2FDesiredCount")]
    [InlineData("database production visibility", "Property: Database /VisibilityTimeout", "/stacks/shop/production/database?resource=Database&path=%2FVisibilityTimeout")]
    [InlineData("54bac98 release", "Commit: 54bac98", "/?application=shop&show=pending")]
    [InlineData("denied dns", "Problem: the stack denied", "/stacks/shop/staging/dns")]
    [InlineData("compare staging production", "Command: staging with production", "/parity/shop/staging/production")]
    [InlineData("compare worker staging", "Parity: worker: staging with production", "/parity/shop/staging/production?pile=equal&component=worker")]
    [InlineData("physical-Record", "Resource: Record", "/stacks/shop/production/dns?resource=Record")]
    [InlineData("db.r6g.2xlarge", "Problem: Database /DBInstanceClass", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass")]
    [InlineData("ad80f32", "Commit: ad80f32", "/stacks/shop/staging/database")]
    [InlineData("unverified", "Command: Everything unverified, by reason", "/unverified?application=shop")]
    [InlineData("> shapes", "Command: Shapes, words and keys", "/help")]
    public async Task What_is_named_comes_first_and_enter_leads_there(string text, string first, string address)
    {
        var shop = Shop().With(Parity() with { Items = [.. Parity().Items, Unit("worker", "Queues/Orders", "/Name", ParityPile.Equal, "a", "a")] });
        Publish(shop.With(shop.Stacks[Key("staging", "database")] with { Running = new RunningCommit("ad80f32000000000000000000000000000000000", CommitEvidence.StackTag) }));
        var palette = await OpenAsync(text);
        Assert.Equal(first, Text(palette.Find("[aria-selected=true]")));

        await palette.Find("input").KeyDownAsync(Keyboard.Enter);

        Assert.Equal(address, new Uri(Navigation.Uri).PathAndQuery);
        Assert.Equal("palette", KeysScript.Invocations["closeDialog"][^1].Arguments[0]);
    }

    [Theory]
    [InlineData("brandt", "Commit: 54bac98 Open the shop", "/?application=shop&show=pending")]
    [InlineData("open the shop release", "Commit: 54bac98 Open the shop", "/?application=shop&show=pending")]
    [InlineData("menon", "Commit: 3a6719e Raise the limit", "/stacks/shop/production/storefront?resource=Service&view=template&file=parameters%2Fproduction.json&at=3a6719e000000000000000000000000000000000")]
    [InlineData("raise limit", "Commit: 3a6719e Raise the limit", "/stacks/shop/production/storefront?resource=Service&view=template&file=parameters%2Fproduction.json&at=3a6719e000000000000000000000000000000000")]
    [InlineData("3a6719e", "Commit: 3a6719e Raise the limit", "/stacks/shop/production/storefront?resource=Service&view=template&file=parameters%2Fproduction.json&at=3a6719e000000000000000000000000000000000")]
    public async Task A_commit_is_found_by_its_author_and_its_message_and_one_that_wrote_a_line_leads_there(string text, string first, string address)
    {
        Commits.Found[Commit] = new GitCommit(Commit, "Lea Brandt", Start, "Open the shop");
        Commits.Blamed = [new BlamedCommit(new GitCommit("3a6719e000000000000000000000000000000000", "Ravi Menon", Start, "Raise the limit"), Storefront, new ResourceAddress("Service"), "parameters/production.json")];
        Publish(Shop());
        var palette = await OpenAsync(text);
        Assert.Equal(first, Text(palette.Find("[aria-selected=true]")));

        await palette.Find("input").KeyDownAsync(Keyboard.Enter);

        Assert.Equal(address, new Uri(Navigation.Uri).PathAndQuery);
    }

    [Fact]
    public async Task A_command_that_leads_nowhere_is_run()
    {
        Publish(Shop());

        await (await OpenAsync("scan staging")).Find("input").KeyDownAsync(Keyboard.Enter);

        Assert.Equal([(null, "staging", null)], Scans.Requests);
    }

    [Fact]
    public async Task Arrows_move_the_choice_and_its_name_is_told_to_who_listens()
    {
        Publish(Shop());
        var palette = await OpenAsync("storefront");
        var field = palette.Find("input");
        Assert.Equal("palette-0", field.GetAttribute("aria-activedescendant"));

        await field.KeyDownAsync(Keyboard.Down);
        Assert.Equal("palette-1", palette.Find("input").GetAttribute("aria-activedescendant"));
        Assert.Equal("palette-1", palette.Find("[aria-selected=true]").Id);

        await field.KeyDownAsync(Keyboard.Up);
        await field.KeyDownAsync(Keyboard.Up);
        Assert.Equal($"palette-{palette.FindAll("[role=option]").Count - 1}", palette.Find("[aria-selected=true]").Id);

        await field.InputAsync("storefront production");
        Assert.Equal("palette-0", palette.Find("[aria-selected=true]").Id);
    }

    [Fact]
    public async Task What_does_not_fit_is_counted()
    {
        Publish(Large(100));
        var palette = await OpenAsync("queue");

        Assert.Equal(12, palette.FindAll("[role=option]").Count);
        Assert.Matches(@"^the best 12, \+\d{3} more$", Words(palette.Find(".palette-foot [role=status]")));
    }

    [Fact]
    public async Task Letters_strewn_over_a_long_name_find_nothing_and_a_property_as_deployed_bears_no_mark_of_drift()
    {
        Publish(Of(Stack(Storefront, Resource("DataSubnetBNetworkAclAssociation"), Drifted("Database", "/DBInstanceClass", "a", "b"))));
        Assert.Empty((await OpenAsync("brandt")).FindAll("[role=option]"));
        Assert.NotEmpty((await OpenAsync("dsbn")).FindAll("[role=option]"));

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Database&path=%2FDBInstanceClass");
        var name = (await OpenAsync("/Name Database")).FindAll("[data-kind=property]")[0];
        Assert.StartsWith("property Database /Name", Words(name), StringComparison.Ordinal);
        Assert.DoesNotContain("drifted", Words(name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_match_says_what_to_try()
    {
        Publish(Shop());
        var palette = await OpenAsync("qqqq");

        Assert.Empty(palette.FindAll("[role=option]"));
        Assert.Equal("false", palette.Find("input").GetAttribute("aria-expanded"));
        Assert.StartsWith("Nothing has that name.", Words(palette.Find(".palette-foot [role=status]")), StringComparison.Ordinal);
        await palette.Find("input").KeyDownAsync(Keyboard.Enter);
        Assert.Equal("/", new Uri(Navigation.Uri).PathAndQuery);
    }

    [Fact]
    public async Task Every_property_of_the_resource_that_is_looked_at_can_be_found()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database");

        Assert.Equal("Property: Database /VisibilityTimeout", Text((await OpenAsync("visibilitytimeout")).Find("[aria-selected=true]")));
    }

    [Fact]
    public async Task A_change_is_found_without_a_reload()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var palette = await OpenAsync("newqueue");
        Assert.Empty(palette.FindAll("[role=option]"));

        Change(b => b.With(Stack(Storefront, Resource("Service"), Drifted("NewQueue", "/VisibilityTimeout", "1", "2"))));
        await palette.Find("input").InputAsync("newqueue");

        Assert.Equal(["Problem: NewQueue /VisibilityTimeout", "Resource: NewQueue"], palette.FindAll("[role=option]").Select(Text));
    }

    [Fact]
    public async Task No_secret_and_no_markup_gets_into_it()
    {
        Publish(Of(Stack(Storefront, Secret("TaskDefinition", "/Environment/0/Value"), Drifted(Evil, "/" + Evil, Evil, Evil))));

        Assert.DoesNotContain("hunter", (await OpenAsync("taskdefinition")).Markup, StringComparison.Ordinal);
        var palette = await OpenAsync("img");
        Assert.Empty(palette.FindAll("img"));
        Assert.Contains(Evil, palette.Find("[role=option]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_waits_for_its_release_leads_to_what_waits()
    {
        var unit = Unit("database", "Database", "/DBInstanceClass", ParityPile.Pending, "a", "b") with { CommitId = "feedbeef00000000" };
        Publish(Shop().With(Parity() with { Items = [unit] }));

        await (await OpenAsync("feedbee")).Find("input").KeyDownAsync(Keyboard.Enter);

        Assert.Equal("/parity/shop/staging/production?pile=pending&q=feedbeef00000000", new Uri(Navigation.Uri).PathAndQuery);
        Assert.Single(ParityRows.Build(Parity() with { Items = [unit] }, ParityState.Parse(new Uri(Navigation.Uri).Query)), r => !r.IsHead);
    }

    [Theory]
    [InlineData("uses production")]
    [InlineData("database_host")]
    public async Task What_belongs_to_another_environment_is_called_so_and_found_by_it(string text)
    {
        var unit = Unit("reports", "ReportFunction", "/Environment/Variables/DATABASE_HOST", ParityPile.Unexplained, "a", "b") with { Foreign = [new ForeignValue("staging", "production", "database", "Database")] };
        Publish(Of(Stack(Key("staging", "reports"), Resource("ReportFunction")), Stack(Key("production", "reports"), Resource("ReportFunction"))).With(Parity() with { Items = [unit] }));

        var palette = await OpenAsync(text);

        var found = Assert.Single(palette.FindAll("[role=option]"));
        Assert.Equal("problem staging uses production ReportFunction /Environment/Variables/DATABASE_HOST reports in staging", Words(found));
        Assert.NotNull(found.QuerySelector(".mark.status-separation"));
        await palette.Find("input").KeyDownAsync(Keyboard.Enter);
        Assert.Equal(Links.Parity(Pair, unit), new Uri(Navigation.Uri).PathAndQuery);
    }

    [Fact]
    public async Task A_property_is_found_by_its_name_alone_first_in_the_stack_that_is_looked_at_then_in_the_worst()
    {
        Publish(Of(
            Stack(Key("staging", "database"), Resource("Database")),
            Stack(Key("production", "database"), Drifted("Replica", "/DBInstanceClass", "a", "b"), Resource("Database")),
            Stack(Key("staging", "worker"), Resource("Queue"))));
        Navigation.NavigateTo("/stacks/shop/staging/worker");

        var palette = await OpenAsync("visibilitytimeout");

        Assert.Equal(
            ["Queue /VisibilityTimeout worker in staging", "Replica /VisibilityTimeout database in production", "Database /VisibilityTimeout database in production", "Database /VisibilityTimeout database in staging"],
            palette.FindAll("[data-kind=property]").Select(e => Words(e)["property ".Length..]));
        await palette.Find("input").InputAsync("visibilitytimeout staging database");
        Assert.Equal("property Database /VisibilityTimeout database in staging", Words(Assert.Single(palette.FindAll("[role=option]"))));
    }

    [Fact]
    public async Task Of_a_property_that_very_many_resources_have_some_are_found_and_the_rest_is_not_counted()
    {
        Publish(Large(100));
        var palette = await OpenAsync("name production");

        Assert.Equal(12, palette.FindAll("[role=option]").Count);
        Assert.Matches(@"^the best 12 of more than \d+$", Words(palette.Find(".palette-foot [role=status]")));
    }

    [Fact]
    public async Task What_nothing_accounts_for_leads_to_its_unit()
    {
        var unit = Unit("database", "Database", "/DBInstanceClass", ParityPile.Unexplained, "db.r6g.large", "db.r6g.xlarge");
        Publish(Of(Stack(Storefront, Resource("Service"))).With(Parity() with { Items = [unit, unit with { Pile = ParityPile.Equal, Path = PropertyPath.Parse("/Engine") }] }));

        var palette = await OpenAsync("unexplained");

        Assert.Equal("Parity: Database /DBInstanceClass", Text(Assert.Single(palette.FindAll("[role=option]"))));
        await palette.Find("input").KeyDownAsync(Keyboard.Enter);
        Assert.Equal(Links.Parity(Pair, unit), new Uri(Navigation.Uri).PathAndQuery);
    }

    [Fact]
    public async Task What_is_wrong_in_an_input_leads_to_the_list_that_holds_it_or_to_the_stack_whose_input_it_is()
    {
        var unused = new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation("driftboard.yaml", 41), "expect[2]", "the rule matches nothing") { Application = "shop" };
        var broken = new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("templates/storefront.yaml", 7), "Resources/Service", "the map has no such key");
        Publish(Of(Stack(Storefront, Resource("Service")) with { Diagnostics = [broken] }) with { Diagnostics = [unused] });
        Shell.Set(Pane.Panel, isOpen: false);

        var palette = await OpenAsync("warning matches nothing");
        Assert.Equal("Problem: warning: the rule matches nothing", Text(Assert.Single(palette.FindAll("[role=option]"))));
        await palette.Find("input").KeyDownAsync(Keyboard.Enter);
        Assert.Equal("/?application=shop&panel=problems", new Uri(Navigation.Uri).PathAndQuery);
        Assert.True(Shell.IsOpen(Pane.Panel));
        Assert.Single(LayoutScript.Invocations["showPanel"]);

        palette = await OpenAsync("storefront.yaml:7");
        Assert.Equal("Problem: error: the map has no such key", Text(palette.Find("[role=option]")));
        await palette.Find("input").KeyDownAsync(Keyboard.Enter);
        Assert.Equal("/stacks/shop/production/storefront", new Uri(Navigation.Uri).PathAndQuery);
        Assert.Single(LayoutScript.Invocations["showPanel"]);
    }

    private async Task<IRenderedComponent<CommandPalette>> OpenAsync(string text)
    {
        var palette = Render<CommandPalette>();
        await palette.Find("input").FocusAsync();
        await palette.Find("input").InputAsync(text);
        return palette;
    }

    /// <summary>"Resource: WebSecurityGroup".</summary>
    private static string Text(AngleSharp.Dom.IElement entry) =>
        $"{char.ToUpperInvariant(Words(entry.QuerySelector(".palette-kind")!)[0])}{Words(entry.QuerySelector(".palette-kind")!)[1..]}: {Words(entry.QuerySelector(".palette-title")!)}";
}
