using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Every table of many rows is sorted by its headings, and its address says how.</summary>
public sealed class SortingTests : ScreenTest
{
    private const string Sideways = "?sort=sideways&problems=-&activity=When";

    [Fact]
    public async Task A_heading_sorts_the_problems_upwards_then_downwards_then_the_worst_come_first_again()
    {
        Publish(WithAnInput());
        Navigation.NavigateTo("/?sort=name");
        var panel = Render<PanelPane>();
        var worstFirst = Places(panel);
        Assert.Equal(["production / storefront / TaskDefinition", "production / database / Database", "driftboard.yaml:12", "staging / dns"], worstFirst);
        Assert.Empty(panel.FindAll("[aria-sort]"));

        await PressAsync(panel, "Where");

        Assert.Equal(["driftboard.yaml:12", "production / database / Database", "production / storefront / TaskDefinition", "staging / dns"], Places(panel));
        Assert.Equal("Where ascending", Sorted(panel));
        Assert.EndsWith("/?sort=name&problems=where", Navigation.Uri, StringComparison.Ordinal);

        await PressAsync(panel, "Where");

        Assert.Equal(["staging / dns", "production / storefront / TaskDefinition", "production / database / Database", "driftboard.yaml:12"], Places(panel));
        Assert.Equal("Where descending", Sorted(panel));
        Assert.EndsWith("/?sort=name&problems=-where", Navigation.Uri, StringComparison.Ordinal);

        await PressAsync(panel, "Where");

        Assert.Equal(worstFirst, Places(panel));
        Assert.Empty(panel.FindAll("[aria-sort]"));
    }

    [Fact]
    public async Task Back_and_forward_sort_the_problems_as_they_were()
    {
        Publish(WithAnInput());
        Navigation.NavigateTo("/");
        var panel = Render<PanelPane>();
        var worstFirst = Places(panel);
        await PressAsync(panel, "What");
        var byWhat = Places(panel);
        Assert.NotEqual(worstFirst, byWhat);
        var before = EntryBehind();

        Navigation.NavigateTo(before);
        Assert.Equal(worstFirst, Places(panel));

        Navigation.NavigateTo("/?problems=what");
        Assert.Equal(byWhat, Places(panel));
    }

    /// <summary>The list is below every page: who goes to another one has sorted it all the same, and can send its address.</summary>
    [Fact]
    public async Task The_order_goes_along_to_other_pages_and_into_their_addresses()
    {
        Publish(WithAnInput());
        Navigation.NavigateTo("/");
        var panel = Render<PanelPane>();
        await PressAsync(panel, "Property");
        var sorted = Places(panel);

        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");

        panel.WaitForAssertion(() => Assert.EndsWith("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass&problems=property", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(sorted, Places(panel));
        Assert.StartsWith("drifted production / database", Words(panel.Find("tr[aria-current]")), StringComparison.Ordinal);
        await using var later = new Circuit(this);
        Assert.Equal(sorted, Places(later.Render("/?problems=property")));
    }

    [Fact]
    public async Task A_page_that_goes_to_another_state_of_itself_keeps_the_panels_order()
    {
        Publish(Shop());
        Navigation.NavigateTo("/unverified?problems=-where");
        var page = Render<UnverifiedPage>();

        await page.FindAll("th .sort").First(b => Words(b) == "Type").ClickAsync(new MouseEventArgs());

        Assert.EndsWith("/unverified?sort=type&problems=-where", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_from_problem_to_problem_follow_the_order_that_is_seen()
    {
        Publish(WithAnInput());
        Navigation.NavigateTo("/");
        var panel = Render<PanelPane>();
        await PressAsync(panel, "Where");

        await panel.InvokeAsync(() => Services.GetRequiredService<CommandRunner>().RunAsync("problem:next", ResourceAssetCollection.Empty));

        panel.WaitForAssertion(() => Assert.StartsWith("/stacks/shop/production/database?resource=Database", new Uri(Navigation.Uri).PathAndQuery, StringComparison.Ordinal));
        Assert.Equal("Problem 1 of 3", Shell.Notice);
    }

    [Fact]
    public async Task Changes_are_sorted_by_their_headings()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/B", "2", "20"))));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/A", "2", "30"))));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/C", "2", "40"))));
        Navigation.NavigateTo("/?panel=activity");
        var panel = Render<PanelPane>();
        string[] ByPlace() => [.. panel.FindAll(".activity-table tbody tr").Select(r => Words(r.Children[3]))];
        var newestFirst = ByPlace();
        Assert.Equal("/C", newestFirst[0]);

        await PressAsync(panel, "Property");

        Assert.Equal(newestFirst.Order(StringComparer.Ordinal), ByPlace());
        Assert.EndsWith("/?panel=activity&activity=property", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("Property ascending", Sorted(panel));
    }

