namespace Dashboard.Core.Model;

/// <summary>What the type of a resource says of it, whatever it holds.</summary>
public static class ResourceTypes
{
    /// <summary>A stack in a stack.</summary>
    public const string NestedStack = "AWS::CloudFormation::Stack";

    /// <summary>Whether a type belongs to a service for all regions: its resources are in none.</summary>
    public static bool IsGlobal(string type) => type.Split("::") is [_, "IAM" or "Route53" or "CloudFront" or "Organizations", ..];
}
