using Amazon.KeyManagementService.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::KMS::Key and AWS::KMS::Alias.</summary>
internal static class KeyReaders
{
    private static readonly ReadOperation Keys = ReadOperation.Json("kms", "TrentService.DescribeKey");
    private static readonly ReadOperation Policy = ReadOperation.Json("kms", "TrentService.GetKeyPolicy");
    private static readonly ReadOperation Rotation = ReadOperation.Json("kms", "TrentService.GetKeyRotationStatus");
    private static readonly ReadOperation KeyTags = ReadOperation.Json("kms", "TrentService.ListResourceTags");

    public static readonly TypeReader Key = new(
        "AWS::KMS::Key",
        "KMS",
        ReadSection.Of<KeyMetadata>(
            [Keys],
            async c => (await c.KmsAsync((kms, stop) => kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = c.Id }, stop))).KeyMetadata is { } key
                // Until its waiting period is over, a deleted key is still described.
                && key.KeyState?.Value is not ("PendingDeletion" or "PendingReplicaDeletion") ? key : null,
            ("KeyId", k => Of(k.KeyId)),
            ("Arn", k => Of(k.Arn)),
            ("Description", k => Of(k.Description)),
            ("Enabled", k => Of(k.Enabled)),
            ("KeySpec", k => Of(k.KeySpec)),
            ("KeyUsage", k => Of(k.KeyUsage)),
            ("MultiRegion", k => Of(k.MultiRegion)),
            ("Origin", k => Of(k.Origin))),
        ReadSection.Of<GetKeyPolicyResponse>(
            [Policy],
            async c => await c.KmsAsync((kms, stop) => kms.GetKeyPolicyAsync(new GetKeyPolicyRequest { KeyId = c.Id, PolicyName = "default" }, stop)),
            ("KeyPolicy", p => Json(p.Policy))),
        ReadSection.Of<GetKeyRotationStatusResponse>(
            [Rotation],
            async c => await c.KmsAsync((kms, stop) => kms.GetKeyRotationStatusAsync(new GetKeyRotationStatusRequest { KeyId = c.Id }, stop)),
            ("EnableKeyRotation", r => Of(r.KeyRotationEnabled)),
            ("RotationPeriodInDays", r => Of((long?)r.RotationPeriodInDays)))
            with
        { None = ["UnsupportedOperationException"] },
        ReadSection.Of<ListResourceTagsResponse>(
            [KeyTags],
            async c => await c.KmsAsync((kms, stop) => kms.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = c.Id }, stop)),
            ("Tags", t => Tags(t.Tags, g => g.TagKey, g => g.TagValue))));

    public static readonly TypeReader Alias = new(
        "AWS::KMS::Alias",
        "KMS",
        ReadSection.Of<Target>(
            [Keys],
            FindAsync,
            ("AliasName", a => Of(a.Alias)),
            ("TargetKeyId", a => Of(a.Key))));

    private static async Task<Target?> FindAsync(ReadContext c)
    {
        // An alias is asked for by its key, of which the service tells the alias's present one: a list of all aliases may be long.
        var key = (await c.KmsAsync((kms, stop) => kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = c.Id }, stop))).KeyMetadata;
        if (key is null)
            return null;
        // The template may name the key by its ARN.
        return new Target(c.Id, c.Declared("TargetKeyId")?.StartsWith("arn:", StringComparison.Ordinal) == true ? key.Arn : key.KeyId);
    }

    internal sealed record Target(string Alias, string Key);
}
