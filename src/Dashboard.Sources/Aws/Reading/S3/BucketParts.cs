using Amazon.S3.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.S3;

/// <summary>Shapes of S3 that a bucket's properties are made of.</summary>
internal static class BucketParts
{
    public static PropertyValue? Encryption(ServerSideEncryptionConfiguration? configuration) => Map(("ServerSideEncryptionConfiguration", List(configuration?.ServerSideEncryptionRules?.Select(r => Map(
        ("BucketKeyEnabled", Of(r.BucketKeyEnabled)),
        ("ServerSideEncryptionByDefault", Map(
            ("SSEAlgorithm", Of(r.ServerSideEncryptionByDefault?.ServerSideEncryptionAlgorithm)),
            ("KMSMasterKeyID", Of(r.ServerSideEncryptionByDefault?.ServerSideEncryptionKeyManagementServiceKeyId)))))))));

    public static PropertyValue? Lifecycle(LifecycleConfiguration? configuration) => Map(("Rules", List(configuration?.Rules?.Select(Rule))));

    public static PropertyValue? Cors(CORSConfiguration? configuration) => Map(("CorsRules", List(configuration?.Rules?.Select(r => Map(
        ("Id", Of(r.Id)),
        ("AllowedHeaders", List(r.AllowedHeaders)),
        ("AllowedMethods", List(r.AllowedMethods)),
        ("AllowedOrigins", List(r.AllowedOrigins)),
        ("ExposedHeaders", List(r.ExposeHeaders)),
        ("MaxAge", Of((long?)r.MaxAgeSeconds)))))));

    public static PropertyValue? Website(WebsiteConfiguration? site) => Map(
        ("IndexDocument", Of(site?.IndexDocumentSuffix)),
        ("ErrorDocument", Of(site?.ErrorDocument)),
        ("RedirectAllRequestsTo", Map(("HostName", Of(site?.RedirectAllRequestsTo?.HostName)), ("Protocol", Of(site?.RedirectAllRequestsTo?.Protocol)))),
        ("RoutingRules", List(site?.RoutingRules?.Select(r => Map(
            ("RedirectRule", Map(
                ("HostName", Of(r.Redirect?.HostName)),
                ("HttpRedirectCode", Of(r.Redirect?.HttpRedirectCode)),
                ("Protocol", Of(r.Redirect?.Protocol)),
                ("ReplaceKeyPrefixWith", Of(r.Redirect?.ReplaceKeyPrefixWith)),
                ("ReplaceKeyWith", Of(r.Redirect?.ReplaceKeyWith)))),
            ("RoutingRuleCondition", Map(
                ("HttpErrorCodeReturnedEquals", Of(r.Condition?.HttpErrorCodeReturnedEquals)),
                ("KeyPrefixEquals", Of(r.Condition?.KeyPrefixEquals)))))))));

    /// <summary>Null where nobody is told of anything.</summary>
    public static PropertyValue? Notifications(GetBucketNotificationResponse n) => Map(
        ("EventBridgeConfiguration", n.EventBridgeConfiguration is null ? null : MapValue.Of(("EventBridgeEnabled", ScalarOf(true)))),
        ("LambdaConfigurations", Each(n.LambdaFunctionConfigurations, f => f.Events, f => f.Filter, ("Function", f => f.FunctionArn))),
        ("QueueConfigurations", Each(n.QueueConfigurations, q => q.Events, q => q.Filter, ("Queue", q => q.Queue))),
        ("TopicConfigurations", Each(n.TopicConfigurations, t => t.Events, t => t.Filter, ("Topic", t => t.Topic))));

    private static PropertyValue ScalarOf(bool flag) => Of((bool?)flag)!;

    // The service gathers the events of one target; a template has one configuration for each.
    private static PropertyValue? Each<T>(
        List<T>? configurations, Func<T, List<Amazon.S3.EventType>?> events, Func<T, Filter?> filter, (string Name, Func<T, string?> Target) of) =>
        List((configurations ?? []).SelectMany(c => (events(c) ?? []).Select(e => Map(
            ("Event", Of(e)),
            (of.Name, Of(of.Target(c))),
            ("Filter", Map(("S3Key", Map(("Rules", List(filter(c)?.S3KeyFilter?.FilterRules?.Select(r => Map(("Name", Of(r.Name)), ("Value", Of(r.Value))))))))))))));

    private static PropertyValue? Rule(LifecycleRule rule)
    {
        var filter = new FilterParts();
        filter.Add(rule.Filter?.LifecycleFilterPredicate);
        return Map(
            ("Id", Of(rule.Id)),
            ("Status", Of(rule.Status)),
            ("Prefix", Of(filter.Prefix ?? Older(rule))),
            ("TagFilters", Tags(filter.Tags, t => t.Key, t => t.Value)),
            ("ObjectSizeGreaterThan", Of(Of(filter.LargerThan).Text())),
            ("ObjectSizeLessThan", Of(Of(filter.SmallerThan).Text())),
            ("ExpirationInDays", Of((long?)rule.Expiration?.Days)),
            ("ExpirationDate", Instant(rule.Expiration?.Date)),
            ("ExpiredObjectDeleteMarker", Of(rule.Expiration?.ExpiredObjectDeleteMarker)),
            ("AbortIncompleteMultipartUpload", Map(("DaysAfterInitiation", Of((long?)rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation)))),
            ("NoncurrentVersionExpiration", Map(
                ("NoncurrentDays", Of((long?)rule.NoncurrentVersionExpiration?.NoncurrentDays)),
                ("NewerNoncurrentVersions", Of((long?)rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions)))),
            ("Transitions", List(rule.Transitions?.Select(t => Map(
                ("StorageClass", Of(t.StorageClass)), ("TransitionInDays", Of((long?)t.Days)), ("TransitionDate", Instant(t.Date)))))),
            ("NoncurrentVersionTransitions", List(rule.NoncurrentVersionTransitions?.Select(t => Map(
                ("StorageClass", Of(t.StorageClass)), ("TransitionInDays", Of((long?)t.NoncurrentDays)), ("NewerNoncurrentVersions", Of((long?)t.NewerNoncurrentVersions)))))));
    }

    /// <summary>Rules that were made before there were filters still have it beside them.</summary>
    private static string? Older(LifecycleRule rule)
    {
#pragma warning disable CS0618 // What is deprecated to write is still what the service returns.
        return rule.Prefix;
#pragma warning restore CS0618
    }

    private static PropertyValue? Instant(DateTime? time) => time is { } t ? Of(t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)) : null;

    private sealed class FilterParts
    {
        public string? Prefix { get; private set; }

        public List<Tag> Tags { get; } = [];

        public long? LargerThan { get; private set; }

        public long? SmallerThan { get; private set; }

        public void Add(LifecycleFilterPredicate? predicate)
        {
            switch (predicate)
            {
                case LifecyclePrefixPredicate prefix:
                    Prefix = prefix.Prefix;
                    break;
                case LifecycleTagPredicate tag:
                    Tags.Add(tag.Tag);
                    break;
                case LifecycleObjectSizeGreaterThanPredicate larger:
                    LargerThan = larger.ObjectSizeGreaterThan;
                    break;
                case LifecycleObjectSizeLessThanPredicate smaller:
                    SmallerThan = smaller.ObjectSizeLessThan;
                    break;
                case LifecycleAndOperator all:
                    foreach (var operand in all.Operands ?? [])
                        Add(operand);
                    break;
            }
        }
    }
}
