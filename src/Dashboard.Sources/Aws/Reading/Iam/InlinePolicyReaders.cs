using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::Policy, and its newer forms for one role, user or group: a policy inside each principal that it is attached to.</summary>
internal static class InlinePolicyReaders
{
    private static readonly ImmutableArray<(string List, string One, ReadOperation Get)> Principals =
    [
        ("Roles", "RoleName", RoleReader.InlineDocument), ("Users", "UserName", UserReader.InlineDocument), ("Groups", "GroupName", GroupReader.InlineDocument),
    ];

    public static readonly TypeReader Policy = new(
        "AWS::IAM::Policy",
        "IAM",
        ReadSection.Of<Found>(
            [.. Principals.Select(p => p.Get)],
            FindAsync,
            ("PolicyName", p => Of(p.Name)),
            ("PolicyDocument", p => p.Document),
            ("Roles", p => List(p.Holders.GetValueOrDefault("Roles"))),
            ("Users", p => List(p.Holders.GetValueOrDefault("Users"))),
            ("Groups", p => List(p.Holders.GetValueOrDefault("Groups"))))
            with
        { Calls = declared => Principals.Sum(p => declared.Items(p.List).Length) });

    public static readonly ImmutableArray<TypeReader> OfOne =
        [.. Principals.Select(p => Reader($"AWS::IAM::{p.One.Replace("Name", "Policy", StringComparison.Ordinal)}", p.One, p.Get))];

    private static TypeReader Reader(string type, string principal, ReadOperation get) => new(
        type,
        "IAM",
        ReadSection.Of<PropertyValue>(
            [get],
            async c => c.Declared(principal) is { } name && (c.Declared("PolicyName") ?? c.Id.Split('|')[0]) is { } policy
                ? await IamParts.AskAsync(c, get, (principal, name), ("PolicyName", policy))
                : throw ReadStop.TooLittle($"The policy's {principal} is not known."),
            (principal, p => Of(p.Text(principal))),
            ("PolicyName", p => Of(p.Text("PolicyName"))),
            ("PolicyDocument", p => EscapedJson(p.Text("PolicyDocument")))));

    private static async Task<Found?> FindAsync(ReadContext c)
    {
        var name = c.Declared("PolicyName") ?? throw ReadStop.TooLittle("The policy's name is not known.");
        var holders = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var documents = new List<PropertyValue>();
        foreach (var (list, one, get) in Principals)
        {
            foreach (var principal in c.DeclaredProperties.Items(list).Select(p => p.Text()).OfType<string>())
            {
                if (await IamParts.InlineDocumentAsync(c, get, (one, principal), name) is not { } document)
                    continue;
                (holders.TryGetValue(list, out var known) ? known : holders[list] = []).Add(principal);
                documents.Add(document);
            }
        }

        if (documents.Count == 0)
            return null;
        return new Found(name, AttachedPolicy.Telling(c, documents), holders);
    }

    internal sealed record Found(string Name, PropertyValue Document, Dictionary<string, List<string>> Holders);
}
