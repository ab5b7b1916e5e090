namespace Dashboard.Sources.Aws.Trail;

/// <summary>Which calls change a resource that their event names. RunInstances names the security groups of the instance and changes none of them.</summary>
internal static class TrailCalls
{
    /// <summary>Calls that name one resource alone and change what hangs on it: grants, aliases, subscriptions, records.</summary>
    private static readonly ImmutableHashSet<string> OfOthers = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "AddPermission", "AssociateAlias", "ChangeResourceRecordSets", "ConfirmSubscription", "PutMetricFilter", "PutSubscriptionFilter", "RemovePermission", "ReplaceRoute", "RetireGrant", "RevokeGrant", "Subscribe",
        "UpdateAlias", "UpdateEventSourceMapping");

    /// <summary>What is made of or taken from a resource itself, though its type's name is not in the call.</summary>
    private static readonly ImmutableHashSet<string> Own = ImmutableHashSet.Create(StringComparer.Ordinal, "Tags", "RetentionPolicy");

    private static readonly ImmutableArray<string> Making = ["Create", "Delete", "Run", "Launch", "Request", "Publish"];

    /// <summary>Whether a call changes a resource of a type.</summary>
    /// <param name="call">The call, with the version that some services write behind its name.</param>
    /// <param name="type">The type.</param>
    /// <param name="namesOthers">Whether the event also names resources of other types.</param>
    public static bool Changes(string call, string type, bool namesOthers)
    {
        var name = WithoutVersion(call);
        if (name.Contains(type[(type.LastIndexOf(':') + 1)..], StringComparison.OrdinalIgnoreCase))
            return true;
        return !namesOthers && !OfOthers.Contains(name)
            && !Making.Any(m => name.StartsWith(m, StringComparison.Ordinal) && !Own.Contains(name[m.Length..]));
    }

    // "UpdateFunctionConfiguration20150331v2"
    private static string WithoutVersion(string call)
    {
        var end = call.Length;
        while (end > 0 && (char.IsAsciiDigit(call[end - 1]) || (call[end - 1] == 'v' && end < call.Length)))
            end--;
        return end == 0 ? call : call[..end];
    }
}
