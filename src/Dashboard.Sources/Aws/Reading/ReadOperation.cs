using System.Text.RegularExpressions;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>One operation of AWS that only reads, how its request is known on the way out, and the permission that it takes.</summary>
/// <param name="Service">The name that its requests are signed for: "ec2".</param>
/// <param name="Name">The operation: "DescribeSubnets".</param>
/// <param name="Permission">The IAM action: "ec2:DescribeSubnets".</param>
internal sealed record ReadOperation(string Service, string Name, string Permission)
{
    /// <summary>What the X-Amz-Target header says, for the JSON protocols.</summary>
    public string? Target { get; private init; }

    /// <summary>"/2015-03-31/functions/{}/configuration": what is asked for stands in the path, for REST.</summary>
    public string? Path { get; private init; }

    /// <summary>"policy" in "GET /bucket?policy", for S3.</summary>
    public string? Subresource { get; private init; }

    private Regex? PathPattern { get; init; }

    private bool IsBuckets { get; init; }

    /// <summary>A form whose Action is the operation.</summary>
    public static ReadOperation Query(string service, string name, string? permission = null) => new(service, name, permission ?? $"{service}:{name}");

    /// <summary>A document under a target: "AmazonSQS.GetQueueAttributes".</summary>
    public static ReadOperation Json(string service, string target, string? permission = null)
    {
        var name = target[(target.LastIndexOf('.') + 1)..];
        return new(service, name, permission ?? $"{service}:{name}") { Target = target };
    }

    /// <summary>GET of a path.</summary>
    public static ReadOperation Rest(string service, string name, string path, string? permission = null) => new(service, name, permission ?? $"{service}:{name}")
    {
        Path = path,
        PathPattern = new Regex("^" + Regex.Escape(path).Replace(@"\{}", "[^/?]+", StringComparison.Ordinal) + "\\z", RegexOptions.CultureInvariant),
    };

    /// <summary>GET of a bucket's subresource.</summary>
    public static ReadOperation Bucket(string name, string subresource, string? permission = null) => new("s3", name, permission ?? $"s3:{name}") { Subresource = subresource };

    /// <summary>GET of the list of buckets. It is known by its page size, which no list of a bucket's objects has.</summary>
    public static ReadOperation Buckets() => new("s3", "ListBuckets", "s3:ListAllMyBuckets") { IsBuckets = true };

    /// <summary>Whether a request asks for exactly this.</summary>
    public bool Matches(AwsRequest request) =>
        request.Service == Service
        && (Target is not null ? request.Target == Target
            : PathPattern is not null ? request.IsGet && PathPattern.IsMatch(request.Path)
            : IsBuckets ? request.IsGet && request.Path == "/" && request.IsForBuckets
            : Subresource is not null ? request.IsGet && request.Path.Trim('/').Contains('/', StringComparison.Ordinal) is false && request.IsOnlyFor(Subresource)
            : request.Action == Name);
}

/// <summary>What tells a request's operation.</summary>
/// <param name="Service">The name that it is signed for.</param>
/// <param name="IsGet">Whether it is a GET.</param>
/// <param name="Path">The path of its address, as sent.</param>
/// <param name="Search">What follows the path: "?policy", or nothing.</param>
/// <param name="Target">Its X-Amz-Target header; several are joined by a comma.</param>
/// <param name="Body">Its body where that is a form, else nothing.</param>
internal sealed record AwsRequest(string Service, bool IsGet, string Path, string Search, string? Target, string Body)
{
    /// <summary>The only Action of the form; null where there is none, or more than one.</summary>
    public string? Action { get; } = Target is null && Body.Split('&').Where(p => p.StartsWith("Action=", StringComparison.Ordinal)).ToArray() is [var only] ? only["Action=".Length..] : null;

    /// <summary>Whether the address asks for the subresource, beside nothing that is another one.</summary>
    public bool IsOnlyFor(string subresource) => Names is [var only] && only == subresource;

    /// <summary>Whether the address asks for a page of buckets, and for nothing else.</summary>
    public bool IsForBuckets => Names is var names && names.Contains("max-buckets") && names.All(n => n is "max-buckets" or "bucket-region" or "continuation-token");

    private string[] Names =>
        [.. Search.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0]).Where(n => !n.StartsWith("x-", StringComparison.OrdinalIgnoreCase))];
}
