using Amazon.CloudFormation.Model;
using Amazon.Runtime;

namespace Amazon.CloudFormation;

/// <summary>The reading operations of the CloudFormation service, and the two that start a drift detection.</summary>
/// <remarks>
/// A part of the official interface of the same name. Do not implement it: the official one has some ninety operations, so an implementation
/// would not compile against it. Every operation throws <see cref="AmazonCloudFormationException"/> for what the service refuses.
/// </remarks>
public interface IAmazonCloudFormation : IAmazonService, IDisposable
{
    /// <summary>Every stack that is not deleted, first page.</summary>
    Task<DescribeStacksResponse> DescribeStacksAsync(CancellationToken cancellationToken = default);

    /// <summary>One stack, or every stack that is not deleted, page by page.</summary>
    Task<DescribeStacksResponse> DescribeStacksAsync(DescribeStacksRequest request, CancellationToken cancellationToken = default);

    /// <summary>Summaries of all stacks, first page.</summary>
    Task<ListStacksResponse> ListStacksAsync(CancellationToken cancellationToken = default);

    /// <summary>Summaries of stacks by status, deleted ones included, page by page.</summary>
    Task<ListStacksResponse> ListStacksAsync(ListStacksRequest request, CancellationToken cancellationToken = default);

    /// <summary>The stack sets that the account administers in the region, page by page.</summary>
    Task<ListStackSetsResponse> ListStackSetsAsync(ListStackSetsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The stacks of a stack set in every account and region, page by page.</summary>
    Task<ListStackInstancesResponse> ListStackInstancesAsync(ListStackInstancesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Summaries of the resources of a stack, page by page.</summary>
    Task<ListStackResourcesResponse> ListStackResourcesAsync(ListStackResourcesRequest request, CancellationToken cancellationToken = default);

    /// <summary>The resources of a stack, or the stack of a physical resource; at most 100, no paging.</summary>
    Task<DescribeStackResourcesResponse> DescribeStackResourcesAsync(DescribeStackResourcesRequest request, CancellationToken cancellationToken = default);

    /// <summary>One resource of a stack with its metadata.</summary>
    Task<DescribeStackResourceResponse> DescribeStackResourceAsync(DescribeStackResourceRequest request, CancellationToken cancellationToken = default);

    /// <summary>What happened to a stack, newest first, page by page.</summary>
    Task<DescribeStackEventsResponse> DescribeStackEventsAsync(DescribeStackEventsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The template of a stack, as given or after transforms.</summary>
    Task<GetTemplateResponse> GetTemplateAsync(GetTemplateRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stored results of the last drift detection, resource by resource, page by page. Starts nothing.</summary>
    Task<DescribeStackResourceDriftsResponse> DescribeStackResourceDriftsAsync(
        DescribeStackResourceDriftsRequest request, CancellationToken cancellationToken = default);

    /// <summary>How far a drift detection has come.</summary>
    Task<DescribeStackDriftDetectionStatusResponse> DescribeStackDriftDetectionStatusAsync(
        DescribeStackDriftDetectionStatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a drift detection of a stack.</summary>
    Task<DetectStackDriftResponse> DetectStackDriftAsync(DetectStackDriftRequest request, CancellationToken cancellationToken = default);

    /// <summary>Detects the drift of one resource and answers with it.</summary>
    Task<DetectStackResourceDriftResponse> DetectStackResourceDriftAsync(DetectStackResourceDriftRequest request, CancellationToken cancellationToken = default);

    /// <summary>The exported outputs of the region, page by page.</summary>
    Task<ListExportsResponse> ListExportsAsync(ListExportsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The stacks that import an export, page by page; an export that nobody imports is a ValidationError.</summary>
    Task<ListImportsResponse> ListImportsAsync(ListImportsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The change sets of a stack, page by page.</summary>
    Task<ListChangeSetsResponse> ListChangeSetsAsync(ListChangeSetsRequest request, CancellationToken cancellationToken = default);

    /// <summary>What a change set would do, page by page.</summary>
    Task<DescribeChangeSetResponse> DescribeChangeSetAsync(DescribeChangeSetRequest request, CancellationToken cancellationToken = default);

    /// <summary>What the registry knows of a resource type: its schema.</summary>
    Task<DescribeTypeResponse> DescribeTypeAsync(DescribeTypeRequest request, CancellationToken cancellationToken = default);

    /// <summary>For hosts that build clients from configuration.</summary>
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudFormationConfig();

    /// <summary>For hosts that build clients from configuration.</summary>
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
    {
        if (clientConfig is not AmazonCloudFormationConfig config)
            throw new AmazonClientException($"A CloudFormation client needs an {nameof(AmazonCloudFormationConfig)}.");
        return awsCredentials is null ? new AmazonCloudFormationClient(config) : new AmazonCloudFormationClient(awsCredentials, config);
    }
}
