using Amazon.S3.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.S3;

/// <summary>AWS::S3::Bucket and AWS::S3::BucketPolicy. Every part of a bucket's setup is a call of its own; nothing that it stores is asked for.</summary>
internal static class BucketReader
{
    private static readonly ReadOperation Location = ReadOperation.Bucket("GetBucketLocation", "location");
    private static readonly ReadOperation Versioning = ReadOperation.Bucket("GetBucketVersioning", "versioning");
    private static readonly ReadOperation Encryption = ReadOperation.Bucket("GetBucketEncryption", "encryption", "s3:GetEncryptionConfiguration");
    private static readonly ReadOperation PublicAccess = ReadOperation.Bucket("GetPublicAccessBlock", "publicAccessBlock", "s3:GetBucketPublicAccessBlock");
    private static readonly ReadOperation Ownership = ReadOperation.Bucket("GetBucketOwnershipControls", "ownershipControls");
    private static readonly ReadOperation Tagging = ReadOperation.Bucket("GetBucketTagging", "tagging");
    private static readonly ReadOperation Lifecycle = ReadOperation.Bucket("GetBucketLifecycleConfiguration", "lifecycle", "s3:GetLifecycleConfiguration");
    private static readonly ReadOperation Cors = ReadOperation.Bucket("GetBucketCors", "cors", "s3:GetBucketCORS");
    private static readonly ReadOperation Website = ReadOperation.Bucket("GetBucketWebsite", "website");
    private static readonly ReadOperation Logging = ReadOperation.Bucket("GetBucketLogging", "logging");
    private static readonly ReadOperation Notification = ReadOperation.Bucket("GetBucketNotification", "notification");
    private static readonly ReadOperation Acceleration = ReadOperation.Bucket("GetBucketAccelerateConfiguration", "accelerate", "s3:GetAccelerateConfiguration");
    private static readonly ReadOperation Policy = ReadOperation.Bucket("GetBucketPolicy", "policy");