    [Fact]
    public async Task What_nothing_claims_is_sorted_by_its_headings_each_table_by_its_own()
    {
        Inventories.Accounts = [new AccountInventory("222222222222", [new("eu-west-1", "AWS::S3::Bucket", "a", null, null, null), new("eu-west-1", "AWS::SQS::Queue", "b", null, null, Storefront)], [], [], Start)];
        Inventories.Gate.SetResult();
        var here = new AccountRegion("222222222222", "eu-west-1");
        Publish(Of(Stack(Storefront, Resource("Service"))) with
        {
            Unclaimed = [new ListedStack(here, "legacy", "UPDATE_COMPLETE", Start.AddDays(-3), false), new ListedStack(here, "tools", "CREATE_COMPLETE", Start, false)],
        });
        Navigation.NavigateTo("/unclaimed");
        var page = Render<UnclaimedPage>();
        page.WaitForElement("[data-list='resources'] tbody");
        string Names(string list) => string.Join(' ', page.FindAll($"[data-list='{list}'] tbody th").Select(Words));

        await page.FindAll("[data-list='stacks'] .sort").Single(b => Words(b) == "Last updated").ClickAsync(new MouseEventArgs());
        Assert.Equal(("tools legacy", "a b"), (Names("stacks"), Names("resources")));

        await page.FindAll("[data-list='resources'] .sort").Single(b => Words(b) == "Belongs to").ClickAsync(new MouseEventArgs());
        // Nobody can tell whose the other is: that comes last.
        Assert.Equal(("tools legacy", "b a"), (Names("stacks"), Names("resources")));
        await page.FindAll("[data-list='resources'] .sort").Single(b => Words(b) == "Belongs to").ClickAsync(new MouseEventArgs());
        Assert.Equal("b a", Names("resources"));
        Assert.EndsWith("/unclaimed?stacks=updated&sort=-owner", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_verified_is_sorted_within_its_reason()
    {
        Publish(Of(
            Stack(Key("production", "dns"), Unsupported("Alpha"), Unsupported("Zulu")),
            Stack(Key("staging", "dns"), Unsupported("Mike"))));

        Navigation.NavigateTo("/unverified?sort=-resource");
        var page = Render<UnverifiedPage>();

        Assert.Equal("Zulu Mike Alpha", string.Join(' ', page.FindAll("tbody th").Select(Words)));
        Assert.Equal("Resource descending", Sorted(page));
    }

    [Fact]
    public void Units_of_parity_are_sorted_and_their_resources_with_them()
    {
        var parity = Parity() with
        {
            Items = [Unit("web", "Alpha", "/C", ParityPile.Unexplained, "1", "2"), Unit("web", "Alpha", "/A", ParityPile.Unexplained, "9", "2"), Unit("web", "Beta", "/B", ParityPile.Unexplained, "0", "2")],
        };

        string Listed(string query) => string.Join(' ', ParityRows.Build(parity, ParityState.Parse(query)).Select(r => r.IsHead ? r.Item.Address.ToString() : r.Item.Path.ToString()));

        Assert.Equal("Alpha /C /A Beta /B", Listed(""));
        Assert.Equal("Alpha /A /C Beta /B", Listed("?sort=property"));
        Assert.Equal("Beta /B Alpha /C /A", Listed("?sort=from"));
        Assert.Equal("Alpha /A /C Beta /B", Listed("?sort=-from"));
    }

    [Fact]
    public void What_an_address_says_of_an_order_survives_and_what_is_unknown_counts_as_not_given()
    {
        foreach (var column in Enum.GetValues<ProblemColumn>())
        {
            foreach (var order in new SortOrder<ProblemColumn>[] { new(column), new(column, true) })
            {
                Assert.Equal(order, SortOrder.Parse<ProblemColumn>(order.Format()));
                var orders = new FrameState(Problems: order, Changes: default(SortOrder<ChangeColumn>));
                Assert.Equal(orders, FrameState.Parse(new Uri("http://x" + orders.AddTo("/?q=a%26b&problems=what")).Query));
                Assert.StartsWith("/?q=a%26b&problems=", orders.AddTo("/?q=a%26b&problems=what&problems=x"), StringComparison.Ordinal);
            }
        }

        Assert.Equal(default, FrameState.Parse(Sideways));
        Assert.Equal("/help", default(FrameState).AddTo("/help"));
        Assert.Equal(new UnverifiedState(), UnverifiedState.Parse(Sideways));
        Assert.Equal(new ParityState(), ParityState.Parse(Sideways));
    }

    [Fact]
    public void Equal_rows_stay_as_they_came_and_empty_ones_come_last_either_way()
    {
        (string Name, string? Text)[] rows = [("1", "b"), ("2", null), ("3", "A"), ("4", "B"), ("5", ""), ("6", "a")];

        string By(SortOrder<UnverifiedColumn> order) => string.Concat(order.Sort(rows, (row, _) => new ColumnValue(row.Text)).Select(r => r.Name));

        Assert.Equal("361425", By(new(UnverifiedColumn.Type)));
        Assert.Equal("143625", By(new(UnverifiedColumn.Type, true)));
        Assert.Equal("123456", By(default));
    }

    private static Dashboard.Web.Live.DriftBoard WithAnInput() => Of(
        Stack(Key("production", "database"), Drifted("Database", "/DBInstanceClass", "small", "large")),
        Stack(Storefront, Drifted("TaskDefinition", "/Cpu", "1", "2", Impact.Replacement)),
        Stack(Key("staging", "dns"), Denied("Zone"))) with
    {
        Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 12), "environments[1].ref", "found 7, allowed is a branch")],
    };

    private static string[] Places(IRenderedComponent<PanelPane> panel) => [.. panel.FindAll(".problem-table tbody tr:not([aria-hidden])").Select(r => Words(r.Children[1]))];

    private static string Sorted(IRenderedComponent<IComponent> screen)
    {
        var heading = Assert.Single(screen.FindAll("[aria-sort]"));
        return $"{Words(heading)} {heading.GetAttribute("aria-sort")}";
    }

    private static Task PressAsync(IRenderedComponent<PanelPane> panel, string heading) => panel.FindAll("th .sort").Single(b => Words(b) == heading).ClickAsync(new MouseEventArgs());

    /// <summary>Another reader, with nothing of the first one's.</summary>
    private sealed class Circuit(SortingTests first) : IAsyncDisposable
    {
        private readonly SortingTests _own = new();

        public IRenderedComponent<PanelPane> Render(string address)
        {
            _own.Publish(first.Feed.Current);
            _own.Navigation.NavigateTo(address);
            return _own.Render<PanelPane>();
        }

        public ValueTask DisposeAsync()
        {
            _own.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
