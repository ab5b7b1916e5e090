using System.Collections.Immutable;
using Bunit;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation.Comparing;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The forms of the comparison on the page of a stack, and what the browser remembers of them.</summary>
public sealed class ComparisonViewTests : ScreenTest
{
    [Fact]
    public void The_form_is_in_the_address_and_remembered_for_the_next_page()
    {
        Publish(Shop());
        var page = Open("?resource=WebSecurityGroup&view=inline");

        Assert.Equal("inline", page.Find("[data-view][aria-current]").GetAttribute("data-view"));
        Assert.Equal(["− Repository, Deployed absent", "+ Live CidrIp: 0.0.0.0/0 Description: temporary FromPort: 22 copy"], page.FindAll(".inline-line").Select(Words));

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=WebSecurityGroup");
        Assert.Equal("inline", page.Find("[data-view][aria-current]").GetAttribute("data-view"));
        Assert.Equal("view=inline", Services.GetRequiredService<ComparisonMemory>().Remembered.Format());
        Assert.Contains(JSInterop.Invocations, i => i.Identifier == "import");
    }

    [Fact]
    public void The_words_that_differ_are_marked_in_what_was_deployed_and_in_what_runs()
    {
        Publish(Of(Stack(Storefront, Drifted("Service", "/Class", "db.r6g.xlarge", "db.r6g.2xlarge"))));

        var cells = Open("").FindAll("[data-path='/Class'] .values td");

        Assert.Equal(["", "xlarge", "2xlarge"], cells.Select(c => string.Concat(c.QuerySelectorAll("mark").Select(m => m.TextContent))));
        Assert.Equal("db.r6g.2xlarge", cells[2].QuerySelector("code")!.TextContent);
    }

