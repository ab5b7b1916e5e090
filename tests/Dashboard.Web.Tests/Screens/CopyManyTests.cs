using System.Text.Json;
using Bunit;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Several differences as one text to paste elsewhere.</summary>
public sealed class CopyManyTests : ScreenTest
{
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
        Assert.Equal(["items", "items", "resources"], document.RootElement.EnumerateArray().Select(e => e.TryGetProperty("items", out _) ? "items" : "resources"));
        Assert.Equal(1, document.RootElement[0].GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void What_has_gone_is_left_out_and_nothing_at_all_is_told()
    {
        Assert.Equal(Of(CopyForm.Text, Addresses[2]), Of(CopyForm.Text, Addresses[2], "/stacks/shop/production/gone?resource=X"));
        Assert.Null(Of(CopyForm.Text, "/stacks/shop/production/gone?resource=X"));
    }

    [Fact]
    public void The_menu_is_asked_for_several_addresses_at_once()
    {
        Publish(Shop().With(Parity()));
        var menu = Render<CopyMenu>();

        Assert.Equal(3, menu.Instance.TextOf("text", string.Join('\n', Addresses))!.Split("\n\n").Length);
        menu.Instance.Told(true);
        Assert.Equal("3 copied", Shell.Notice);
        Assert.NotNull(menu.Find("#selection-bar[hidden] [role=status]"));
    }

    private static string? Of(CopyForm form, params string[] addresses) =>
        CopyMany.Of(form, Shop().With(Parity()), [.. addresses.Select(a => new Uri(Host + a))], static _ => null);
}
