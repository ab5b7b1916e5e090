using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The page of what nothing claims.</summary>
public sealed class UnclaimedPageTests : ScreenTest
{
    private const string Account = "222222222222";

    private static readonly AccountRegion Here = new(Account, "eu-west-1");

    [Fact]
    public void Stacks_are_there_at_once_and_resources_come_after_them_with_their_coverage()
    {
        Inventories.Accounts = [Inventory()];
        PublishStacks();
        var page = Render<UnclaimedPage>();
        Assert.Equal(["legacy", "tools"], page.FindAll("[data-list='stacks'] tbody th").Select(Words));
        Assert.Contains("looking through the accounts", Words(page.Find("[role='status']")), StringComparison.Ordinal);

        Inventories.Gate.SetResult();

        page.WaitForAssertion(() => Assert.Equal(["logs", "jobs https://sqs/jobs"], page.FindAll("[data-list='resources'] tbody th").Select(Words)));
        Assert.Equal("222222222222 Listed 2 of 4 types; 1 denied; 1 throttled. Looked through now .", Words(page.Find($"[data-coverage='{Account}']")));
        Assert.Equal(["AWS::KMS::Key eu-west-1: denied - kms:ListKeys is missing", "AWS::SNS::Topic eu-west-1: throttled"], page.FindAll("details li").Select(Words));
        Assert.Equal("What web owns could not be listed.", Words(page.Find(".banner.calm")));
        Assert.Contains("Show 1 that the account or a service brings along", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_of_a_stack_set_belongs_to_that()
    {
        Inventories.Accounts = [Inventory() with { StackSets = [new StackSetFact("guardrails", Here, [new StackSetInstance(Here, "tools")])] }];
        Inventories.Gate.SetResult();
        PublishStacks();

        var page = Render<UnclaimedPage>();

        page.WaitForAssertion(() => Assert.Equal(["–", "stack set guardrails"], page.FindAll("[data-list='stacks'] tbody td:last-child").Select(Words)));
    }

    [Fact]
    public void What_the_account_brings_along_is_shown_with_its_reason_where_that_is_asked_for()
    {
        Inventories.Accounts = [Inventory()];
        Inventories.Gate.SetResult();
        PublishStacks();
        Navigation.NavigateTo("/unclaimed?defaults=1&q=vpc");

        var page = Render<UnclaimedPage>();

        page.WaitForAssertion(() => Assert.Equal("vpc-1 EC2::VPC 222222222222 eu-west-1 the account's default VPC", Words(page.Find("[data-list='resources'] tbody tr"))));
        Assert.Equal("No stack matches the search. Clear the search", Words(page.Find("[aria-label='Stacks that no component claims'] p")));
    }

    [Fact]
    public async Task A_failure_is_said_and_can_be_tried_again()
    {
        Inventories.Failure = new InvalidOperationException("CANARY");
        Inventories.Gate.SetResult();
        var page = Render<UnclaimedPage>();
        page.WaitForAssertion(() => Assert.Contains("an unexpected InvalidOperationException.", Words(page.Find(".banner")), StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", page.Markup, StringComparison.Ordinal);

        Inventories.Failure = null;
        await page.Find(".banner button").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("No account has been read yet.", page.Markup, StringComparison.Ordinal));
        Assert.Equal([false, true], Inventories.Asked);
    }

    [Fact]
    public void Where_no_stack_could_be_read_it_is_not_said_that_every_one_belongs_to_a_component()
    {
        Publish(Of(Stack(Storefront, Resource("Service")) with { Status = Status.Unknown }));

        var page = Render<UnclaimedPage>();

        Assert.Equal("Every stack that could be listed belongs to a component.", Words(page.Find("[aria-label='Stacks that no component claims'] p.soft")));
        Assert.StartsWith("No stack could be read in production eu-west-1:", Words(page.Find("[data-unread]")), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_comes_before_the_first_scan_has_ended_sees_the_accounts_once_it_has()
    {
        Inventories.Gate.SetResult();
        var page = Render<UnclaimedPage>();
        page.WaitForAssertion(() => Assert.Contains("No account has been read yet.", page.Markup, StringComparison.Ordinal));
        Inventories.Accounts = [Inventory()];

        Change(_ => Of(Stack(Storefront, Resource("Service"))));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-list='resources'] tbody tr")));
        Assert.Equal([false, true], Inventories.Asked);
    }

    [Fact]
    public void What_was_not_recorded_is_said_and_never_counted_as_none()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))) with { RecordedAt = Start });
        Inventories.Accounts = [new AccountInventory(Account, [], [], [], Start) { NotKnown = "not recorded: record with --unmanaged" }];
        Inventories.Gate.SetResult();

