using System.Collections.Frozen;

namespace Dashboard.Core.Traits;

/// <summary>Texts that a service reads as a YAML document. Source: each type's reference in the CloudFormation user guide.</summary>
internal static class YamlPlaces
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> ByType = new Dictionary<string, ImmutableArray<string>>
    {
        ["AWS::APS::AlertManagerDefinition"] = ["/AlertManagerDefinition"],
        ["AWS::APS::RuleGroupsNamespace"] = ["/Data"],
        ["AWS::Amplify::App"] = ["/BuildSpec"],
        ["AWS::Amplify::Branch"] = ["/BuildSpec"],
        ["AWS::AppConfig::HostedConfigurationVersion"] = ["/Content"],
        ["AWS::CloudFormation::StackSet"] = ["/TemplateBody"],
        ["AWS::CodeBuild::Project"] = ["/Source/BuildSpec", "/SecondarySources/*/BuildSpec"],
        ["AWS::Config::ConformancePack"] = ["/TemplateBody"],
        ["AWS::Config::OrganizationConformancePack"] = ["/TemplateBody"],
        ["AWS::EKS::Addon"] = ["/ConfigurationValues"],
        ["AWS::GreengrassV2::ComponentVersion"] = ["/InlineRecipe"],
        ["AWS::ImageBuilder::Component"] = ["/Data"],
        ["AWS::ImageBuilder::Workflow"] = ["/Data"],
        ["AWS::SSM::Document"] = ["/Content"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The places of a type, as in the traits: "*" for any item or key.</summary>
    public static ImmutableArray<string> Of(string type) => ByType.GetValueOrDefault(type, []);
}
