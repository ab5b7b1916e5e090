using Amazon.EC2.Model;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>What many types of EC2 have in common.</summary>
internal static class Ec2Parts
{
    /// <summary>A row for the tags.</summary>
    public static PropertyValue? Tags(List<Tag>? tags) => Live.Tags(tags, t => t.Key, t => t.Value);

    /// <summary>An operation of EC2.</summary>
    public static ReadOperation Operation(string name) => ReadOperation.Query("ec2", name);

    /// <summary>A filter of one value.</summary>
    public static List<Filter> By(params (string Name, string Value)[] filters) => [.. filters.Select(f => new Filter(f.Name, [f.Value]))];
}
