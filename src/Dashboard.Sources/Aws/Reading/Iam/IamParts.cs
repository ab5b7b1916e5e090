namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>What IAM's types have in common.</summary>
internal static class IamParts
{
    private static readonly (string, string) Marker = ("Marker", "Marker");

    public static ReadOperation Operation(string name) => ReadOperation.Query("iam", name);

    public static Task<MapValue> AskAsync(ReadContext c, ReadOperation operation, params (string, string?)[] arguments) => c.AskAsync(WireService.Iam, operation, arguments);

    public static Task<ImmutableArray<PropertyValue>> AskAllAsync(ReadContext c, ReadOperation operation, string list, params (string, string?)[] arguments) =>
        c.AskAllAsync(WireService.Iam, operation, list, Marker, [], arguments);

    public static PropertyValue? Tags(PropertyValue? tags) => Live.Tags(tags.Items(), t => t.Text("Key"), t => t.Text("Value"));

    /// <summary>ARNs of the managed policies that are attached.</summary>
    public static async Task<PropertyValue?> AttachedAsync(ReadContext c, ReadOperation operation, string member) =>
        Live.List((await AskAllAsync(c, operation, "AttachedPolicies", (member, c.Id)).ConfigureAwait(false)).Select(p => p.Text("PolicyArn")));

    /// <summary>Policies that stand in the role, user or group itself. Those of other resources of the stack (AWS::IAM::Policy) are among them, too.</summary>
    public static async Task<PropertyValue?> InlineAsync(ReadContext c, ReadOperation list, ReadOperation get, string member)
    {
        var policies = new List<PropertyValue?>();
        foreach (var name in (await AskAllAsync(c, list, "PolicyNames", (member, c.Id)).ConfigureAwait(false)).Select(n => n.Text()).OfType<string>())
        {
            // It may be gone since it was listed.
            if (await InlineDocumentAsync(c, get, (member, c.Id), name).ConfigureAwait(false) is { } document)
                policies.Add(Live.Map(("PolicyName", Live.Of(name)), ("PolicyDocument", document)));
        }

        return Live.List(policies);
    }

    /// <summary>The list, and each policy that is declared.</summary>
    public static int InlineCalls(MapValue declared) => 1 + declared.Items("Policies").Length;

    /// <summary>A policy inside a role, user or group; null where there is none of the name.</summary>
    public static Task<PropertyValue?> InlineDocumentAsync(ReadContext c, ReadOperation get, (string, string?) principal, string policy) =>
        AttachedPolicy.UnlessGoneAsync(async () => Live.EscapedJson((await AskAsync(c, get, principal, ("PolicyName", policy)).ConfigureAwait(false)).Text("PolicyDocument")));
}

/// <summary>A value behind a reference, so that a section can say "asked, and there is none".</summary>
internal sealed record Answer(PropertyValue? Value);
