using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Networks;
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

        var redacted = new InventoryRedaction(accounts, new NetworkRedaction(accounts), redactor).Redact(inventory);

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

    [Fact]
    public void What_the_networks_beside_it_call_another_accounts_thing_it_is_called_here_too()
    {
        const string list = "pl-0abc0abc0abc0abc0";
        var redactor = new Redactor(SecretFingerprinter.CreateRandom());
        var accounts = new AccountNumbers([Own], redactor);
        var networks = new NetworkRedaction(accounts);
        var none = NetworkFacts.Unread(new AccountRegion(Own, Region), ReadOutcome.Denied, null, "EC2", DateTimeOffset.UnixEpoch);
        NetworkPart<T> Part<T>(T fact) => new(ReadOutcome.Read, [fact], null, "EC2", DateTimeOffset.UnixEpoch);
        var facts = none with
        {
            PrefixLists = Part(new PrefixListFact(list, "theirs", Other, ["10.7.0.0/16"], null)),
            RouteTables = Part(new RouteTableFact("rtb-1", "vpc-1", Own, true, [], [], [new RouteFact(list, "tgw-1", true, false)])),
        };
        networks.Learn(facts);
        var network = networks.Redact(facts);
        var inventory = Inventory(($"rtb-1|{list}", null), (list, "theirs"), ("rtb-1|10.0.0.0/8", null), ($"arn:aws:ec2:{Region}:{Other}:prefix-list/{list}", null), ($"x{list}", null));

        var redacted = new InventoryRedaction(accounts, networks, redactor).Redact(inventory);

        var called = network.RouteTables.Facts!.Value[0].Routes[0].Destination;
        Assert.Equal("pl-of-account-1", called);
        Assert.Equal([$"rtb-1|{called}", called, "rtb-1|10.0.0.0/8", $"arn:aws:ec2:{Region}:account-1:prefix-list/{called}", $"x{list}"], redacted.Resources.Select(r => r.Identifier));
    }

    [Theory]
    [InlineData("1234abcd-12ab-34cd-56ef-123456789012")]
    [InlineData("alias/1234ABCD-12AB-34CD-56EF-123456789012")]
    [InlineData("StackSet-x-1234abcd-12ab-34cd-56ef-123456789012")]
    [InlineData("sg-0a123456789012bcd")]
    [InlineData("sgr-0a123456789012bcd|sg-0123456789012abcd")]
    [InlineData("loadbalancer/app/web/5c123456789012a8")]
    [InlineData("backup-202611291200")]
    [InlineData("nightly/202611291200.tar")]
    public void What_is_no_account_stays_as_it_is(string identifier) => Assert.Equal(identifier, Redacted((identifier, identifier)).Resources.Single().Identifier);

    [Theory]
    [InlineData("logs-999999999999", "logs-account-1")]
    [InlineData("logs-999999999999-eu-west-1", "logs-account-1-eu-west-1")]
    [InlineData("data999999999999", "dataaccount-1")]
    [InlineData("feed999999999999", "feedaccount-1")]
    [InlineData("prod-db999999999999", "prod-dbaccount-1")]
    [InlineData("vpc-peer|999999999999", "vpc-peer|account-1")]
    [InlineData("arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-123456789012", "arn:aws:kms:eu-west-1:account-1:key/1234abcd-12ab-34cd-56ef-123456789012")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/202611291200/mail", "https://sqs.eu-west-1.amazonaws.com/account-1/mail")]
    [InlineData("arn:aws:sns:eu-west-1:202611291200:mail-202611291200", "arn:aws:sns:eu-west-1:account-1:mail-account-1")]
    [InlineData("202611291200.dkr.ecr.eu-west-1.amazonaws.com/web", "account-1.dkr.ecr.eu-west-1.amazonaws.com/web")]
    [InlineData("202611291200", "account-1")]
    [InlineData("logs-202613291200", "logs-account-1")]
    [InlineData("logs-111111111111", "logs-111111111111")]
    public void What_may_be_another_account_is_a_number(string identifier, string expected) => Assert.Equal(expected, Redacted((identifier, null)).Resources.Single().Identifier);

    [Fact]
    public void A_minute_is_an_account_where_one_is_known_by_that_number()
    {
        var redacted = Redacted(("backup-202611291200", null), ("https://sqs/202611291200/mail", null), ("backup-202611291201", null));

        Assert.Equal(["backup-account-1", "https://sqs/account-1/mail", "backup-202611291201"], redacted.Resources.Select(r => r.Identifier));
    }

    private static RecordedInventory Redacted(params (string Identifier, string? Name)[] resources)
    {
        var redactor = new Redactor(SecretFingerprinter.CreateRandom());
        var accounts = new AccountNumbers([Own], redactor);
        return new InventoryRedaction(accounts, new NetworkRedaction(accounts), redactor).Redact(Inventory(resources));
    }

    private static AccountInventory Inventory(params (string Identifier, string? Name)[] resources) =>
        new(Own, [.. resources.Select(r => new UnownedResource(Region, "AWS::Some::Thing", r.Identifier, r.Name, null, null))], [], [], DateTimeOffset.UnixEpoch);
}
