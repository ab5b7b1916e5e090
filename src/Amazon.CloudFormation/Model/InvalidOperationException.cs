using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>The service's own error of this name.</summary>
/// <remarks>
/// It stands here because the official namespace has it: a file that imports this namespace and throws System's class of the same name
/// must fail here already, and not only once the official package takes this project's place.
/// </remarks>
public class InvalidOperationException : AmazonCloudFormationException
{
    public InvalidOperationException(string message) : base(message)
    {
    }

    public InvalidOperationException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
