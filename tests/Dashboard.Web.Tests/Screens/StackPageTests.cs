using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The page of a stack over a feed of ours.</summary>
public sealed class StackPageTests : ScreenTest
{
    /// <summary>No drift, since nobody declared otherwise; and yet somebody may have set it.</summary>
    [Fact]
    public void What_runs_and_no_template_says_is_found_by_a_filter_and_shown_with_its_resource()
    {
        var queue = Resource("Queue") with { Desired = null, Deployed = MapValue.Of(("QueueName", new ScalarValue("jobs"))), Live = MapValue.Of(("QueueName", new ScalarValue("jobs")), ("VisibilityTimeout", new ScalarValue("300"))) };
        var plain = Resource("Plain") with { Desired = null, Deployed = MapValue.Of(("QueueName", new ScalarValue("news"))), Live = MapValue.Of(("QueueName", new ScalarValue("news")), ("VisibilityTimeout", new ScalarValue("30"))) };
        Publish(Of(Stack(Storefront, plain, queue)));
        Navigation.NavigateTo("/stacks/shop/production/storefront");
        var page = Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
        var filter = page.FindAll("nav[aria-label='Which resources'] a").Single(a => Words(a) == "Undeclared 1");

        Navigation.NavigateTo(filter.GetAttribute("href")!);

        Assert.Equal(["Queue"], page.FindAll("[data-resource]").Select(r => r.GetAttribute("data-resource")!));
        Navigation.NavigateTo(page.Find("[data-resource]").GetAttribute("href")!);
        Assert.Equal("VisibilityTimeout", Words(page.Find(".undeclared [data-property]")));
    }

    [Fact]
    public void The_worst_resource_and_its_first_difference_are_there_without_a_click()
    {
        Publish(Of(Stack(Storefront, Resource("Service"), Pending("Listener", "/Port", "443", "80"), Opened("WebSecurityGroup"))));

        var page = Open();

        Assert.Equal("WebSecurityGroup", page.Find(".resource[aria-current]").GetAttribute("data-resource"));
        var difference = page.Find("[data-path='/SecurityGroupIngress/1']");
        Assert.Equal("drift", difference.GetAttribute("data-between"));
        Assert.Contains("selected", difference.ClassList);
        Assert.Equal(["absent", "absent"], difference.QuerySelectorAll(".values td").Take(2).Select(Words));
        Assert.Equal("CidrIp: 0.0.0.0/0\nDescription: temporary\nFromPort: 22", difference.QuerySelector(".values td:last-child code")!.TextContent);
        Assert.Contains("drifted: added by hand putting it back: updates in place first seen 14:02 UTC , now or earlier read now by CloudControl", Words(difference), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CommitEvidence.StackTag, Commit, "54bac98 the commit it should run", "by the stack's own tag")]
    [InlineData(CommitEvidence.Template, "0123456789012345678901234567890123456789", "0123456", "the newest commit whose template says what is deployed; parameters may be those of another")]
    public void The_commit_that_runs_is_named_with_what_tells_it(CommitEvidence evidence, string commit, string words, string title)
    {
        Publish(Of(Stack(Storefront, Resource("Service")) with { Running = new RunningCommit(commit, evidence), CommitId = Commit }));

        var runs = Open().Find("[data-runs]");

        Assert.StartsWith(words, Words(runs), StringComparison.Ordinal);
        Assert.Equal((commit, commit, title), (runs.GetAttribute("data-runs"), runs.QuerySelector("[data-copy-source]")!.TextContent, runs.GetAttribute("title")));
    }

