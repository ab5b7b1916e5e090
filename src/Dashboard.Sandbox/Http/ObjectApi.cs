using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>As much of S3 as template objects need: PUT, GET and HEAD of /bucket/key, and PUT of /bucket.</summary>
internal sealed class ObjectApi(SandboxCloud cloud)
{
    /// <summary>What it answers: the four cases below.</summary>
    public static IEnumerable<string> Operations => ["CreateBucket", "PutObject", "GetObject", "HeadObject"];

    /// <summary>Answers a call.</summary>
    public Reply Answer(HttpRequest request, string body)
    {
        var path = request.Path.Value?.TrimStart('/') ?? "";
        var slash = path.IndexOf('/');
        var (bucket, key) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        switch (request.Method, bucket, key)
        {
            // Every bucket exists already: creating one is polite, but not needed.
            case ("PUT", not "", ""):
                return Reply.Empty();
            case ("PUT", not "", _):
                cloud.PutObject(bucket, key, body);
                return Reply.Empty();
            case ("GET" or "HEAD", _, not ""):
                return cloud.FindObject(bucket, key) is { } text
                    ? new Reply(200, "application/octet-stream", Encoding.UTF8.GetBytes(text))
                    : Error("NoSuchKey", "The specified key does not exist.", 404);
        }

        return Error("MethodNotAllowed", "The sandbox stores template objects only.", 405);
    }

    /// <summary>Undoes "aws-chunked": each chunk is "hex-length;chunk-signature=...\r\n" and that many bytes; trailers follow the empty one.</summary>
    public static string Unchunk(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body).AsSpan();
        using var whole = new MemoryStream();
        while (bytes.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var header = Encoding.ASCII.GetString(bytes[..end]).Split(';')[0];
            if (!int.TryParse(header, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) || length <= 0 || end + 2 + length > bytes.Length)
                break;
            whole.Write(bytes.Slice(end + 2, length));
            bytes = bytes[Math.Min(bytes.Length, end + 2 + length + 2)..];
        }

        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static Reply Error(string code, string message, int status) =>
        Reply.OfXml(new XElement("Error", new XElement("Code", code), new XElement("Message", message)), "", status);
}
