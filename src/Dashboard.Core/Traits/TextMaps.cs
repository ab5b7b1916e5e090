using System.Collections.Frozen;

namespace Dashboard.Core.Traits;

/// <summary>Maps of texts that the schemas call JSON: their keys are the user's, and their values texts, however a template spells them. Source: each type's reference in the CloudFormation user guide.</summary>
internal static class TextMaps
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> ByType = new Dictionary<string, ImmutableArray<string>>
    {
        ["AWS::CodePipeline::Pipeline"] =
        [
            "/Stages/*/Actions/*/Configuration", "/Stages/*/BeforeEntry/Conditions/*/Rules/*/Configuration",
            "/Stages/*/OnFailure/Conditions/*/Rules/*/Configuration", "/Stages/*/OnSuccess/Conditions/*/Rules/*/Configuration",
        ],
        ["AWS::Config::ConfigRule"] = ["/InputParameters"],
        ["AWS::DocDB::DBClusterParameterGroup"] = ["/Parameters"],
        ["AWS::Glue::Connection"] = ["/ConnectionInput/AthenaProperties", "/ConnectionInput/ConnectionProperties", "/ConnectionInput/PythonProperties", "/ConnectionInput/SparkProperties"],
        ["AWS::Glue::Database"] = ["/DatabaseInput/Parameters"],
        ["AWS::Glue::DevEndpoint"] = ["/Arguments"],
        ["AWS::Glue::Job"] = ["/DefaultArguments", "/NonOverridableArguments"],
        ["AWS::Glue::Partition"] = ["/PartitionInput/Parameters", "/PartitionInput/StorageDescriptor/Parameters", "/PartitionInput/StorageDescriptor/SerdeInfo/Parameters"],
        ["AWS::Glue::Table"] = ["/TableInput/Parameters", "/TableInput/StorageDescriptor/Parameters", "/TableInput/StorageDescriptor/SerdeInfo/Parameters"],
        ["AWS::Glue::Trigger"] = ["/Actions/*/Arguments"],
        ["AWS::Glue::Workflow"] = ["/DefaultRunProperties"],
        ["AWS::MWAA::Environment"] = ["/AirflowConfigurationOptions"],
        ["AWS::MemoryDB::ParameterGroup"] = ["/Parameters"],
        ["AWS::Neptune::DBClusterParameterGroup"] = ["/Parameters"],
        ["AWS::Neptune::DBParameterGroup"] = ["/Parameters"],
        ["AWS::RDS::DBClusterParameterGroup"] = ["/Parameters"],
        ["AWS::RDS::DBParameterGroup"] = ["/Parameters"],
        ["AWS::SageMaker::Model"] = ["/Containers/*/Environment", "/PrimaryContainer/Environment"],
        ["AWS::ServiceDiscovery::Instance"] = ["/InstanceAttributes"],
        ["AWS::ServiceDiscovery::Service"] = ["/ServiceAttributes"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The maps of a type, as in the traits: "*" for any item or key.</summary>
    public static ImmutableArray<string> Of(string type) => ByType.GetValueOrDefault(type, []);
}
