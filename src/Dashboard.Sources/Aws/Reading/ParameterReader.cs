using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::SSM::Parameter. The value of a SecureString is never asked for, not even encrypted.</summary>
internal static class ParameterReader
{
    /// <summary>Why a value is not known although all else is.</summary>
    public const string ValueIsDenied = "reading values is denied (ssm:GetParameter)";

    private static readonly ReadOperation Metadata = ReadOperation.Json("ssm", "AmazonSSM.DescribeParameters");
    private static readonly ReadOperation Value = ReadOperation.Json("ssm", "AmazonSSM.GetParameter");
    private static readonly ReadOperation ParameterTags = ReadOperation.Json("ssm", "AmazonSSM.ListTagsForResource");

    public static readonly TypeReader Reader = new(
        "AWS::SSM::Parameter",
        "SSM",
        ReadSection.Of<Found>(
            [Metadata, Value],
            FindAsync,
            ("Name", p => Of(p.Metadata.Name)),
            ("Type", p => Of(p.Metadata.Type)),
            ("DataType", p => Of(p.Metadata.DataType)),
            ("Tier", p => Of(p.Metadata.Tier)),
            ("Description", p => Of(p.Metadata.Description)),
            ("AllowedPattern", p => Of(p.Metadata.AllowedPattern)),
            ("Value", p => p.Value)),
        ReadSection.Of<ListTagsForResourceResponse>(
            [ParameterTags],
            async c => await c.SsmAsync((ssm, stop) => ssm.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceType = ResourceTypeForTagging.Parameter, ResourceId = c.Id }, stop)),
            ("Tags", t => MapOf(t.TagList))));

    // This type writes its tags as a map.
    private static PropertyValue? MapOf(List<Tag>? tags) => Map((tags ?? []).Select(t => (t.Key, (PropertyValue?)new ScalarValue(t.Value ?? ""))));

    private static async Task<Found?> FindAsync(ReadContext c)
    {
        ImmutableArray<ParameterStringFilter> filters = [new() { Key = "Name", Option = "Equals", Values = [c.Id] }];
        // A page may be empty although there are more; once it is found, no other is asked for.
        var metadata = (await ReadContext.PagesAsync<ParameterMetadata>(async token =>
        {
            var page = await c.SsmAsync((ssm, stop) => ssm.DescribeParametersAsync(new DescribeParametersRequest { ParameterFilters = [.. filters], NextToken = token }, stop));
            return (page.Parameters ?? [], page.Parameters is { Count: > 0 } ? null : page.NextToken);
        })).FirstOrDefault();
        if (metadata is null)
            return null;
        if (metadata.Type == ParameterType.SecureString)
            return new Found(metadata, new UnresolvedValue("a SecureString's value is not read"));
        // Why in clear: docs/decisions/0030-values-of-parameter-store.md.
        try
        {
            var reply = await c.SsmAsync((ssm, stop) => ssm.GetParameterAsync(new GetParameterRequest { Name = c.Id, WithDecryption = false }, stop));
            return new Found(metadata, new ScalarValue(reply.Parameter.Value ?? ""));
        }
        catch (ReadStop stop) when (stop.Outcome == ReadOutcome.Denied)
        {
            return new Found(metadata, new UnresolvedValue(ValueIsDenied));
        }
    }

    internal sealed record Found(ParameterMetadata Metadata, PropertyValue Value);
}