    [Fact]
    public async Task A_long_document_shows_the_lines_around_its_changes_and_copies_whole()
    {
        var text = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"line {i}"));
        Publish(Of(Stack(Storefront, Drifted("Service", "/UserData", text, text.Replace("line 20", "line twenty", StringComparison.Ordinal)))));
        var page = Open("");
        var live = page.Find("[data-path='/UserData'] .values td:last-child");

        Assert.Equal("⋯\nline 18\nline 19\nline twenty\nline 21\nline 22\n⋯", live.QuerySelector("code")!.TextContent);
        Assert.Equal(text.Replace("line 20", "line twenty", StringComparison.Ordinal), live.QuerySelector("[data-copy-source]")!.TextContent);

        await live.QuerySelector(".unfold")!.ClickAsync();
        Assert.StartsWith("line 1\nline 2\n", page.Find("[data-path='/UserData'] .values td:last-child code").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_to_the_next_difference_leads_through_the_whole_stack_and_keeps_the_form()
    {
        Publish(Of(Stack(Storefront, Drifted("A", "/X", "1", "2"), Resource("B"), Pending("C", "/Y", "3", "4"))));
        var page = Open("?resource=A&path=%2FX&view=inline");

        Assert.Equal("drift 1 of 1, 1 to release", Words(page.Find(".steps .soft")));
        Assert.Equal("/stacks/shop/production/storefront?resource=C&path=%2FY&view=inline", page.Find("[aria-keyshortcuts=n]").GetAttribute("href"));

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=B");
        Assert.Equal("1 drift, 1 to release", Words(page.Find(".steps .soft")));
        Assert.Equal("/stacks/shop/production/storefront?resource=A&path=%2FX&view=inline", page.Find("[aria-keyshortcuts=p]").GetAttribute("href"));
    }

    [Fact]
    public void The_template_takes_the_place_of_the_properties_with_who_wrote_each_line()
    {
        Details.Gate.SetResult();
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        var page = Open("?view=template");

        page.WaitForAssertion(() => Assert.Equal(["3a6719e Ravi Menon", "3a6719e Ravi Menon", "ce7b47e Lea Brandt", "ce7b47e Lea Brandt"], page.FindAll(".blame").Select(Words).Where(w => w.Length > 0)));
        Assert.Equal(
            ["live /SecurityGroupIngress/1 open", "CidrIp: 0.0.0.0/0", "Description: temporary", "FromPort: 22"],
            page.FindAll(".value-line").Select(Words));
        Assert.Single(page.FindAll(".template-pane"));
        Assert.Empty(page.FindAll(".properties"));
    }

    [Fact]
    public void A_line_leads_to_the_file_as_its_commit_left_it_and_back()
    {
        Details.Gate.SetResult();
        Details.Past["3a6719e0000000000000"] = Details.Template! with { CommitId = "3a6719e0000000000000", Text = "Resources:\n  Older: {}\n" };
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        var page = Open("?view=template");
        page.WaitForState(() => page.FindAll(".blame a").Count > 0);

        Navigation.NavigateTo(page.Find(".blame a").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Contains("Older: {}", page.Find(".source").TextContent, StringComparison.Ordinal));
        Assert.Contains("The file as 3a6719e left it: “Open the shop”, Ravi Menon.", Words(page.Find(".template-pane .banner")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".value-line"));

        Navigation.NavigateTo(page.Find(".template-pane .button").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".value-line")));
    }

    [Fact]
    public void The_file_that_holds_the_value_is_shown_at_its_line_with_who_wrote_it()
    {
        Details.Gate.SetResult();
        Details.Files["parameters/storefront.json"] = new("parameters/storefront.json", Commit, "{\n  \"A\": 1,\n  \"B\": 2,\n  \"C\": 3,\n  \"D\": 4,\n  \"E\": 5,\n  \"Ingress\": 6\n}", ImmutableDictionary<ResourceAddress, (int, int)>.Empty);
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));

        var page = Open("?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1&view=template&file=parameters%2Fstorefront.json");

        page.WaitForAssertion(() => Assert.StartsWith("7 \"Ingress\": 6", Words(page.Find(".source .line.selected")), StringComparison.Ordinal));
        Assert.Equal("Parameters", Words(page.Find(".template-pane h2")));
        Navigation.NavigateTo(page.Find(".template-pane .pane-head .button").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Contains("WebSecurityGroup:", page.Find(".source").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_commit_is_shown_at_the_line_that_it_wrote()
    {
        Details.Gate.SetResult();
        Details.Past["ce7b47e0000000000000"] = Details.Template! with { CommitId = "ce7b47e0000000000000" };
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));

        var page = Open("?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1&view=template&file=templates%2Fstorefront.yaml&at=ce7b47e0000000000000");

        page.WaitForAssertion(() => Assert.StartsWith("4 ce7b47e Lea Brandt SecurityGroupIngress: []", Words(page.Find(".source .line.selected")), StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll(".source .of-commit").Count);
        Assert.Contains("“Close it”, Lea Brandt. The lines that it wrote are marked.", Words(page.Find(".template-pane .banner")), StringComparison.Ordinal);
        Assert.Equal("Close it", page.FindAll(".blame a")[^1].GetAttribute("title"));
    }

    [Fact]
    public void A_commit_without_the_file_says_so()
    {
        Details.Gate.SetResult();
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));

        var page = Open("?view=template&at=0000000");

        page.WaitForAssertion(() => Assert.Equal("The repository has no such file at 0000000: it may have had another name then, or there is no such commit.", Words(page.Find(".template-pane .pane-empty"))));
    }

    [Fact]
    public void Why_the_verdict_is_so_names_rule_source_reader_and_coverage()
    {
        Details.Gate.SetResult();
        Publish(Of(Stack(Storefront, Drifted("Service", "/VisibilityTimeout", "30", "31") with { Live = MapValue.Of(("Name", new ScalarValue("Service")), ("VisibilityTimeout", new ScalarValue("31"))), IsCompared = true })));
        var page = Open("");

        page.WaitForAssertion(() => Assert.Contains("source parameters/storefront.json:7 , Lea Brandt", Words(page.Find(".part-why")), StringComparison.Ordinal));
        var why = Words(page.Find(".part-why"));
        Assert.Contains("property /VisibilityTimeout compared exactly, value by value", why, StringComparison.Ordinal);
        Assert.Contains("coverage 2 of 2 declared values compared; 1 of 1 resources of the stack read by CloudControl", why, StringComparison.Ordinal);
    }

    private IRenderedComponent<StackPage> Open(string query)
    {
        Navigation.NavigateTo("/stacks/shop/production/storefront" + query);
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
    }
}
