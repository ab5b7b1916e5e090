using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Networks;

namespace Dashboard.Core.Tests.Documents;

/// <summary>What a document says of networks is read as carefully as what a service says.</summary>
public sealed class NetworkDocumentTests
{
    [Theory]
    [InlineData(ReadOutcome.Read, ReadOutcome.Failed)]
    [InlineData(ReadOutcome.NoAccess, ReadOutcome.NoAccess)]
    [InlineData(ReadOutcome.Missing, ReadOutcome.Missing)]
    public void A_part_that_says_read_and_holds_no_facts_was_not_read(ReadOutcome written, ReadOutcome read)
    {
        var facts = NetworkFacts.Unread(new AccountRegion("111111111111", "eu-west-1"), written, null, "EC2 DescribeVpcs", DateTimeOffset.UnixEpoch);

        var again = NetworkWriter.Read(NetworkWriter.Network(facts));

        Assert.False(again.IsWhole);
        Assert.All(again.Parts, p => Assert.Equal(read, p.Part.Outcome));
    }
}
