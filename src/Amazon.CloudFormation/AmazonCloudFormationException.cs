using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudFormation;

/// <summary>What the CloudFormation service refused, or could not do. <see cref="AmazonServiceException.ErrorCode"/> says which; empty where the reply named none.</summary>
/// <remarks>A stack that does not exist is ErrorCode "ValidationError" with that in its message.</remarks>
public class AmazonCloudFormationException : AmazonServiceException
{
    public AmazonCloudFormationException(string message) : base(message)
    {
    }

    public AmazonCloudFormationException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public AmazonCloudFormationException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public AmazonCloudFormationException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
