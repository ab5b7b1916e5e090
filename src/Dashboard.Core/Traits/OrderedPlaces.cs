namespace Dashboard.Core.Traits;

/// <summary>Lists whose order is the point, although their schema calls them sets or says nothing of it. Source: each type's reference in the CloudFormation user guide.</summary>
internal static class OrderedPlaces
{
    private static readonly Dictionary<string, ImmutableArray<string>> ByType = new(StringComparer.Ordinal)
    {
        // A pipeline resolver calls its functions one after the other.
        ["AWS::AppSync::Resolver"] = ["/PipelineConfig/Functions"],
        // The first repository upstream that has a package gives it.
        ["AWS::CodeArtifact::Repository"] = ["/Upstreams"],
        // The first rule that matches gives the role.
        ["AWS::Cognito::IdentityPoolRoleAttachment"] = ["/RoleMappings/*/RulesConfiguration/Rules"],
        // The first server is asked first.
        ["AWS::EC2::DHCPOptions"] = ["/DomainNameServers", "/NtpServers", "/NetbiosNameServers"],
        // Tasks are placed by the first strategy, and what that leaves open by the next.
        ["AWS::ECS::Service"] = ["/PlacementStrategies"],
        ["AWS::Events::Rule"] = ["/Targets/*/EcsParameters/PlacementStrategies"],
        ["AWS::Pipes::Pipe"] = ["/TargetParameters/EcsTaskParameters/PlacementStrategy"],
        ["AWS::Scheduler::Schedule"] = ["/Target/EcsParameters/PlacementStrategy"],
        ["AWS::EMR::Cluster"] = ["/BootstrapActions", "/Steps"],
        // Partitions are laid out, and columns read, in their order.
        ["AWS::Glue::Table"] = ["/TableInput/PartitionKeys", "/TableInput/StorageDescriptor/Columns", "/TableInput/StorageDescriptor/SortColumns"],
        ["AWS::KinesisAnalytics::Application"] = ["/Inputs/*/InputSchema/RecordColumns"],
        ["AWS::KinesisAnalytics::ApplicationReferenceDataSource"] = ["/ReferenceDataSource/ReferenceSchema/RecordColumns"],
        ["AWS::KinesisAnalyticsV2::Application"] = ["/ApplicationConfiguration/SqlApplicationConfiguration/Inputs/*/InputSchema/RecordColumns"],
        ["AWS::KinesisAnalyticsV2::ApplicationReferenceDataSource"] = ["/ReferenceDataSource/ReferenceSchema/RecordColumns"],
        // A layer that is merged later overwrites the files of the ones before.
        ["AWS::Lambda::Function"] = ["/Layers"],
        // Each pipeline of a channel has the subnet, and the address, of its own position.
        ["AWS::MediaLive::Channel"] = ["/Vpc/SubnetIds", "/Vpc/PublicAddressAllocationIds"],
        // An inference pipeline runs its containers in line.
        ["AWS::SageMaker::Model"] = ["/Containers"],
    };

    /// <summary>The places of a type, as in the traits: "*" for any item or key.</summary>
    public static ImmutableArray<string> Of(string type) => ByType.GetValueOrDefault(type, []);
}
