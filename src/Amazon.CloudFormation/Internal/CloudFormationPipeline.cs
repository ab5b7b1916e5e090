using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.CloudFormation.Internal;

/// <summary>The service's name, for the SDK's configuration and its traces.</summary>
internal sealed class CloudFormationMetadata : IServiceMetadata
{
    public const string Id = "CloudFormation";

    public string ServiceId => Id;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}

/// <summary>Asks for signature version 4. Without such a handler the pipeline signs nothing.</summary>
internal sealed class CloudFormationAuthSchemeHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}

/// <summary>Tells the endpoint provider what the settings say.</summary>
internal sealed class CloudFormationEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters ParametersOf(IClientConfig config)
    {
        var parameters = new EndpointParameters();
        parameters["Region"] = config.RegionEndpoint?.SystemName;
        parameters["UseDualStack"] = config.UseDualstackEndpoint;
        parameters["UseFIPS"] = config.UseFIPSEndpoint;
        parameters["Endpoint"] = config.ServiceURL;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => ParametersOf(requestContext.ClientConfig);

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
    }
}

/// <summary>Where the service lives: a given address, or one made of the region and its partition.</summary>
internal sealed class CloudFormationEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var given = (string)parameters["Endpoint"];
        var fips = (bool?)parameters["UseFIPS"] ?? false;
        var dualStack = (bool?)parameters["UseDualStack"] ?? false;
        if (!string.IsNullOrEmpty(given))
        {
            if (fips || dualStack)
                throw new AmazonClientException("A given endpoint cannot be combined with FIPS or dual-stack endpoints.");
            return new Endpoint(given);
        }

        var region = (string)parameters["Region"];
        if (string.IsNullOrEmpty(region))
            throw new AmazonClientException("CloudFormation needs a region or an endpoint.");

        var suffix = RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        // The ordinary endpoints of GovCloud are its FIPS endpoints.
        var host = fips && !region.StartsWith("us-gov-", StringComparison.Ordinal) ? "cloudformation-fips" : "cloudformation";
        return new Endpoint($"https://{host}.{region}.{(dualStack ? DualStackSuffix(suffix) : suffix)}");
    }

    private static string DualStackSuffix(string suffix) => suffix switch
    {
        "amazonaws.com" => "api.aws",
        "amazonaws.com.cn" => "api.amazonwebservices.com.cn",
        "amazonaws.eu" => "api.amazonwebservices.eu",
        _ => throw new AmazonClientException($"The partition of {suffix} has no dual-stack endpoints."),
    };
}

/// <summary>What the modes of AWS_DEFAULTS_MODE mean for this client. All five must be there, or naming one in the environment throws.</summary>
internal static class CloudFormationDefaults
{
    public static IEnumerable<IDefaultConfiguration> Modes { get; } =
    [
        Mode(DefaultConfigurationMode.Standard, 3_100),
        Mode(DefaultConfigurationMode.InRegion, 1_100),
        Mode(DefaultConfigurationMode.CrossRegion, 3_100),
        Mode(DefaultConfigurationMode.Mobile, 30_000),
        Mode(DefaultConfigurationMode.Auto, 1_100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int milliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromMilliseconds(milliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(milliseconds),
    };
}
