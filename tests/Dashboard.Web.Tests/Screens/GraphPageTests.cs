using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Graphs;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The page of what needs what, over a feed of ours.</summary>
public sealed class GraphPageTests : ScreenTest
{
    private static readonly StackKey Network = Key("production", "network");

    [Fact]
    public void A_stack_shows_its_resources_with_their_verdicts_and_what_they_need_elsewhere()
    {
        var page = Open("?component=storefront");

        Assert.Equal(
            ["network:Vpc inSync outside", "storefront:Alone inSync", "storefront:Group modified", "storefront:Service inSync"],
            page.FindAll("[data-node]").Select(n => $"{n.GetAttribute("data-node")} {n.GetAttribute("data-status")}{(n.ClassList.Contains("outside") ? " outside" : "")}"));
        Assert.Equal(2, page.FindAll(".graph-edge").Count);
        Assert.Single(page.FindAll(".graph-edge.cross"));
        Assert.Equal("storefront:Service, SQS::Queue, in sync; needs 1, needed by 0", page.Find("[data-node='storefront:Service'] title").TextContent);
        Assert.Equal("4 resources, 2 dependencies", Words(page.Find(".graph-head .stack-title > .soft")));
    }

    [Fact]
    public void A_graph_that_nobody_could_read_is_a_list_and_says_so()
    {
        Publish(Of(Stack(Storefront, [.. Enumerable.Range(0, ResourceGraph.MostDrawn + 1).Select(i => Resource($"R{i:0000}"))])));
        Navigation.NavigateTo("/graph/shop/production?component=storefront");

        var page = Render<GraphPage>(p => p.Add(g => g.Application, "shop").Add(g => g.Environment, "production"));

        Assert.StartsWith("1501 resources, 0 dependencies: a drawing of more than 1500 could not be read", Words(page.Find("[data-too-large]")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("svg.graph"));
        Assert.NotEmpty(page.FindAll("tr[data-node]"));
    }

    [Fact]
    public void A_node_says_why_it_needs_what_and_leads_to_its_resource()
    {
        var page = Open("?component=storefront");

        Navigation.NavigateTo(page.Find("[data-node='storefront:Group']").GetAttribute("href")!);

        Assert.Equal("storefront:Group", page.Find(".graph-node.selected").GetAttribute("data-node"));
        Assert.Equal(["network:Vpc", "storefront:Service"], page.FindAll(".graph-node.near").Select(n => n.GetAttribute("data-node")));
        Assert.Equal("Needs 1 network:Vpc , in sync Ref at /VpcId", Words(page.Find("[aria-label=Needs]")));
        Assert.Equal("Needed by 1 Service , in sync GroupId at /Groups/0", Words(page.Find("[aria-label='Needed by']")));
        Assert.Equal("/stacks/shop/production/storefront?resource=Group", page.Find(".graph-actions a").GetAttribute("href"));
        Assert.Equal("/stacks/shop/production/storefront?resource=Group", page.Find(".graph-node.selected").GetAttribute("data-copy-menu"));
    }

    [Fact]
    public void The_neighbourhood_alone_leaves_the_rest_out_and_the_way_back_is_there()
    {
        var page = Open("?component=storefront&node=storefront%3AService&near=1");

        Assert.Equal(["network:Vpc", "storefront:Group", "storefront:Service"], page.FindAll("[data-node]").Select(n => n.GetAttribute("data-node")));
        Navigation.NavigateTo(page.Find(".graph-head .banner a").GetAttribute("href")!);
        Assert.Equal(4, page.FindAll("[data-node]").Count);
    }

    [Fact]
    public void What_differs_is_shown_alone_with_its_neighbours_and_the_graph_has_the_page_to_itself_until_a_node_is_chosen()
    {
        var page = Open("?component=storefront");
        Assert.Empty(page.FindAll(".graph-side"));

        Navigation.NavigateTo(page.Find("[aria-label='Which nodes'] a:last-child").GetAttribute("href")!);

        Assert.Equal(["network:Vpc", "storefront:Group", "storefront:Service"], page.FindAll("[data-node]").Select(n => n.GetAttribute("data-node")));
        Assert.Equal("Differing 1", Words(page.Find("[aria-label='Which nodes'] [aria-current]")));
        Navigation.NavigateTo(page.Find("[data-node='storefront:Group']").GetAttribute("href")!);
        Assert.Single(page.FindAll(".graph-side"));
        Navigation.NavigateTo(page.FindAll(".graph-actions a")[^1].GetAttribute("href")!);
        Assert.Equal("/graph/shop/production?component=storefront&node=storefront%3AGroup&near=1", new Uri(Navigation.Uri).PathAndQuery);

        Change(b => b.With(WithTemplate(Stack(Storefront, Resource("Group")))));
        Navigation.NavigateTo("/graph/shop/production?component=storefront&show=differing");
        page.WaitForAssertion(() => Assert.Contains("Nothing differs here, so that everything is shown.", page.FindAll(".banner").Select(Words)));
    }

    [Fact]
    public void A_type_that_is_too_long_for_its_node_is_told_without_its_service()
    {
        Publish(Of(WithTemplate(Stack(Storefront, Resource("Scaling", "AWS::ApplicationAutoScaling::ScalingPolicy"), Resource("Short", "AWS::SQS::Queue")))));

        var page = Render();

        Assert.Equal(["ScalingPolicy", "SQS::Queue"], page.FindAll(".graph-node .kind").Select(Words));
    }

    [Fact]
    public void An_environment_shows_its_stacks_and_what_crosses_between_them_or_every_resource()
    {
        var page = Open("");

        Assert.Equal(["network", "storefront"], page.FindAll("[data-node]").Select(n => n.GetAttribute("data-node")));
        Navigation.NavigateTo(page.Find("[data-node=storefront]").GetAttribute("href")!);
        Assert.Equal("Needs 1 network , in sync Group needs Vpc (Ref at /VpcId)", Words(page.Find("[aria-label=Needs]")));
        Assert.Equal("/graph/shop/production?component=storefront", page.Find(".graph-actions a").GetAttribute("href"));

        Navigation.NavigateTo("/graph/shop/production?level=resources");
        Assert.Equal(5, page.FindAll("[data-node]").Count);
        Assert.Empty(page.FindAll(".outside"));
    }

    [Fact]
    public void The_list_says_the_same_in_words()
    {
        var page = Open("?component=storefront&form=list");

        Assert.Equal(
            [
                "network:Vpc SQS::Queue in sync nothing Group", "storefront:Alone SQS::Queue in sync nothing nothing",
                "storefront:Group SQS::Queue drifted network:Vpc Service", "storefront:Service SQS::Queue in sync Group nothing",
            ],
            page.FindAll(".graph-list tbody tr[data-node]").Select(Words));
        Assert.Empty(page.FindAll("svg.graph"));
    }

    [Fact]
    public void A_stack_whose_template_nobody_knows_says_so()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));

        var page = Render();

        Assert.Contains("Of storefront no template is known", Words(page.Find(".banner")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "There is no graph of nowhere")]
    [InlineData("development", "There is no graph of development")]
    public void An_environment_that_is_not_there_says_where_there_is_one(string environment, string title)
    {
        Publish(Sample());

        var page = Render<GraphPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, environment));

        Assert.Equal(title, Words(page.Find("h1")));
        Assert.Contains("/graph/shop/production", page.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void A_node_that_has_gone_says_so_and_a_change_arrives_without_a_reload()
    {
        var page = Open("?component=storefront&node=storefront%3AGone");
        page.WaitForState(() => page.RenderCount > 1);
        Assert.Contains("There is no “storefront:Gone” here.", Words(page.Find(".banner")), StringComparison.Ordinal);

        Change(b => b.With(WithTemplate(Stack(Storefront, Resource("Service"), Resource("Gone")))));

        page.WaitForAssertion(() => Assert.Equal("storefront:Gone", page.Find(".graph-node.selected").GetAttribute("data-node")));
    }

    [Fact]
    public void The_inspector_tells_of_the_selected_resource()
    {
        Publish(Sample());
        Navigation.NavigateTo("/graph/shop/production?component=storefront&node=storefront%3AGroup");

        Assert.Equal("Group", Words(Render<Inspector>().Find("h2")));
    }

    [Fact]
    public void What_a_page_shows_is_in_its_address()
    {
        foreach (var text in new[] { null, "web", "a&b=c:d", "日本" })
        {
            foreach (var level in new GraphLevel?[] { null, GraphLevel.Stacks, GraphLevel.Resources })
            {
                var state = new GraphState(text, text, text, level, GraphForm.List, text, true, true);
                Assert.Equal(state, GraphState.Parse(state.Format()));
            }
        }
    }

    [Fact]
    public void Markup_in_names_is_text()
    {
        Publish(Of(WithTemplate(Stack(Storefront, Resource(Evil, Evil)))));
        Navigation.NavigateTo($"/graph/shop/production?component=storefront&node=storefront%3A{Uri.EscapeDataString(Evil)}");

        var page = Render<GraphPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production"));

        Assert.NotEmpty(page.FindAll(".graph-node.selected"));
        Assert.Empty(page.FindAll("img"));
    }

    private static DriftBoard Sample() => Of(
        WithTemplate(Stack(Network, Resource("Subnet"), Resource("Vpc"))),
        WithTemplate(
            Stack(Storefront, Resource("Alone"), Drifted("Group", "/VpcId", "a", "b"), Resource("Service")),
            ("Group", "VpcId", new ReferenceValue(new ResourceOwner(Network, new ResourceAddress("Vpc")), "Ref")),
            ("Service", "Groups", new ListValue([new ReferenceValue(new ResourceOwner(Storefront, new ResourceAddress("Group")), "GroupId")]))));

    private static StackEvaluation WithTemplate(StackEvaluation stack, params (string Resource, string Property, PropertyValue Value)[] properties) => stack with
    {
        Template = new RenderedTemplate(
            [
                .. stack.Resources.Select(r => new RenderedResource(
                    r.Address, r.Type, MapValue.Of([.. properties.Where(p => p.Resource == r.Address.Path).Select(p => (p.Property, p.Value))]), [], new SourceLocation("t.yaml", 1), [])),
            ],
            [],
            [],
            []),
    };

    private IRenderedComponent<GraphPage> Open(string query)
    {
        Publish(Sample());
        return Render(query);
    }

    private IRenderedComponent<GraphPage> Render(string query = "?component=storefront")
    {
        Navigation.NavigateTo("/graph/shop/production" + query);
        return Render<GraphPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production"));
    }
}
