using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.CloudFormation.Internal;

/// <summary>One operation of the service over the query protocol: writes the request as a form, reads the reply as XML.</summary>
/// <param name="name">The operation's name; the reply holds "{name}Result".</param>
/// <param name="write">Writes the request's parameters.</param>
/// <param name="read">Reads the result element.</param>
internal sealed class QueryOperation<TRequest, TResponse>(string name, Action<QueryForm, TRequest> write, Func<XElement, TResponse> read)
    : XmlResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.CloudFormation") { HttpMethod = "POST" };
        request.Parameters.Add("Action", name);
        request.Parameters.Add("Version", QueryForm.Version);
        write(new QueryForm(request.Parameters), (TRequest)input);
        return request;
    }

    // <DescribeStacksResponse><DescribeStacksResult>…</DescribeStacksResult><ResponseMetadata><RequestId>…</RequestId></ResponseMetadata></…>
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        // Not XmlReader.Create: that turns the line ends of template bodies into LF.
        using var reader = new XmlTextReader(input.Stream) { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        var result = root.Child(name + "Result")
            ?? throw new XmlException($"The reply to {name} holds no {name}Result: something other than the service answered.");
        var response = read(result);
        response.ResponseMetadata = new ResponseMetadata { RequestId = root.Child("ResponseMetadata").Text("RequestId") };
        return response;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return error.Code == "InvalidOperationException"
            ? new Model.InvalidOperationException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode)
            : new AmazonCloudFormationException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}

/// <summary>The form that a request becomes. What is null is left out.</summary>
internal readonly struct QueryForm(IDictionary<string, string> parameters)
{
    public const string Version = "2010-05-15";

    public QueryForm Add(string key, string value)
    {
        if (value is not null)
            parameters.Add(key, value);
        return this;
    }

    public QueryForm Add(string key, int? value) => Add(key, value?.ToString(CultureInfo.InvariantCulture));

    public QueryForm Add(string key, List<string> values)
    {
        for (var i = 0; i < (values?.Count ?? 0); i++)
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"{key}.member.{i + 1}"), values[i]);
        return this;
    }
}

/// <summary>Reads members of an element; names count without their namespace, and a missing element has no members.</summary>
internal static class QueryXml
{
    public static XElement Child(this XElement element, string name)
    {
        if (element is not null)
        {
            foreach (var child in element.Elements())
            {
                if (child.Name.LocalName == name)
                    return child;
            }
        }

        return null;
    }

    public static string Text(this XElement element, string name) => element.Child(name)?.Value;

    public static int? Number(this XElement element, string name) => element.Text(name) is not { } text ? null
        : int.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotA("number", name);

    public static bool? Flag(this XElement element, string name) => element.Text(name) is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw NotA("boolean", name);

    public static DateTime? Time(this XElement element, string name)
    {
        if (element.Text(name) is not { } text)
            return null;
        const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time : throw NotA("time", name);
    }

    /// <summary>A list; null where it is missing or empty, as the official client has it.</summary>
    public static List<T> Members<T>(this XElement element, string name, Func<XElement, T> read)
    {
        List<T> list = null;
        if (element.Child(name) is { } container)
        {
            foreach (var child in container.Elements())
            {
                if (child.Name.LocalName == "member")
                    (list ??= []).Add(read(child));
            }
        }

        return list;
    }

    public static List<string> Texts(this XElement element, string name) => element.Members(name, static e => e.Value);

    // The value stays out of the message: replies may hold secrets.
    private static XmlException NotA(string what, string name) => new($"The reply's {name} is not a {what}.");
}
