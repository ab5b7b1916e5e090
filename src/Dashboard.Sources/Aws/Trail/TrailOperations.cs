using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.Trail;

/// <summary>What is asked to learn who changed a resource.</summary>
internal static class TrailOperations
{
    public const string ParameterType = "AWS::SSM::Parameter";

    public static readonly ReadOperation Lookup = ReadOperation.Json("cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents");
    public static readonly ReadOperation ParameterHistory = ReadOperation.Json("ssm", "AmazonSSM.GetParameterHistory");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<ReadOperation> All = [Lookup, ParameterHistory];

    /// <summary>What only some type takes, beside the lookup.</summary>
    public static IEnumerable<ReadOperation> Of(string type) => type == ParameterType ? [ParameterHistory] : [];
}
