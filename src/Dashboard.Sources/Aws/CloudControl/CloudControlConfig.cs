using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util.Internal;

namespace Dashboard.Sources.Aws.CloudControl;

/// <summary>Settings of a <see cref="CloudControlClient"/>. No package of this service is served, so the little that we need stands here.</summary>
internal sealed class CloudControlConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("CloudControl", "4.0");

    public CloudControlConfig() : base(new DefaultConfigurationProvider(Modes()))
    {
        ServiceId = CloudControlMetadata.Id;
        AuthenticationServiceName = "cloudcontrolapi";
        EndpointProvider = new CloudControlEndpointProvider();
    }

    public override string RegionEndpointServiceName => "cloudcontrolapi";

    public override string ServiceVersion => "2021-09-30";

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(CloudControlEndpointResolver.ParametersOf(this));

    // All five must be there, or an AWS_DEFAULTS_MODE in the environment throws.
    private static IEnumerable<IDefaultConfiguration> Modes() => new[]
    {
        DefaultConfigurationMode.Standard, DefaultConfigurationMode.InRegion, DefaultConfigurationMode.CrossRegion,
        DefaultConfigurationMode.Mobile, DefaultConfigurationMode.Auto,
    }.Select(mode => new DefaultConfiguration { Name = mode, RetryMode = RequestRetryMode.Standard });
}

/// <summary>The service's name, for the SDK's configuration and its traces.</summary>
internal sealed class CloudControlMetadata : IServiceMetadata
{
    public const string Id = "CloudControl";

    public string ServiceId => Id;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}

/// <summary>Asks for signature version 4. Without such a handler the pipeline signs nothing.</summary>
internal sealed class CloudControlAuthSchemeHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}

/// <summary>Tells the endpoint provider what the settings say.</summary>
internal sealed class CloudControlEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters ParametersOf(IClientConfig config)
    {
        var parameters = new EndpointParameters();
        parameters["Endpoint"] = config.ServiceURL;
        parameters["Region"] = config.RegionEndpoint?.SystemName;
        parameters["UseFIPS"] = config.UseFIPSEndpoint;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => ParametersOf(requestContext.ClientConfig);

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
    }
}

/// <summary>Where the service lives: a given address, or one made of the region and its partition.</summary>
internal sealed class CloudControlEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } given)
            return new Endpoint(given);
        if (parameters["Region"] is not string { Length: > 0 } region)
            throw new AmazonClientException("Cloud Control needs a region or an endpoint.");
        var host = parameters["UseFIPS"] is true ? "cloudcontrolapi-fips" : "cloudcontrolapi";
        return new Endpoint($"https://{host}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
