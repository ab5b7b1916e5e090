using Amazon.CloudFormation.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.CloudFormation;

/// <summary>Settings of an <see cref="AmazonCloudFormationClient"/>.</summary>
/// <remarks>Where <c>ServiceURL</c> is set, set <c>AuthenticationRegion</c> too: otherwise requests are signed for us-east-1, whatever the region.</remarks>
public sealed class AmazonCloudFormationConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("CloudFormation", "4.0.101");

    /// <summary>Creates settings with the SDK's defaults.</summary>
    public AmazonCloudFormationConfig() : base(new DefaultConfigurationProvider(CloudFormationDefaults.Modes))
    {
        // The base property: it makes AWS_ENDPOINT_URL_CLOUDFORMATION and a profile's service endpoints count.
        base.ServiceId = CloudFormationMetadata.Id;
        AuthenticationServiceName = "cloudformation";
        EndpointProvider = new CloudFormationEndpointProvider();
    }

    /// <summary>The service's name in the SDK's configuration.</summary>
    public static new string ServiceId => CloudFormationMetadata.Id;

    /// <inheritdoc />
    public override string RegionEndpointServiceName => "cloudformation";

    /// <inheritdoc />
    public override string ServiceVersion => QueryForm.Version;

    /// <inheritdoc />
    public override string UserAgent => Agent;

    /// <inheritdoc />
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(CloudFormationEndpointResolver.ParametersOf(this));
}
