using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>Collects who owns which physical id, ARN and export.</summary>
/// <remarks>What counts as an identity is told by <see cref="IdentityText"/>; docs/decisions/0006 says why.</remarks>
public static class IdentityMapBuilder
{
    private const string StackId = "AWS::StackId";

    /// <summary>Types whose physical id is that of the resource which they are attached to.</summary>
    private static readonly string[] Attachments = ["Policy", "Attachment", "Association", "RotationSchedule", "Permission", "RecordSet"];

    /// <summary>Builds the map from every known environment.</summary>
    public static IdentityMap Build(IEnumerable<EnvironmentSnapshot> snapshots) =>
        IdentityMap.Create(snapshots.SelectMany(s => s.Stacks).SelectMany(Claims));

    /// <summary>Builds the map from judged stacks: what their resources are called, without the stacks themselves.</summary>
    public static IdentityMap Build(IEnumerable<StackEvaluation> stacks) =>
        IdentityMap.Create(stacks.SelectMany(s => s.Resources.SelectMany(r => Claims(s.Key, r.Address, r.Type, r.PhysicalId, r.Live))));

    private static IEnumerable<IdentityClaim> Claims(StackSnapshot stack)
    {
        if (stack.Deployed is { } deployed)
            yield return Claim(deployed.StackId, Reference(stack.Key, ResourceAddress.Stack, StackId), ClaimRight.PhysicalId);
        foreach (var claim in stack.Live.OrderBy(r => r.Address).SelectMany(r => Claims(stack.Key, r.Address, r.Type, r.PhysicalId, LiveView.Of(r, null).Properties)))
            yield return claim;
        foreach (var claim in Exports(stack))
            yield return claim;
    }

    private static IEnumerable<IdentityClaim> Claims(StackKey stack, ResourceAddress address, string type, string? physicalId, MapValue? live)
    {
        if (physicalId is { } id)
        {
            var isAttached = Attachments.Any(a => type.EndsWith(a, StringComparison.Ordinal));
            yield return Claim(id, Reference(stack, address, "Ref"), isAttached ? ClaimRight.Attribute : ClaimRight.PhysicalId);
            if (type == ResourceTypes.NestedStack)
                yield return new IdentityClaim(id, Reference(stack, address, StackId), ClaimRight.None);
        }

        if (live is null)
            yield break;
        foreach (var pointer in TraitsCatalog.Get(type).ReadOnlyPaths)
        {
            var names = pointer.Split('/')[1..];
            if (IdentityText.IsIdentityAttribute(names[^1]) && At(live, names) is ScalarValue { Kind: ScalarKind.String } value)
                yield return Claim(value.Text, Reference(stack, address, string.Join('.', names)), ClaimRight.Attribute);
        }
    }

    /// <summary>The exports: an attribute of a resource where the template says so, else an output of the stack.</summary>
    private static IEnumerable<IdentityClaim> Exports(StackSnapshot stack)
    {
        var symbolic = (stack.Deployed?.Symbolic?.Outputs ?? []).ToLookup(o => o.Name, o => o.Value);
        foreach (var output in stack.Deployed?.Concrete?.Outputs ?? [])
        {
            if (output.ExportName is null || output.Value is not ScalarValue { Kind: not ScalarKind.Null } value)
                continue;
            var said = symbolic[output.Name].FirstOrDefault();
            var reference = said as ReferenceValue ?? Reference(stack.Key, ResourceAddress.Stack, "Outputs." + output.Name);
            // A literal or a parameter that is passed on is a setting, unless it is an address.
            var isSetting = said is null or ScalarValue && !IdentityText.IsAddress(value.Text);
            yield return isSetting ? new IdentityClaim(value.Text, reference, ClaimRight.None) : Claim(value.Text, reference, ClaimRight.Export);
        }
    }

    private static IdentityClaim Claim(string text, ReferenceValue reference, ClaimRight right) =>
        new(text, reference, IdentityText.IsIdentity(text) ? right : ClaimRight.None);

    private static ReferenceValue Reference(StackKey stack, ResourceAddress address, string attribute) => new(new ResourceOwner(stack, address), attribute);

    private static PropertyValue? At(PropertyValue? value, string[] names)
    {
        foreach (var name in names)
            value = (value as MapValue)?[name];
        return value;
    }
}
