using System.Security.Cryptography;

namespace Dashboard.Sources.Aws;

/// <summary>Which operation a flow of calls asked last, through every await: a failure names it. What is asked within (a role that is taken on) counts, too, until the next request.</summary>
internal sealed class CalledOperation
{
    private static readonly AsyncLocal<CalledOperation?> Flow = new();

    /// <summary>What AWS's command line calls a service, where that is not what its requests are signed for.</summary>
    private static readonly ImmutableDictionary<string, string> Names = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("cloudcontrolapi", "cloudcontrol"),
        KeyValuePair.Create("elasticloadbalancing", "elbv2"),
        KeyValuePair.Create("monitoring", "cloudwatch"),
        KeyValuePair.Create("states", "stepfunctions"),
    ]);

    private readonly CalledOperation? _outer;
    private readonly string? _service;
    private volatile string? _asked;
    private volatile string? _reply;

    private CalledOperation(CalledOperation? outer, string? service) => (_outer, _service) = (outer, service);

    /// <summary>"cloudcontrol GetResource in eu-west-1"; where nothing was sent the service that was to be asked, and null where that is not known either.</summary>
    public string? Name => _asked ?? _service ?? _outer?.Name;

    /// <summary>Watches the calling method and everything that it awaits.</summary>
    public static CalledOperation Begin() => Flow.Value = new CalledOperation(Flow.Value, null);

    /// <summary>The same where it is known before which service will be asked.</summary>
    /// <param name="service">The name that its requests are signed for.</param>
    /// <param name="region">The region that they are signed for.</param>
    public static CalledOperation Begin(string service, string region) => Flow.Value = new CalledOperation(Flow.Value, NameOf(service, null, region));

    /// <summary>The first twelve hexadecimal digits of the SHA-256 of the last reply, or of as much of it as was read; null of one that is the service's own.</summary>
    public string? Reply => _reply;

    /// <summary>Notes what the present flow asks.</summary>
    public static void Note(string service, string operation, string region)
    {
        for (var called = Flow.Value; called is not null; called = called._outer)
            (called._asked, called._reply) = (NameOf(service, operation, region), null);
    }

    /// <summary>Notes what was read of a reply. Not of the service's own: whoever knew the rest of it could tell by the digits whether he guesses a value in it rightly.</summary>
    public static void NoteReply(ReadOnlySpan<byte> read)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(read))[..12];
        for (var called = Flow.Value; called is not null; called = called._outer)
            called._reply = digest;
    }

    private static string NameOf(string service, string? operation, string region) => FailedCall.NameOf(Names.GetValueOrDefault(service, service), operation, region);
}