        var page = Render<UnclaimedPage>();

        page.WaitForAssertion(() => Assert.Equal($"{Account} not recorded: record with --unmanaged", page.Find("[data-coverage]").TextContent));
        var part = page.Find("section[aria-label='Resources that no stack owns']");
        Assert.Empty(part.QuerySelectorAll(".count"));
        Assert.DoesNotContain("a stack owns every resource", part.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Looked through", part.TextContent, StringComparison.Ordinal);
        // What was recorded stays as it is.
        Assert.Empty(part.QuerySelectorAll("button"));
    }

    [Theory]
    [InlineData("", "eu-west-1 AWS::S3::Bucket a, eu-west-1 AWS::SQS::Queue b, us-east-1 AWS::EC2::VPC c")]
    [InlineData("?sort=type", "us-east-1 AWS::EC2::VPC c, eu-west-1 AWS::S3::Bucket a, eu-west-1 AWS::SQS::Queue b")]
    [InlineData("?sort=name", "eu-west-1 AWS::SQS::Queue b, us-east-1 AWS::EC2::VPC c, eu-west-1 AWS::S3::Bucket a")]
    [InlineData("?sort=-name", "eu-west-1 AWS::S3::Bucket a, us-east-1 AWS::EC2::VPC c, eu-west-1 AWS::SQS::Queue b")]
    [InlineData("?sort=sideways", "eu-west-1 AWS::S3::Bucket a, eu-west-1 AWS::SQS::Queue b, us-east-1 AWS::EC2::VPC c")]
    [InlineData("?q=US-EAST", "us-east-1 AWS::EC2::VPC c")]
    public void The_address_says_what_is_listed_and_in_which_order(string query, string expected)
    {
        var account = new AccountInventory(
            Account,
            [new("eu-west-1", "AWS::S3::Bucket", "a", "zebra", null, null), new("eu-west-1", "AWS::SQS::Queue", "b", null, null, null), new("us-east-1", "AWS::EC2::VPC", "c", null, null, null)],
            [], [], Start);
        var state = UnclaimedState.Parse(query);

        Assert.Equal(expected, string.Join(", ", state.Of([account], _ => null).Select(f => $"{f.Resource.Region} {f.Resource.Type} {f.Resource.Identifier}")));
        Assert.Equal(state, UnclaimedState.Parse(state.Format()));
    }

    [Fact]
    public void A_link_to_one_of_them_marks_it_and_lists_it_whatever_else_is_listed()
    {
        Inventories.Accounts = [Inventory() with { Resources = [.. Enumerable.Range(0, 600).Select(i => new UnownedResource("eu-west-1", "AWS::S3::Bucket", $"b{i:000}", null, null, null)), .. Inventory().Resources] }];
        Inventories.Gate.SetResult();
        PublishStacks();
        Navigation.NavigateTo(Links.Unclaimed(new UnclaimedState(Item: UnclaimedState.NameOf(Account, Inventory().Resources[0]))));

        var page = Render<UnclaimedPage>();

        // One that the account brings along, and the last of more than are listed.
        page.WaitForAssertion(() => Assert.StartsWith("vpc-1 EC2::VPC", Words(page.Find("[data-list='resources'] tr[aria-current]")), StringComparison.Ordinal));
        Assert.Equal(500, page.FindAll("[data-list='resources'] tbody tr").Count);
        Navigation.NavigateTo(page.Find("[data-list='stacks'] a").GetAttribute("href")!);
        Assert.StartsWith("legacy", Words(page.Find("tr[aria-current]")), StringComparison.Ordinal);
        Assert.Equal(["2", "500"], page.FindAll("[data-selectable]").Select(l => l.GetAttribute("data-count")));
    }