    public static readonly TypeReader Bucket = new(
        "AWS::S3::Bucket",
        "S3",
        ReadSection.Of<Names>(
            [Location],
            async c =>
            {
                await c.S3Async((s3, stop) => s3.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = c.Id }, stop));
                return new Names(c.Id, c.Partition, c.Scope.Region);
            },
            ("BucketName", n => Of(n.Bucket)),
            ("Arn", n => Of($"arn:{n.Partition}:s3:::{n.Bucket}")),
            ("DomainName", n => Of($"{n.Bucket}.s3.{n.Suffix}")),
            ("RegionalDomainName", n => Of($"{n.Bucket}.s3.{n.Region}.{n.Suffix}"))),
        ReadSection.Of<S3BucketVersioningConfig>(
            [Versioning],
            async c => (await c.S3Async((s3, stop) => s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = c.Id }, stop))).VersioningConfig,
            ("VersioningConfiguration", v => v.Status?.Value is "Enabled" or "Suspended" ? Map(("Status", Of(v.Status))) : null)),
        ReadSection.Of<GetBucketEncryptionResponse>(
            [Encryption],
            async c => await c.S3Async((s3, stop) => s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = c.Id }, stop)),
            ("BucketEncryption", e => BucketParts.Encryption(e.ServerSideEncryptionConfiguration)))
            with
        { None = ["ServerSideEncryptionConfigurationNotFoundError"] },
        ReadSection.Of<PublicAccessBlockConfiguration>(
            [PublicAccess],
            async c => (await c.S3Async((s3, stop) => s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = c.Id }, stop))).PublicAccessBlockConfiguration,
            ("PublicAccessBlockConfiguration", p => Map(
                ("BlockPublicAcls", Of(p.BlockPublicAcls)),
                ("BlockPublicPolicy", Of(p.BlockPublicPolicy)),
                ("IgnorePublicAcls", Of(p.IgnorePublicAcls)),
                ("RestrictPublicBuckets", Of(p.RestrictPublicBuckets)))))
            with
        { None = ["NoSuchPublicAccessBlockConfiguration"] },
        ReadSection.Of<OwnershipControls>(
            [Ownership],
            async c => (await c.S3Async((s3, stop) => s3.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = c.Id }, stop))).OwnershipControls,
            ("OwnershipControls", o => Map(("Rules", List(o.Rules?.Select(r => Map(("ObjectOwnership", Of(r.ObjectOwnership)))))))))
            with
        { None = ["OwnershipControlsNotFoundError"] },
        ReadSection.Of<GetBucketTaggingResponse>(
            [Tagging],
            async c => await c.S3Async((s3, stop) => s3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = c.Id }, stop)),
            ("Tags", t => Tags(t.TagSet, g => g.Key, g => g.Value)))
            with
        { None = ["NoSuchTagSet"] },
        ReadSection.Of<GetLifecycleConfigurationResponse>(
            [Lifecycle],
            async c => await c.S3Async((s3, stop) => s3.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = c.Id }, stop)),
            ("LifecycleConfiguration", l => BucketParts.Lifecycle(l.Configuration)))
            with
        { None = ["NoSuchLifecycleConfiguration"] },
        ReadSection.Of<GetCORSConfigurationResponse>(
            [Cors],
            async c => await c.S3Async((s3, stop) => s3.GetCORSConfigurationAsync(new GetCORSConfigurationRequest { BucketName = c.Id }, stop)),
            ("CorsConfiguration", r => BucketParts.Cors(r.Configuration)))
            with
        { None = ["NoSuchCORSConfiguration"] },
        ReadSection.Of<GetBucketWebsiteResponse>(
            [Website],
            async c => await c.S3Async((s3, stop) => s3.GetBucketWebsiteAsync(new GetBucketWebsiteRequest { BucketName = c.Id }, stop)),
            ("WebsiteConfiguration", w => BucketParts.Website(w.WebsiteConfiguration)))
            with
        { None = ["NoSuchWebsiteConfiguration"] },
        ReadSection.Of<GetBucketLoggingResponse>(
            [Logging],
            async c => await c.S3Async((s3, stop) => s3.GetBucketLoggingAsync(new GetBucketLoggingRequest { BucketName = c.Id }, stop)),
            ("LoggingConfiguration", l => Map(
                ("DestinationBucketName", Of(l.BucketLoggingConfig?.TargetBucketName)), ("LogFilePrefix", Of(l.BucketLoggingConfig?.TargetPrefix))))),
        ReadSection.Of<GetBucketNotificationResponse>(
            [Notification],
            async c => await c.S3Async((s3, stop) => s3.GetBucketNotificationAsync(new GetBucketNotificationRequest { BucketName = c.Id }, stop)),
            ("NotificationConfiguration", BucketParts.Notifications)),
        ReadSection.Of<GetBucketAccelerateConfigurationResponse>(
            [Acceleration],
            async c => await c.S3Async((s3, stop) => s3.GetBucketAccelerateConfigurationAsync(new GetBucketAccelerateConfigurationRequest { BucketName = c.Id }, stop)),
            ("AccelerateConfiguration", a => Map(("AccelerationStatus", Of(a.Status)))))
            with
        { None = ["UnsupportedArgument", "MethodNotAllowed", "NotImplemented"] })
    {
        Gaps =
        [
            "/BucketEncryption/ServerSideEncryptionConfiguration/*/BlockedEncryptionTypes", "/LifecycleConfiguration/TransitionDefaultMinimumObjectSize", "/LoggingConfiguration/TargetObjectKeyFormat",
            // Older forms of what the service tells in one newer form.
            "/LifecycleConfiguration/Rules/*/NoncurrentVersionExpirationInDays", "/LifecycleConfiguration/Rules/*/NoncurrentVersionTransition", "/LifecycleConfiguration/Rules/*/Transition",
        ],
    };

    public static readonly TypeReader BucketPolicy = new(
        "AWS::S3::BucketPolicy",
        "S3",
        ReadSection.Of<Attached>(
            [Policy],
            async c =>
            {
                // Older stacks have a physical id of their own; then only the template knows the bucket.
                var bucket = c.Declared("Bucket") ?? c.Id;
                var policy = (await c.S3Async((s3, stop) => s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = bucket }, stop))).Policy;
                return string.IsNullOrEmpty(policy) ? null : new Attached(bucket, policy);
            },
            ("Bucket", a => Of(a.Bucket)),
            ("PolicyDocument", a => Json(a.Policy))));

    internal sealed record Names(string Bucket, string Partition, string Region)
    {
        public string Suffix => Amazon.RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix;
    }

    internal sealed record Attached(string Bucket, string Policy);
}
