using Amazon.CloudFormation.Model;

namespace Amazon.CloudFormation.Internal;

/// <summary>Every operation of the client: its name, how its request is written, how its result is read.</summary>
internal static class Operations
{
    public static readonly QueryOperation<DescribeStacksRequest, DescribeStacksResponse> DescribeStacks = new(
        "DescribeStacks",
        static (form, r) => form.Add("StackName", r.StackName).Add("NextToken", r.NextToken),
        DescribeStacksResponse.Read);

    public static readonly QueryOperation<ListStackSetsRequest, ListStackSetsResponse> ListStackSets = new(
        "ListStackSets",
        static (form, r) => form.Add("Status", r.Status).Add("CallAs", r.CallAs).Add("NextToken", r.NextToken),
        ListStackSetsResponse.Read);

    public static readonly QueryOperation<ListStackInstancesRequest, ListStackInstancesResponse> ListStackInstances = new(
        "ListStackInstances",
        static (form, r) => form.Add("StackSetName", r.StackSetName).Add("CallAs", r.CallAs).Add("NextToken", r.NextToken),
        ListStackInstancesResponse.Read);

    public static readonly QueryOperation<ListStacksRequest, ListStacksResponse> ListStacks = new(
        "ListStacks",
        static (form, r) => form.Add("NextToken", r.NextToken).Add("StackStatusFilter", r.StackStatusFilter),
        ListStacksResponse.Read);

    public static readonly QueryOperation<ListStackResourcesRequest, ListStackResourcesResponse> ListStackResources = new(
        "ListStackResources",
        static (form, r) => form.Add("StackName", r.StackName).Add("NextToken", r.NextToken),
        ListStackResourcesResponse.Read);

    public static readonly QueryOperation<DescribeStackResourcesRequest, DescribeStackResourcesResponse> DescribeStackResources = new(
        "DescribeStackResources",
        static (form, r) => form.Add("StackName", r.StackName).Add("LogicalResourceId", r.LogicalResourceId).Add("PhysicalResourceId", r.PhysicalResourceId),
        DescribeStackResourcesResponse.Read);

    public static readonly QueryOperation<DescribeStackResourceRequest, DescribeStackResourceResponse> DescribeStackResource = new(
        "DescribeStackResource",
        static (form, r) => form.Add("StackName", r.StackName).Add("LogicalResourceId", r.LogicalResourceId),
        DescribeStackResourceResponse.Read);

    public static readonly QueryOperation<DescribeStackEventsRequest, DescribeStackEventsResponse> DescribeStackEvents = new(
        "DescribeStackEvents",
        static (form, r) => form.Add("StackName", r.StackName).Add("NextToken", r.NextToken),
        DescribeStackEventsResponse.Read);

    public static readonly QueryOperation<GetTemplateRequest, GetTemplateResponse> GetTemplate = new(
        "GetTemplate",
        static (form, r) => form.Add("StackName", r.StackName).Add("ChangeSetName", r.ChangeSetName).Add("TemplateStage", r.TemplateStage?.Value),
        GetTemplateResponse.Read);

    public static readonly QueryOperation<DescribeStackResourceDriftsRequest, DescribeStackResourceDriftsResponse> DescribeStackResourceDrifts = new(
        "DescribeStackResourceDrifts",
        static (form, r) => form.Add("StackName", r.StackName).Add("NextToken", r.NextToken).Add("MaxResults", r.MaxResults)
            .Add("StackResourceDriftStatusFilters", r.StackResourceDriftStatusFilters),
        DescribeStackResourceDriftsResponse.Read);

    public static readonly QueryOperation<DescribeStackDriftDetectionStatusRequest, DescribeStackDriftDetectionStatusResponse> DescribeStackDriftDetectionStatus = new(
        "DescribeStackDriftDetectionStatus",
        static (form, r) => form.Add("StackDriftDetectionId", r.StackDriftDetectionId),
        DescribeStackDriftDetectionStatusResponse.Read);

    public static readonly QueryOperation<DetectStackDriftRequest, DetectStackDriftResponse> DetectStackDrift = new(
        "DetectStackDrift",
        static (form, r) => form.Add("StackName", r.StackName).Add("LogicalResourceIds", r.LogicalResourceIds),
        DetectStackDriftResponse.Read);

    public static readonly QueryOperation<DetectStackResourceDriftRequest, DetectStackResourceDriftResponse> DetectStackResourceDrift = new(
        "DetectStackResourceDrift",
        static (form, r) => form.Add("StackName", r.StackName).Add("LogicalResourceId", r.LogicalResourceId),
        DetectStackResourceDriftResponse.Read);

    public static readonly QueryOperation<DescribeTypeRequest, DescribeTypeResponse> DescribeType = new(
        "DescribeType",
        static (form, r) => form.Add("Type", r.Type?.Value).Add("TypeName", r.TypeName),
        DescribeTypeResponse.Read);

    public static readonly QueryOperation<ListChangeSetsRequest, ListChangeSetsResponse> ListChangeSets = new(
        "ListChangeSets",
        static (form, r) => form.Add("StackName", r.StackName).Add("NextToken", r.NextToken),
        ListChangeSetsResponse.Read);

    public static readonly QueryOperation<DescribeChangeSetRequest, DescribeChangeSetResponse> DescribeChangeSet = new(
        "DescribeChangeSet",
        static (form, r) => form.Add("ChangeSetName", r.ChangeSetName).Add("StackName", r.StackName).Add("NextToken", r.NextToken),
        DescribeChangeSetResponse.Read);

    public static readonly QueryOperation<ListImportsRequest, ListImportsResponse> ListImports = new(
        "ListImports",
        static (form, r) => form.Add("ExportName", r.ExportName).Add("NextToken", r.NextToken),
        ListImportsResponse.Read);

    public static readonly QueryOperation<ListExportsRequest, ListExportsResponse> ListExports = new(
        "ListExports",
        static (form, r) => form.Add("NextToken", r.NextToken),
        ListExportsResponse.Read);
}
