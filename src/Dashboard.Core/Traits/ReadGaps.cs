namespace Dashboard.Core.Traits;

/// <summary>
/// Declared values that services are known to leave out of their answers although they are set: what is missing there may be there all the same, and is a possible difference.
/// Source: the issues of aws-cloudformation/cloudformation-coverage-roadmap that stand beside each.
/// </summary>
internal static class ReadGaps
{
    private static readonly Dictionary<string, ImmutableArray<(string Path, int Issue)>> ByType = new(StringComparer.Ordinal)
    {
        ["AWS::ApiGatewayV2::DomainName"] = [("/DomainName", 1026)],
        ["AWS::AutoScaling::AutoScalingGroup"] = [("/DefaultInstanceWarmup", 1466), ("/MixedInstancesPolicy/LaunchTemplate/Overrides/*/LaunchTemplateSpecification", 1785)],
        ["AWS::CloudFront::Distribution"] = [("/Tags", 901)],
        ["AWS::EC2::Instance"] = [("/PropagateTagsToVolumeOnCreation", 1087)],
        ["AWS::ECS::TaskDefinition"] = [("/ContainerDefinitions/*/StopTimeout", 1455), ("/Volumes/*/EFSVolumeConfiguration", 1283)],
        ["AWS::Events::Rule"] = [("/Targets/*/DeadLetterConfig", 968)],
        ["AWS::SageMaker::Domain"] = [("/DomainSettings/RStudioServerProDomainSettings", 2494), ("/DefaultUserSettings/RStudioServerProAppSettings", 2494)],
        ["AWS::SSM::Association"] = [("/WaitForSuccessTimeoutSeconds", 1225)],
    };

    /// <summary>The places of a type, as in the traits ("*" for any item or key), with the issue that tells of each.</summary>
    public static ImmutableArray<(string Path, int Issue)> Of(string type) => ByType.GetValueOrDefault(type, []);
}
