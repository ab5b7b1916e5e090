using System.Text.Json.Nodes;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Recordings;

namespace Dashboard.Sources.Tests.Recordings;

/// <summary>What an anonymous recording says of accounts.</summary>
public sealed class RecordingFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("arn:aws:iam::999999999999:root")]
    [InlineData("999999999999")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/999999999999/mail")]
    [InlineData("999999999999.dkr.ecr.eu-west-1.amazonaws.com/web")]
    [InlineData("  PeerOwnerId: 999999999999")]
    [InlineData("  PeerOwnerId: \"999999999999\"")]
    [InlineData("{ \"AWS\": \"999999999999\" }")]
    [InlineData("Theirs: {Type: String, Default: 999999999999}")]
    [InlineData("Default: 999999999999 # theirs")]
    [InlineData("  - 999999999999")]
    [InlineData("Allowed: [999999999999, 888888888888]")]
    [InlineData("Theirs=999999999999")]
    [InlineData("Description: what 999999999999 owns.")]
    [InlineData("LogGroupName: /shop/logs-999999999999")]
    [InlineData("Principal: {AWS: 999999999999}")]
    public void An_account_that_nobody_configured_is_another_number_everywhere_once_it_stands_where_accounts_do(string text)
    {
        var files = new RecordingFiles();
        files.Add("", "one", (IReadOnlyList<string>)[text, "logs-111111111111", "logs-202611291200"]);
        files.Add("", "two", (IReadOnlyList<string>)["logs-999999999999"]);

        files.ReplaceAccounts(["111111111111"]);
        files.Write(_folder);

        var (one, two) = (File.ReadAllText(Path.Combine(_folder, "one.json")), File.ReadAllText(Path.Combine(_folder, "two.json")));
        Assert.DoesNotContain("999999999999", one + two, StringComparison.Ordinal);
        Assert.Contains("logs-100000000001", one, StringComparison.Ordinal);
        Assert.DoesNotContain("888888888888", one, StringComparison.Ordinal);
        Assert.Contains("logs-202611291200", one, StringComparison.Ordinal);
        Assert.Contains("logs-10000000000", two, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_is_given_is_replaced_before_hexadecimal_digits_too()
    {
        var files = new RecordingFiles();
        files.Add("", "one", (IReadOnlyList<string>)["logs-111111111111a1b2c3d4"]);

        files.ReplaceAccounts(["111111111111"]);
        files.Write(_folder);

        Assert.Contains("logs-100000000001a1b2c3d4", File.ReadAllText(Path.Combine(_folder, "one.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_twelve_digits_is_a_number_still_and_an_id_stays()
    {
        var files = new RecordingFiles();
        var properties = MapValue.Of(("Size", new ScalarValue("107374182400", ScalarKind.Number)), ("Id", new ScalarValue("1234abcd-12ab-34cd-56ef-123456789012")));
        files.Add("", "one", new TypeReads("Custom::T", new ListAnswer(ReadOutcome.Read, Resources: [new UnmanagedResource("Custom::T", "x", properties, DateTimeOffset.UnixEpoch)]), []));

        files.ReplaceAccounts([]);
        files.Write(_folder);

        var read = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "one.json")))!["listed"]!["resources"]![0]!["properties"]!;
        Assert.Equal((100000000001, "1234abcd-12ab-34cd-56ef-123456789012"), ((long)read["Size"]!, (string)read["Id"]!));
    }
}
