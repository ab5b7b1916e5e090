using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util.Internal;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>A client of a service for which no package is served: it signs, and finds the address.</summary>
internal abstract class UnpackagedClient : AmazonServiceClient
{
    private readonly WireMetadata _metadata;

    protected UnpackagedClient(WireConfig config) : base(config) => _metadata = new WireMetadata(config.Service);

    protected UnpackagedClient(AWSCredentials credentials, WireConfig config) : base(credentials, config) => _metadata = new WireMetadata(config.Service);

    // The base constructor asks for it before ours has run.
    protected override IServiceMetadata ServiceMetadata => _metadata ?? WireMetadata.Unknown;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new WireEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new WireAuthSchemeHandler());
    }
}

/// <summary>Settings of an <see cref="UnpackagedClient"/>.</summary>
internal sealed class WireConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("Driftboard", "4.0");

    public WireConfig(WireService service) : base(new DefaultConfigurationProvider(Modes()))
    {
        Service = service;
        ServiceId = service.Id;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new WireEndpointProvider(service);
    }

    public WireService Service { get; }

    public override string RegionEndpointServiceName => Service.SigningName;

    public override string ServiceVersion => Service.Version;

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(WireEndpointResolver.ParametersOf(this));

    // All five must be there, or an AWS_DEFAULTS_MODE in the environment throws.
    private static IEnumerable<IDefaultConfiguration> Modes() => new[]
    {
        DefaultConfigurationMode.Standard, DefaultConfigurationMode.InRegion, DefaultConfigurationMode.CrossRegion,
        DefaultConfigurationMode.Mobile, DefaultConfigurationMode.Auto,
    }.Select(mode => new DefaultConfiguration { Name = mode, RetryMode = RequestRetryMode.Standard });
}

/// <summary>The service's name, for the SDK's configuration and its traces.</summary>
internal sealed class WireMetadata(WireService service) : IServiceMetadata
{
    public static readonly WireMetadata Unknown = new(new WireService("Driftboard", "", WireProtocol.Query, ""));

    public string ServiceId => service.Id;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}

/// <summary>Asks for signature version 4. Without such a handler the pipeline signs nothing.</summary>
internal sealed class WireAuthSchemeHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}

/// <summary>Tells the endpoint provider what the settings say.</summary>
internal sealed class WireEndpointResolver : BaseEndpointResolver
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
internal sealed class WireEndpointProvider(WireService service) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } given)
            return new Endpoint(given);
        if (parameters["Region"] is not string { Length: > 0 } region)
            throw new AmazonClientException($"{service.Id} needs a region or an endpoint.");
        return new Endpoint(service.AddressIn(region, parameters["UseFIPS"] is true));
    }
}
