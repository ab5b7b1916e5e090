using System.Text.Json;
using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Several differences as one text to paste elsewhere.</summary>
public sealed class CopyManyTests : ScreenTest
{
    /// <summary>Git and the cloud answer, and know nothing.</summary>
    public CopyManyTests()
    {
        Details.Failure = new InvalidOperationException("no repository");
        Details.Gate.SetResult();
        Trails.Gate.SetResult();
    }

    private const string Host = "http://localhost";

    private static string[] Addresses =>
    [
        Links.Parity(Pair, Parity().Items[1]),
        Links.Parity(Pair, Parity().Items[3]),
        "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass",
    ];

    [Fact]
    public void Units_of_parity_tell_both_sides_and_what_accounts_for_them()
    {
        Assert.Equal(
            """
            staging ⇄ production / database / Database (AWS::SQS::Queue): declared
            /DBInstanceClass
              staging: db.r6g.large
              production: db.r6g.xlarge
              declared: Production carries the real load (expect at driftboard.yaml:31, team-data, until 2027-06-30)
            LINK
            """.Replace("LINK", Host + Addresses[0], StringComparison.Ordinal),
            Of(CopyForm.Text, Addresses[0]));
        Assert.Contains("| `/SecurityGroupIngress/1` | `absent` | `0.0.0.0/0` |  |", Of(CopyForm.Markdown, Addresses[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_stand_beneath_each_other_and_are_one_document_as_json()
    {
        Assert.Equal(3, Of(CopyForm.Text, Addresses)!.Split("\n\n").Length);
        using var document = JsonDocument.Parse(Of(CopyForm.Json, Addresses)!);
        Assert.Equal(["items", "resources"], document.RootElement.EnumerateArray().Select(e => e.TryGetProperty("items", out _) ? "items" : "resources"));
        var parity = document.RootElement[0];
        Assert.Equal(Addresses[..2].Select(a => Host + a), parity.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("link").GetString()));
        Assert.Equal((1, 1), (parity.GetProperty("counts").GetProperty("declared").GetInt32(), parity.GetProperty("counts").GetProperty("unexplained").GetInt32()));
        // Of one pair or one stack it is one document.
        using var one = JsonDocument.Parse(Of(CopyForm.Json, Addresses[..2])!);
        Assert.Equal(2, one.RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void What_has_gone_is_left_out_and_nothing_at_all_is_told()
    {
        Assert.Equal(Of(CopyForm.Text, Addresses[2]), Of(CopyForm.Text, Addresses[2], "/stacks/shop/production/gone?resource=X"));
        Assert.Null(Of(CopyForm.Text, "/stacks/shop/production/gone?resource=X"));
    }

    [Fact]
    public async Task The_menu_is_asked_for_several_addresses_at_once()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>();

        // In pieces, as the browser sends them.
        menu.Instance.Collect(1, Addresses[0] + "\n");
        menu.Instance.Collect(1, string.Join('\n', Addresses[1..]));
        Assert.Equal(3, (await CopiedAsync(menu.Instance, "text"))!.Split("\n\n").Length);
        menu.Instance.Told(isCopied: true, isSecure: true);
        Assert.Equal("3 copied", Shell.Notice);
        menu.Instance.Told(isCopied: false, isSecure: true);
        Assert.StartsWith("The browser refused", Shell.Notice, StringComparison.Ordinal);
        menu.Instance.Told(isCopied: false, isSecure: false);
        Assert.EndsWith("it does on https or localhost", Shell.Notice, StringComparison.Ordinal);
        Assert.NotNull(menu.Find("#selection-bar[hidden] [data-count]"));
        // Always there: what appears and is filled in the same instant is not read out.
        Assert.NotNull(menu.Find("#selection-said[role=status]:not([hidden])"));
    }

    [Fact]
    public async Task All_that_a_list_holds_is_copied_without_what_was_taken_out_of_it()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>();
        Services.GetRequiredService<SelectableLists>().Hold(this, "units", () => Addresses.Select(a => new[] { a }));

        Assert.Equal(3, (await CopiedAsync(menu.Instance, "text", list: "units"))!.Split("\n\n").Length);
        menu.Instance.Collect(1, Addresses[1]);
        Assert.Equal(Of(CopyForm.Text, Addresses[0], Addresses[2]), await CopiedAsync(menu.Instance, "text", list: "units"));
        Assert.Null(await menu.Instance.TextOf(2, "text", "another list"));
        Assert.Equal("What was to be copied is no longer there", Shell.Notice);
    }

    [Fact]
    public async Task Of_more_than_anybody_pastes_the_reader_is_told_how_many_were_copied()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>();
        Services.GetRequiredService<SelectableLists>().Hold(this, "many", () => Enumerable.Range(0, 12_000).Select(i => new[] { Addresses[2] + "&q=" + i }));

        Assert.Equal(10_000, (await CopiedAsync(menu.Instance, "text", list: "many"))!.Split("\n\n").Length);
        menu.Instance.Told(isCopied: true, isSecure: true);
        Assert.StartsWith("The first 10,000 of 12,000 copied", Shell.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_copy_that_was_broken_off_has_sent_is_not_in_the_next_one()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>().Instance;
        menu.Collect(1, Addresses[0]);
        menu.Collect(2, Addresses[1]);
        using var text = await menu.TextOf(2, "text", null);
        Assert.Equal(Of(CopyForm.Text, Addresses[1]), await new StreamReader(text!.Stream).ReadToEndAsync(TestContext.Current.CancellationToken));

        menu.Collect(3, Addresses[0]);
        Services.GetRequiredService<SelectableLists>().Hold(this, "units", () => Addresses.Select(a => new[] { a }));
        using var all = await menu.TextOf(4, "text", "units");
        Assert.Equal(Of(CopyForm.Text, Addresses), await new StreamReader(all!.Stream).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_reader_is_told_how_many_of_the_selected_are_in_the_text()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>().Instance;
        await CopiedAsync(menu, "command", $"{Addresses[2]}\n/stacks/shop/production/dns?resource=Record\n/stacks/shop/production/dns?resource=Record&path=%2FName");
        menu.Told(isCopied: true, isSecure: true);
        Assert.Equal("1 of 3 copied; 2 have no command", Shell.Notice);

        await CopiedAsync(menu, "text", $"{Addresses[2]}\n/stacks/shop/production/gone?resource=X");
        menu.Told(isCopied: true, isSecure: true);
        Assert.Equal("1 of 2 copied; 1 is no longer there", Shell.Notice);
    }

    /// <summary>Two changes of one place are two lines of a list, and one place.</summary>
    [Fact]
    public void Rows_of_one_place_are_copied_together_once_and_by_its_own_link()
    {
        var copied = CopyMany.Of(CopyForm.Text, Shop(), [new Uri($"{Host}{Addresses[2]}#1"), new Uri($"{Host}{Addresses[2]}#2")], Start, static _ => null);

        Assert.Equal((2, 2, Of(CopyForm.Text, Addresses[2])), (copied.Copied, copied.Seen, copied.Text));
    }

    [Fact]
    public void A_text_ends_where_it_is_as_long_as_it_may_be()
    {
        var one = Of(CopyForm.Json, Addresses[2] + "&n=0")!;
        var copied = CopyMany.Of(CopyForm.Json, Shop(), [.. Enumerable.Range(0, 9).Select(i => new Uri($"{Host}{Addresses[2]}&n={i}"))], Start, static _ => null, longest: (3 * one.Length) - 1);
        Assert.Equal((3, 3), (copied.Copied, copied.Seen));
        using var document = JsonDocument.Parse(copied.Text!);
        Assert.Equal(3, Assert.Single(document.RootElement.GetProperty("resources").EnumerateArray()).GetProperty("differences").GetArrayLength());
        Assert.Equal(CopyTexts.Write(document.RootElement), copied.Text);
    }

    [Fact]
    public void A_cell_of_the_matrix_is_a_stack_as_a_whole_or_the_parity_of_a_component()
    {
        const string stack = "/stacks/shop/production/database";
        Assert.StartsWith("production / database (", Of(CopyForm.Text, stack), StringComparison.Ordinal);
        Assert.EndsWith(Host + stack, Of(CopyForm.Text, stack), StringComparison.Ordinal);
        Assert.StartsWith("`database` in `production` (", Of(CopyForm.Markdown, stack), StringComparison.Ordinal);
        using (var document = JsonDocument.Parse(Of(CopyForm.Json, stack)!))
            Assert.Equal("database", document.RootElement.GetProperty("component").GetString());
        Assert.Contains("cloudformation describe-stacks --stack-name", Of(CopyForm.Command, stack), StringComparison.Ordinal);

        var parity = Links.Parity(Pair, new ParityState(Component: "database"));
        Assert.StartsWith("staging ⇄ production / database: ", Of(CopyForm.Text, parity), StringComparison.Ordinal);
        Assert.Equal(
            "aws --region eu-west-1 cloudformation describe-stacks --stack-name staging-database\naws --region eu-west-1 cloudformation describe-stacks --stack-name production-database", Of(CopyForm.Command, parity));
    }

    [Theory]
    [InlineData(2, "production / database (production-database): in sync, 1 perhaps to release, 1 of 1 checked, ")]
    [InlineData(6, "production / database (production-database): STALE, as of 2026-03-02 14:02 UTC: in sync, 1 perhaps to release, 1 of 1 checked, ")]
    public void A_cell_that_looks_stale_is_copied_as_stale_with_all_that_it_says(int minutes, string text)
    {
        var stack = Stack(Key("production", "database"), Resource("Database"));
        stack = stack with { Resources = [stack.Resources[0] with { Unverified = [new UnverifiedProperty(PropertyPath.Parse("/Engine"), StatusReason.Unresolved, "a lookup") { Between = DifferenceBetween.DesiredDeployed }] }] };

        var copied = CopyMany.Of(CopyForm.Text, SampleBoards.Of(stack), [new Uri(Host + "/stacks/shop/production/database")], Start.AddMinutes(minutes), static _ => null).Text;

        Assert.StartsWith(text, copied, StringComparison.Ordinal);
    }

    private static string? Of(CopyForm form, params string[] addresses) =>
        CopyMany.Of(form, Shop().With(Parity()), [.. addresses.Select(a => new Uri(Host + a))], Start, static _ => null).Text;
}
