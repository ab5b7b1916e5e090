namespace Dashboard.Core.Traits;

/// <summary>What the schemas do not say of a place, although it is known; what holds where nothing is said is in <see cref="UnsaidDefaults"/>. Source: each type's reference in the CloudFormation user guide, and the services' own API references.</summary>
internal static class UnsaidTraits
{
    private static readonly Dictionary<string, ImmutableArray<(string Path, TraitFlags Flags)>> ByType = new(StringComparer.Ordinal)
    {
        // The names that a distribution answers to, and where the tasks of a service stand, are sets.
        ["AWS::CloudFront::Distribution"] = [("/DistributionConfig/Aliases", TraitFlags.Unordered)],
        ["AWS::ECS::Service"] =
        [
            ("/NetworkConfiguration/AwsvpcConfiguration/SecurityGroups", TraitFlags.Unordered), ("/NetworkConfiguration/AwsvpcConfiguration/Subnets", TraitFlags.Unordered),
        ],
        // The attributes of a projection are a set, as the schema of the global table says.
        ["AWS::DynamoDB::Table"] =
        [
            ("/GlobalSecondaryIndexes/*/Projection/NonKeyAttributes", TraitFlags.Unordered), ("/LocalSecondaryIndexes/*/Projection/NonKeyAttributes", TraitFlags.Unordered),
        ],
        // Labels and options are the user's own.
        ["AWS::ECS::TaskDefinition"] =
        [
            ("/ContainerDefinitions/*/DockerLabels", TraitFlags.FreeKeys), ("/ContainerDefinitions/*/LogConfiguration/Options", TraitFlags.FreeKeys),
            ("/ContainerDefinitions/*/FirelensConfiguration/Options", TraitFlags.FreeKeys), ("/Volumes/*/DockerVolumeConfiguration/DriverOpts", TraitFlags.FreeKeys),
            ("/Volumes/*/DockerVolumeConfiguration/Labels", TraitFlags.FreeKeys),
        ],
        // So are the headers of a request, and what is asked of who logs in.
        ["AWS::Events::Rule"] =
        [
            ("/Targets/*/HttpParameters/HeaderParameters", TraitFlags.FreeKeys), ("/Targets/*/HttpParameters/QueryStringParameters", TraitFlags.FreeKeys),
            ("/Targets/*/InputTransformer/InputPathsMap", TraitFlags.FreeKeys),
        ],
        ["AWS::ElasticLoadBalancingV2::Listener"] =
        [
            ("/DefaultActions/*/AuthenticateOidcConfig/AuthenticationRequestExtraParams", TraitFlags.FreeKeys), ("/DefaultActions/*/AuthenticateCognitoConfig/AuthenticationRequestExtraParams", TraitFlags.FreeKeys),
        ],
        ["AWS::ElasticLoadBalancingV2::ListenerRule"] =
        [
            ("/Actions/*/AuthenticateOidcConfig/AuthenticationRequestExtraParams", TraitFlags.FreeKeys), ("/Actions/*/AuthenticateCognitoConfig/AuthenticationRequestExtraParams", TraitFlags.FreeKeys),
        ],
        ["AWS::CodeBuild::Project"] = [("/EncryptionKey", TraitFlags.KmsKey)],
        // A namespace may be given by its name, and is returned by its ARN; a tier may be left to the service.
        ["AWS::ECS::Cluster"] = [("/ServiceConnectDefaults/Namespace", TraitFlags.Transformed)],
        ["AWS::SSM::Parameter"] = [("/Tier", TraitFlags.Transformed)],
        ["AWS::EC2::Route"] = [("/DestinationIpv6CidrBlock", TraitFlags.Cidr)],
        // The schema takes any ARN of a key, and says so with a pattern alone.
        ["AWS::KinesisAnalyticsV2::Application"] = [("/ApplicationConfiguration/ApplicationEncryptionConfiguration/KeyId", TraitFlags.KmsKey)],
        // An IPv6 address is returned with all its zeros.
        ["AWS::WAF::IPSet"] = [("/IPSetDescriptors/*/Value", TraitFlags.Cidr)],
        ["AWS::WAFRegional::IPSet"] = [("/IPSetDescriptors/*/Value", TraitFlags.Cidr)],
        ["AWS::WAFv2::IPSet"] = [("/Addresses", TraitFlags.Unordered), ("/Addresses/*", TraitFlags.Cidr)],
    };

