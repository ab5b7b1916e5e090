using Amazon.CloudFormation.Internal;
using Amazon.CloudFormation.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFormation;

/// <summary>Client of the CloudFormation service. Safe to use from many threads; keep one per account and region.</summary>
/// <remarks>Constructors without credentials take them from the SDK's default chain; those without a region take it from there too.</remarks>
public sealed class AmazonCloudFormationClient : AmazonServiceClient, IAmazonCloudFormation
{
    private static readonly CloudFormationMetadata Metadata = new();

    public AmazonCloudFormationClient() : base(new AmazonCloudFormationConfig())
    {
    }

    public AmazonCloudFormationClient(RegionEndpoint region) : base(new AmazonCloudFormationConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudFormationClient(AmazonCloudFormationConfig config) : base(config)
    {
    }

    public AmazonCloudFormationClient(AWSCredentials credentials) : base(credentials, new AmazonCloudFormationConfig())
    {
    }

    public AmazonCloudFormationClient(AWSCredentials credentials, RegionEndpoint region)
        : base(credentials, new AmazonCloudFormationConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudFormationClient(AWSCredentials credentials, AmazonCloudFormationConfig clientConfig) : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc />
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <inheritdoc />
    public Task<DescribeStacksResponse> DescribeStacksAsync(CancellationToken cancellationToken = default) =>
        DescribeStacksAsync(new DescribeStacksRequest(), cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStacksResponse> DescribeStacksAsync(DescribeStacksRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStacks, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListStacksResponse> ListStacksAsync(CancellationToken cancellationToken = default) =>
        ListStacksAsync(new ListStacksRequest(), cancellationToken);

    /// <inheritdoc />
    public Task<ListStacksResponse> ListStacksAsync(ListStacksRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListStacks, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListStackSetsResponse> ListStackSetsAsync(ListStackSetsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListStackSets, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListStackInstancesResponse> ListStackInstancesAsync(ListStackInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListStackInstances, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListStackResourcesResponse> ListStackResourcesAsync(ListStackResourcesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListStackResources, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStackResourcesResponse> DescribeStackResourcesAsync(
        DescribeStackResourcesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStackResources, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStackResourceResponse> DescribeStackResourceAsync(
        DescribeStackResourceRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStackResource, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStackEventsResponse> DescribeStackEventsAsync(DescribeStackEventsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStackEvents, request, cancellationToken);

    /// <inheritdoc />
    public Task<GetTemplateResponse> GetTemplateAsync(GetTemplateRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.GetTemplate, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStackResourceDriftsResponse> DescribeStackResourceDriftsAsync(
        DescribeStackResourceDriftsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStackResourceDrifts, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeStackDriftDetectionStatusResponse> DescribeStackDriftDetectionStatusAsync(
        DescribeStackDriftDetectionStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeStackDriftDetectionStatus, request, cancellationToken);

    /// <inheritdoc />
    public Task<DetectStackDriftResponse> DetectStackDriftAsync(DetectStackDriftRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DetectStackDrift, request, cancellationToken);

    /// <inheritdoc />
    public Task<DetectStackResourceDriftResponse> DetectStackResourceDriftAsync(
        DetectStackResourceDriftRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DetectStackResourceDrift, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListExportsResponse> ListExportsAsync(ListExportsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListExports, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListImportsResponse> ListImportsAsync(ListImportsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListImports, request, cancellationToken);

    /// <inheritdoc />
    public Task<ListChangeSetsResponse> ListChangeSetsAsync(ListChangeSetsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.ListChangeSets, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeChangeSetResponse> DescribeChangeSetAsync(DescribeChangeSetRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeChangeSet, request, cancellationToken);

    /// <inheritdoc />
    public Task<DescribeTypeResponse> DescribeTypeAsync(DescribeTypeRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.DescribeType, request, cancellationToken);

    /// <summary>Gives the pipeline what Core's default one lacks: where the service lives, and which signature it wants.</summary>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new CloudFormationEndpointResolver());
        // Added last, so it stands before the resolver: the resolver may refine what it chose.
        pipeline.AddHandlerAfter<Marshaller>(new CloudFormationAuthSchemeHandler());
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        QueryOperation<TRequest, TResponse> operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonCloudFormationRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        var options = new InvokeOptions { RequestMarshaller = operation, ResponseUnmarshaller = operation };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }
}