    [Theory]
    [InlineData(CopyForm.Text, "stack", "222222222222 / eu-west-1 / legacy (stack): CREATE_COMPLETE, last updated 2026-02-27 14:02 UTC; no component claims it\nLINK")]
    [InlineData(CopyForm.Markdown, "stack", "`legacy` (`stack`) in `222222222222` `eu-west-1`: **CREATE_COMPLETE, last updated 2026-02-27 14:02 UTC; no component claims it**\n\n<LINK>")]
    [InlineData(CopyForm.Command, "stack", "aws --region eu-west-1 cloudformation describe-stacks --stack-name legacy")]
    [InlineData(CopyForm.Link, "stack", "LINK")]
    [InlineData(CopyForm.Text, "resource", "222222222222 / eu-west-1 / https://sqs/jobs (AWS::SQS::Queue): jobs, belongs to storefront in production\nLINK")]
    [InlineData(CopyForm.Command, "resource", "aws --region eu-west-1 cloudcontrol get-resource --cli-input-json '{  \"TypeName\": \"AWS::SQS::Queue\",  \"Identifier\": \"https://sqs/jobs\"}' --query ResourceDescription.Properties --output text")]
    [InlineData(CopyForm.Link, "resource", "LINK")]
    [InlineData(CopyForm.Text, "gone", null)]
    public void What_nothing_claims_is_copied_like_anything_else(CopyForm form, string which, string? text)
    {
        Inventories.Accounts = [Inventory()];
        Inventories.Gate.SetResult();
        PublishStacks();
        var name = which switch { "stack" => UnclaimedState.NameOf(Feed.Current.Unclaimed[0]), "resource" => UnclaimedState.NameOf(Account, Inventory().Resources[1]), _ => "gone" };
        var link = new Uri("http://localhost" + Links.Unclaimed(new UnclaimedState(Item: name)));

        var copied = CopyMany.Of(form, Feed.Current, [link], Start, static _ => null, facts: CopyFacts.None.With(Inventories.Accounts)).Text;

        Assert.Equal(text?.Replace("LINK", link.AbsoluteUri, StringComparison.Ordinal), copied);
    }

    [Fact]
    public void As_json_they_are_what_the_api_says_of_them()
    {
        Inventories.Accounts = [Inventory()];
        Inventories.Gate.SetResult();
        PublishStacks();
        Uri[] links = [.. new[] { UnclaimedState.NameOf(Feed.Current.Unclaimed[0]), UnclaimedState.NameOf(Account, Inventory().Resources[2]) }.Select(n => new Uri("http://localhost" + Links.Unclaimed(new UnclaimedState(Item: n))))];

        using var json = System.Text.Json.JsonDocument.Parse(CopyMany.Of(CopyForm.Json, Feed.Current, links, Start, static _ => null, facts: CopyFacts.None.With(Inventories.Accounts)).Text!);

        Assert.Equal(["legacy", "logs"], json.RootElement.EnumerateArray().Select(e => (e.TryGetProperty("resource", out var resource) ? resource.GetProperty("identifier") : e.GetProperty("stackName")).GetString()));
        Assert.Equal(links.Select(l => l.AbsoluteUri), json.RootElement.EnumerateArray().Select(e => e.GetProperty("link").GetString()));
    }

    private static AccountInventory Inventory() => new(
        Account,
        [
            new("eu-west-1", "AWS::EC2::VPC", "vpc-1", null, "the account's default VPC", null),
            new("eu-west-1", "AWS::SQS::Queue", "https://sqs/jobs", "jobs", null, Storefront),
            new("eu-west-1", "AWS::S3::Bucket", "logs", null, null, null),
        ],
        [
            new("eu-west-1", "AWS::EC2::VPC", ReadOutcome.Read, 2, null), new("eu-west-1", "AWS::KMS::Key", ReadOutcome.Denied, 0, "kms:ListKeys is missing"),
            new("eu-west-1", "AWS::SNS::Topic", ReadOutcome.Throttled, 0, null), new("eu-west-1", "AWS::SQS::Queue", ReadOutcome.Read, 3, null),
        ],
        ["What web owns could not be listed."],
        Start);

    private void PublishStacks() => Publish(Of(Stack(Storefront, Resource("Service"))) with
    {
        Unclaimed = [new ListedStack(Here, "legacy", "CREATE_COMPLETE", Start.AddDays(-3), false), new ListedStack(Here, "tools", "UPDATE_COMPLETE", Start, false)],
    });
}