    [Fact]
    public void A_commit_that_nothing_tells_is_said_to_be_unknown()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));

        Assert.Equal("not known", Words(Open().Find("[data-runs]")));
    }

    [Fact]
    public void A_stack_of_an_environment_that_was_left_behind_says_so()
    {
        var board = Of(Stack(Key("pr-142", "storefront"), Resource("Service")));
        Publish(board with
        {
            Environments = [.. board.Environments.Select(e => e with { Life = new EnvironmentLife(Start.AddDays(-9), Start.AddHours(-5), new MergedChange("pull request #142", Commit, Start.AddDays(-2))) })],
        });
        Navigation.NavigateTo("/stacks/shop/pr-142/storefront");

        Assert.Equal(
            "Left behind: pull request #142 was merged 2 d ago ( 54bac98 ), and this environment lives on. Delete its stacks, or reopen what they are for. Made 9 d ago , last changed 5 h ago .",
            Words(Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "pr-142").Add(s => s.Component, "storefront")).Find("[data-life]")));
    }

    [Fact]
    public void A_permalink_leads_to_its_property()
    {
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"), Drifted("Service", "/Cpu", "1", "2") with
        {
            Differences =
            [
                Change("/Cpu", "1", "2"),
                Change("/Tags/0/Value", "a", "b", new ItemKey("Key", "Name")),
            ],
        })));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service&path=%2FTags%2F0%2FValue");

        var page = Open();

        Assert.Equal("Service", page.Find(".resource[aria-current]").GetAttribute("data-resource"));
        Assert.Equal("/Tags/0/Value", page.Find(".difference.selected").GetAttribute("data-path"));
        Assert.Contains("Key = Name", Words(page.Find(".difference.selected")), StringComparison.Ordinal);

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=WebSecurityGroup");
        Assert.Equal("WebSecurityGroup", page.Find(".resource[aria-current]").GetAttribute("data-resource"));
    }

    [Theory]
    [InlineData("?resource=Gone", "There is no resource “Gone” in this stack.")]
    [InlineData("?resource=Service&path=%2FNope", "This resource has no property “/Nope”.")]
    [InlineData("?show=unverified&q=nothing", "No resource matches.")]
    public void An_address_that_names_nothing_says_so(string query, string words)
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        Navigation.NavigateTo("/stacks/shop/production/storefront" + query);

        Assert.Contains(words, Words(Open().Find(".stack-page")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&path=%2FVisibilityTimeout")]
    public void A_property_that_is_there_is_not_missed(string query)
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service" + query);

        Assert.Empty(Open().FindAll("[data-missing]"));
    }

    [Fact]
    public void A_broken_path_counts_as_none()
    {
        Publish(Of(Stack(Storefront, Drifted("Service", "/Cpu", "1", "2"))));
        Navigation.NavigateTo("/stacks/shop/production/storefront?path=nonsense");

        Assert.Equal("/Cpu", Open().Find(".difference.selected").GetAttribute("data-path"));
    }

    [Fact]
    public void Git_is_asked_after_the_page_is_drawn_and_its_answer_marks_the_line()
    {
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));

        var page = Open();
        Assert.Contains("looking up the line", Words(page.Find(".about")), StringComparison.Ordinal);
        Assert.Equal("Reading the template…", Words(page.Find(".template-pane [role=status]")));

        Details.Gate.SetResult();

        page.WaitForAssertion(() => Assert.Contains(
            "not in the repository; the list around it is set at parameters/storefront.json:7 parameter Ingress ce7b47e Lea Brandt 24 Feb 2026 Close it used at templates/storefront.yaml:4 3a6719e Ravi Menon 24 Feb 2026 Open the shop",
            Words(page.Find(".about")), StringComparison.Ordinal));
        const string At = "/stacks/shop/production/storefront?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1&view=template&file=";
        Assert.Equal(
            [At + "parameters%2Fstorefront.json", At + "parameters%2Fstorefront.json&at=ce7b47e0000000000000", At + "templates%2Fstorefront.yaml", At + "templates%2Fstorefront.yaml&at=3a6719e0000000000000"],
            page.FindAll(".about .step a").Select(a => a.GetAttribute("href")));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".source .line.drift")));
        Assert.StartsWith("4 SecurityGroupIngress: [] live: {", Words(page.Find(".source .line.drift")), StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll(".source .line.inside").Count);
        Assert.Equal(["WebSecurityGroup/SecurityGroupIngress/1"], Details.Asked);
    }

    [Fact]
    public void A_repository_that_cannot_be_read_is_told()
    {
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        Details.Failure = new InvalidOperationException("the mirror is gone");
        Details.Gate.SetResult();

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal("The repository could not be read: the mirror is gone", Words(page.Find(".template-pane [role=alert]"))));
        Assert.Contains("drifted: added by hand", Words(page.Find(".about")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_never_shown_only_whether_it_is_the_same()
    {
        Publish(Of(Stack(Storefront, Secret("TaskDefinition", "/Environment/0/Value"))));

        var page = Open();

        var row = page.Find("[data-path='/Environment/0/Value']");
        Assert.Equal(["(secret)", "(secret)", "(secret) different"], row.QuerySelectorAll(".values td").Select(Words));
        Assert.DoesNotContain("hunter", page.Markup, StringComparison.Ordinal);
        Assert.Empty(row.QuerySelectorAll("[data-copy]"));
        Assert.EndsWith("not verified: unresolved - the export is not known", Words(page.Find("[data-path='/Name'][data-kind=unverified]")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_resource_and_one_that_no_template_knows_are_told_whole()
    {
        Publish(Of(Stack(Storefront, Deleted("Alarm"), Unmanaged("https://sqs/replay"))));

        var page = Open();
        Assert.Equal("the whole resource declared deployed deleted", Words(page.Find(".difference .values")));

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=~https%3A%2F%2Fsqs%2Freplay");
        Assert.Equal("the whole resource not in the repository never deployed exists", Words(page.Find(".difference .values")));
        Assert.Equal("https://sqs/replay", Words(page.Find(".resource-head h2 .mono")));
    }

    [Fact]
    public void What_is_pending_shows_on_the_side_of_the_repository()
    {
        Publish(Of(Stack(Storefront, Pending("Service", "/VisibilityTimeout", "60", "30"))));

        var row = Open().Find("[data-path='/VisibilityTimeout']");

        Assert.Equal("pending", row.GetAttribute("data-between"));
        Assert.Equal(["60", "30", "30"], row.QuerySelectorAll(".values td code").Select(c => c.TextContent));
        Assert.Contains("changed", row.QuerySelector(".values td")!.ClassList);
        Assert.Contains("to release: changed in the repository", Words(row), StringComparison.Ordinal);
    }

    [Fact]
    public void Allowed_differences_stand_apart_with_their_rule()
    {
        var rule = Expect with { Kind = RuleKind.Accept, Id = "accept at driftboard.yaml:40", Reason = "OPS-812" };
        Publish(Of(Stack(Storefront, Resource("Service") with { Allowed = [new AllowedDifference(Change("/Cpu", "1", "2"), rule)] })));

        var page = Open();

        var row = page.Find("[data-path='/Cpu']");
        Assert.Equal("explained", row.GetAttribute("data-kind"));
        Assert.EndsWith("1 copy 1 copy 2 copy allowed: OPS-812 (accept at driftboard.yaml:40, team-data, until 2027-06-30)", Words(row), StringComparison.Ordinal);
        Assert.Equal("Hide explained 1", Words(page.Find("[data-toggle=explained]")));
        Assert.Empty(page.FindAll(".difference"));
        Assert.Equal("1 difference is allowed by a rule; nothing else differs.", Words(page.Find(".calm-row")));
        Assert.Equal("1 allowed by a rule", Words(page.Find(".resource-head .status-word")));
        Assert.Equal("#shape-accepted", page.Find(".resource[aria-current] use").GetAttribute("href"));
        // Over the template the count is told, although nothing can be hidden there.
        Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath + "?view=template");
        Assert.Equal("1 explained", Words(page.FindAll(".comparison-bar .toggle")[0]));
    }

    [Fact]
    public void What_the_reader_looks_at_stays_when_something_worse_comes()
    {
        Publish(Of(Stack(Storefront, Resource("LogGroup"), Pending("Task", "/Memory", "2048", "1024"))));
        var page = Open();
        page.WaitForAssertion(() => Assert.EndsWith("/stacks/shop/production/storefront?resource=Task&path=%2FMemory", Navigation.Uri, StringComparison.Ordinal));

        Change(b => b.With(Stack(Storefront, Opened("LogGroup"), Both("Task", "/Cpu", "/Memory"))));

        page.WaitForAssertion(() => Assert.Equal("modified", page.Find("[data-resource=LogGroup]").GetAttribute("data-status")));
        Assert.Equal("Task", page.Find(".resource[aria-current]").GetAttribute("data-resource"));
        Assert.Contains("selected", page.Find("[data-path='/Memory']").ClassList);
    }

    [Fact]
    public void What_waits_for_a_release_is_not_called_in_sync()
    {
        Publish(Of(Stack(Storefront, Pending("Task", "/Memory", "2048", "1024"))));

        var page = Open();

        Assert.Equal("1 to release", Words(page.Find(".resource-head .status-word")));
        Assert.Equal(["#shape-pending", "#shape-pending"], new[] { ".resource-head use", ".resource[aria-current] use" }.Select(s => page.Find(s).GetAttribute("href")));
        Assert.Equal("to release 1 of 1", Words(page.Find(".steps .soft")));
    }

    [Fact]
    public void Outputs_that_a_release_changes_are_told_where_their_count_stands()
    {
        Difference Output(string path, string? desired, string? deployed) => new(
            PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, desired is null ? null : new ScalarValue(desired), deployed is null ? null : new ScalarValue(deployed), Impact.Update)
        { IsAttribute = true };
        Publish(Of(Stack(Storefront, Resource("Service")) with { PendingChanges = 2, OutputChanges = [Output("/Outputs/Old", null, "gone"), Output("/Outputs/Url/Value", "https://new", "https://old")] }));

        var page = Open();

        Assert.Equal("2 to release", Words(page.Find(".stack-title .status-pending")));
        Assert.Equal("↑2 of what is to release are outputs of the stack: Outputs/Old gone → absent Outputs/Url/Value https://old → https://new", Words(page.Find("[data-outputs]")));
    }

    [Fact]
    public void A_value_of_another_environment_is_said_first_of_all()
    {
        var foreign = Unit("storefront", "Service", "/Host", ParityPile.Unexplained, "db", "db") with { Foreign = [new ForeignValue("production", "staging", "database", "Database.Endpoint.Address")] };
        var parity = Parity() with { Items = [foreign] };
        Publish(Of(Stack(Storefront, Resource("Service"), Opened("Group"))).With(parity));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service");

        var page = Open();

        Assert.Equal("production uses staging /Host belongs to staging: database / Database.Endpoint.Address", Words(page.Find("[data-separation]")));
        Assert.Equal(Links.Parity(Pair, foreign), page.Find("[data-separation] a").GetAttribute("href"));
        Assert.Contains("uses another environment", page.Find("[data-resource=Service]").TextContent, StringComparison.Ordinal);
        var first = ProblemBook.Of(Feed.Current, "shop")[0];
        Assert.Equal(("/Host: production's value belongs to staging: database / Database.Endpoint.Address", Links.Parity(Pair, foreign)), (first.Text, Links.Problem(Feed.Current, first)));
        // What somebody declared is answered.
        Assert.DoesNotContain(ProblemBook.Of(Feed.Current.With(parity with { Items = [foreign with { Pile = ParityPile.Declared }] }), "shop"), p => p.Separation is not null);
    }

    [Fact]
    public async Task The_list_is_filtered_by_the_address()
    {
        Publish(Shop().With(Stack(Storefront, Resource("Alarm"), Drifted("Service", "/Cpu", "1", "2"), Denied("Zone"), Resource("Queues/Orders"))));
        var page = Open();
        Assert.Equal(["All 4", "Drift 1", "To release 0", "Unverified 1", "Undeclared 0"], page.FindAll(".resource-pane .segment").Select(Words));
        Assert.Equal("--depth: 1", page.Find("[data-resource='Queues/Orders']").GetAttribute("style"));
        Assert.Equal(["1/1", "1/3", "2/3", "3/3"], page.FindAll("[role=treeitem]").Select(i => $"{i.GetAttribute("aria-posinset")}/{i.GetAttribute("aria-setsize")}").Order(StringComparer.Ordinal));

        Navigation.NavigateTo("/stacks/shop/production/storefront?show=drift");
        Assert.Equal(["Service"], Listed(page));

        // The list can be entered although what is selected is not in it.
        Navigation.NavigateTo("/stacks/shop/production/storefront?show=drift&resource=Alarm");
        Assert.Equal("Service", page.Find(".resource-pane [data-item][tabindex='0']").GetAttribute("data-resource"));

        Navigation.NavigateTo("/stacks/shop/production/storefront?show=unverified");
        Assert.Equal(["Zone"], Listed(page));

        await page.Find(".resource-pane input").InputAsync("ala");
        Navigation.NavigateTo("/stacks/shop/production/storefront?q=ala");
        Assert.Equal(["Alarm"], Listed(page));
    }

    [Fact]
    public async Task What_only_the_service_reports_is_shown_on_demand()
    {
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        var page = Open();
        Assert.Empty(page.FindAll("[data-property='/GroupId']"));

        await page.Find(".undeclared .unfold").ClickAsync();

        Assert.Equal("GroupId", Words(page.Find("[data-property='/GroupId']")));
        Assert.Equal("sg-1 copy", Words(page.Find(".undeclared dd")));
    }

    [Fact]
    public void A_denied_stack_says_what_to_do_next()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/staging/dns");

        var page = Open("staging", "dns");

        Assert.Contains("Denied: route53:GetHostedZone is not allowed. Give Driftboard what is missing there, and scan again", Words(page.Find(".stack-head")), StringComparison.Ordinal);
        Assert.Contains("What runs could not be compared: denied.", Words(page.Find(".calm-row")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_arrives_without_a_reload()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var page = Open();
        page.WaitForState(() => page.RenderCount > 1);
        Assert.Equal("inSync", page.Find(".verdict").GetAttribute("data-status"));

        Change(b => b.With(Stack(Storefront, Drifted("Service", "/Cpu", "1", "2"))));

        page.WaitForAssertion(() => Assert.Equal("modified", page.Find(".verdict").GetAttribute("data-status")));
        Assert.Equal("2", page.Find("[data-path='/Cpu'] td:last-child code").TextContent);
    }

    [Fact]
    public void A_stack_that_is_not_there_says_where_else_to_look()
    {
        Publish(Shop());

        var page = Open("pr-142", "database");

        Assert.Equal("database in pr-142 is not on the board", Words(page.Find("h1")));
        Assert.Equal(
            ["/stacks/shop/development/database", "/stacks/shop/production/database", "/stacks/shop/staging/database", "/?application=shop"],
            page.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Old_data_looks_old()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Contains("STALE: as of 14:02 UTC", Words(Open().Find(".stack-head.hatched")), StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_names_and_values_is_text()
    {
        Details.Template = Details.Template! with { Text = Evil, File = Evil };
        Details.Gate.SetResult();
        Publish(Of(Stack(Storefront, Drifted(Evil, "/" + Evil, Evil, Evil) with { Type = Evil, PhysicalId = Evil, Detail = Evil, Readers = [Evil] }) with { StackName = Evil, Account = Evil }));

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains(Evil, page.Find(".template-pane").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("img"));
    }

    private static ResourceEvaluation Both(string address, string drifted, string pending) =>
        Drifted(address, drifted, "1", "2") with { Differences = [.. Drifted(address, drifted, "1", "2").Differences, .. Pending(address, pending, "2048", "1024").Differences] };

    private static Difference Change(string path, string expected, string actual, ItemKey? key = null)
    {
        var parsed = PropertyPath.Parse(path);
        if (key is not null)
            parsed = new PropertyPath([.. parsed.Segments.Select(s => s.Name is null ? s with { Key = key } : s)]);
        return new Difference(parsed, DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue(expected), new ScalarValue(actual), Impact.Update);
    }

    private IRenderedComponent<StackPage> Open(string environment = "production", string component = "storefront")
    {
        if (!Navigation.Uri.Contains("/stacks/", StringComparison.Ordinal))
            Navigation.NavigateTo($"/stacks/shop/{environment}/{component}");
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, environment).Add(s => s.Component, component));
    }

    private static IEnumerable<string?> Listed(IRenderedComponent<StackPage> page) => page.FindAll("[data-resource]").Select(r => r.GetAttribute("data-resource"));
}
