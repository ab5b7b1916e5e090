using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::SecretsManager::Secret: what describes it, and never its value.</summary>
internal static class SecretReader
{
    private static readonly ReadOperation Describe = ReadOperation.Json("secretsmanager", "secretsmanager.DescribeSecret");

    public static readonly TypeReader Reader = new(
        "AWS::SecretsManager::Secret",
        "SecretsManager",
        ReadSection.Of<PropertyValue>(
            [Describe],
            async c => await c.AskAsync(WireService.SecretsManager, Describe, ("SecretId", c.Id)) is var secret && secret.Some("DeletedDate") is null ? secret : null,
            ("Id", s => s.Some("ARN")),
            ("Name", s => s.Some("Name")),
            ("Description", s => s.Some("Description")),
            ("KmsKeyId", s => s.Some("KmsKeyId")),
            ("ReplicaRegions", s => List(s.Items("ReplicationStatus").Select(r => r.Pick("Region", "KmsKeyId")))),
            ("Tags", s => Tags(s.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));
}
