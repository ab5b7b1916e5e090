using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>What every request to the service is.</summary>
public class AmazonCloudFormationRequest : AmazonWebServiceRequest;