    /// <summary>Where names of DNS stand: they have no letter case, and many a service answers in lower case. Those of Route 53 also end in a dot or not, and are rows of normalisers.json.</summary>
    private static readonly Dictionary<string, ImmutableArray<string>> HostNamesByType = new(StringComparer.Ordinal)
    {
        ["AWS::Amplify::Domain"] = ["/DomainName"],
        ["AWS::ApiGateway::BasePathMapping"] = ["/DomainName"],
        ["AWS::ApiGateway::DomainName"] = ["/DomainName"],
        ["AWS::ApiGateway::DomainNameV2"] = ["/DomainName"],
        ["AWS::ApiGatewayV2::ApiMapping"] = ["/DomainName"],
        ["AWS::ApiGatewayV2::DomainName"] = ["/DomainName"],
        ["AWS::AppSync::DomainName"] = ["/DomainName"],
        ["AWS::AppSync::DomainNameApiAssociation"] = ["/DomainName"],
        ["AWS::CertificateManager::Certificate"] =
            ["/DomainName", "/SubjectAlternativeNames/*", "/DomainValidationOptions/*/DomainName", "/DomainValidationOptions/*/ValidationDomain"],
        ["AWS::CloudFront::Distribution"] = ["/DistributionConfig/Aliases/*", "/DistributionConfig/CNAMEs/*", "/DistributionConfig/Origins/*/DomainName"],
        ["AWS::Cognito::UserPoolDomain"] = ["/Domain"],
        ["AWS::ElasticLoadBalancingV2::ListenerRule"] = ["/Conditions/*/HostHeaderConfig/Values/*"],
        ["AWS::Elasticsearch::Domain"] = ["/DomainEndpointOptions/CustomEndpoint"],
        ["AWS::IoT::DomainConfiguration"] = ["/DomainName"],
        ["AWS::Lightsail::Certificate"] = ["/DomainName", "/SubjectAlternativeNames/*"],
        ["AWS::Lightsail::Domain"] = ["/DomainName"],
        ["AWS::Lightsail::LoadBalancerTlsCertificate"] = ["/CertificateDomainName", "/CertificateAlternativeNames/*"],
        ["AWS::OpenSearchService::Domain"] = ["/DomainEndpointOptions/CustomEndpoint"],
        ["AWS::Route53::HealthCheck"] = ["/HealthCheckConfig/FullyQualifiedDomainName"],
        ["AWS::Route53Resolver::FirewallDomainList"] = ["/Domains/*"],
        ["AWS::Route53Resolver::ResolverRule"] = ["/DomainName"],
        ["AWS::VpcLattice::ResourceConfiguration"] = ["/CustomDomainName"],
        ["AWS::VpcLattice::Service"] = ["/CustomDomainName"],
    };

    private static readonly Dictionary<string, ImmutableArray<(string Path, string Type)>> ReferencesByType = new(StringComparer.Ordinal)
    {
        ["AWS::Route53::RecordSet"] = [("/HostedZoneId", "AWS::Route53::HostedZone")],
        ["AWS::Route53::RecordSetGroup"] = [("/HostedZoneId", "AWS::Route53::HostedZone"), ("/RecordSets/*/HostedZoneId", "AWS::Route53::HostedZone")],
    };

    /// <summary>The places that name another resource, with its type.</summary>
    public static ImmutableArray<(string Path, string Type)> ReferencesOf(string type) => ReferencesByType.GetValueOrDefault(type, []);

    /// <summary>The places of a type, as in the traits ("*" for any item or key), with what is known of each.</summary>
    public static ImmutableArray<(string Path, TraitFlags Flags)> Of(string type) => ByType.GetValueOrDefault(type, []);

    /// <summary>The places of a type where names of DNS stand.</summary>
    public static ImmutableArray<string> HostNamesOf(string type) => HostNamesByType.GetValueOrDefault(type, []);
}
