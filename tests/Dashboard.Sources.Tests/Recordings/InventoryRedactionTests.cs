using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Recordings;

namespace Dashboard.Sources.Tests.Recordings;

public sealed class InventoryRedactionTests
{
    private const string Own = "111111111111";
    private const string Other = "999999999999";
    private const string Region = "eu-west-1";
    private const string Token = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void Nothing_of_it_is_secret_or_tells_of_another_account()
    {
        var (here, there) = (new AccountRegion(Own, Region), new AccountRegion(Other, Region));
        var inventory = new AccountInventory(
            Own,
            [
                new(Region, "AWS::SQS::Queue", $"https://sqs/{Own}/for-{Other}", $"for {Other}", null, new StackKey("shop", "production", "worker", Region)),
                new(Region, "AWS::SQS::Queue", "https://sqs/plain", Token, "the account's own", null),
                new(Region, "AWS::EC2::Subnet", "subnet-777", "theirs", $"account {Other} owns it and shares it", null),
            ],
            [new(Region, "AWS::SQS::Queue", ReadOutcome.Read, 3, null), new(Region, "AWS::SNS::Topic", ReadOutcome.Denied, 0, $"AccessDenied: arn:aws:sts::{Other}:assumed-role/x may not")],
            [$"{Region}: what {Other}-shared owns could not be listed."],
            DateTimeOffset.UnixEpoch)
        {
            StackSets = [new StackSetFact("guardrails", here, [new StackSetInstance(there, "StackSet-777"), new StackSetInstance(here, "StackSet-own")])],
        };
        var redactor = new Redactor(SecretFingerprinter.CreateRandom());
        var accounts = new AccountNumbers([Own], redactor);
        var number = accounts.Of(Other);

        var redacted = new InventoryRedaction(accounts, redactor).Redact(inventory);

        var text = JsonSerializer.Serialize(redacted, RecordingSerializer.Default.RecordedInventory);
        Assert.All([Other, Token, "777"], hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
        // Networks that were recorded beside it call the account by the same number.
        Assert.Equal([($"https://sqs/{Own}/for-{number}", $"for {number}"), ("https://sqs/plain", RecordedSecret.Text(1))], redacted.Resources.Select(r => (r.Identifier, r.Name)));
        Assert.Equal("AccessDenied: arn:aws:sts::account-1:assumed-role/x may not", redacted.Listings[1].Detail);
        Assert.Equal([$"{Region}: what account-1-shared owns could not be listed."], redacted.Problems);
        Assert.Equal(["StackSet-own"], redacted.StackSets.Single().Instances.Select(i => i.StackName));
        // What is written is what is read again.
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, RecordingSerializer.Default.RecordedInventory), RecordingSerializer.Default.RecordedInventory));
    }
}
