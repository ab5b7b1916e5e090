using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Resources that can only be found in the list of their type.</summary>
public sealed class StackListsTests
{
    private const int Addresses = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_stack_is_read_a_type_is_listed_once_and_the_next_stack_lists_it_anew()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", $"<Stacks>{Member("one")}{Member("two")}</Stacks>");
        aws.OnQuery("GetTemplate", $"<TemplateBody>Resources: {{{string.Join(", ", Enumerable.Range(0, Addresses).Select(i => $"A{i}: {{Type: 'AWS::EC2::EIP'}}"))}}}</TemplateBody>");
        aws.OnQuery("ListStackResources", $"<StackResourceSummaries>{string.Concat(Enumerable.Range(0, Addresses).Select(i =>
            $"<member><LogicalResourceId>A{i}</LogicalResourceId><PhysicalResourceId>203.0.113.{i}</PhysicalResourceId><ResourceType>AWS::EC2::EIP</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"))}</StackResourceSummaries>");
        aws.OnQuery("DescribeStackResourceDrifts", "<StackResourceDrifts/>");
        aws.On("ListResources", Reply.Json(JsonSerializer.Serialize(new
        {
            TypeName = "AWS::EC2::EIP",
            ResourceDescriptions = Enumerable.Range(0, Addresses).Select(i => new { Identifier = $"203.0.113.{i}|eipalloc-{i}", Properties = "{}" }),
        })));
        aws.On("GetResource", Reply.Resource("x", """{"Domain":"vpc"}"""));
        using var source = aws.CreateSource();
        var fingerprinter = SecretFingerprinter.CreateRandom();
        var listing = await AccountListing.ReadAsync(source, new SecretExports(source, fingerprinter), [CannedAws.Account], CannedAws.Scope, (live, scope, stop) => live.ListStacksAsync(scope, stop), Stop).Soon();
        var reader = new StackReader(source, new StackResourceLists(source), fingerprinter, TimeProvider.System);

        var one = await ReadAsync("one");
        var listedForOne = aws.Asked("ListResources").Count();
        await ReadAsync("two");

        Assert.All(one.Live, r => Assert.Equal(ReadOutcome.Read, Assert.Single(r.Observations).Outcome));
        Assert.Equal(Enumerable.Range(0, Addresses).Select(i => $"203.0.113.{i}|eipalloc-{i}"), aws.Asked("GetResource").Take(Addresses).Select(r => r.Form["Identifier"]).Order(StringComparer.Ordinal));
        Assert.Equal((1, 2), (listedForOne, aws.Asked("ListResources").Count()));

        Task<StackReading> ReadAsync(string name) => reader.ReadAsync(
            new StackKey("shop", "staging", name, CannedAws.Region), listing.ByName[name], listing, null, new ReadScope(null, KeepsLive: false, IsTouched: false), Stop).Soon();

        static string Member(string name) =>
            $"<member><StackId>arn:aws:cloudformation:eu-west-1:111111111111:stack/{name}/1</StackId><StackName>{name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member>";
    }
}
