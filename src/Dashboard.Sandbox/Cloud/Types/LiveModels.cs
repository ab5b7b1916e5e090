using Dashboard.Core.Traits;

namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>Makes a live resource out of what was asked for: physical id, identifier, read-only attributes, service defaults and tags.</summary>
internal static class LiveModels
{
    /// <summary>The tags of the stack and the stack's system tags, as every taggable resource bears them.</summary>
    /// <param name="Stack">The stack's own tags.</param>
    /// <param name="System">"aws:cloudformation:stack-name" and its like.</param>
    public sealed record InheritedTags(ImmutableSortedDictionary<string, string> Stack, ImmutableSortedDictionary<string, string> System)
    {
        /// <summary>No tags: a resource without a stack.</summary>
        public static readonly InheritedTags None = new(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
    }

    /// <summary>Types whose tags are a map rather than a list of Key and Value.</summary>
    private static readonly ImmutableHashSet<string> TagsAsMap =
    [
        "AWS::SSM::Parameter", "AWS::EKS::Nodegroup", "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::DomainName",
        "AWS::ApiGatewayV2::VpcLink", "AWS::MSK::Cluster", "AWS::Pipes::Pipe", "AWS::Batch::JobDefinition", "AWS::Batch::JobQueue",
        "AWS::Batch::ComputeEnvironment", "AWS::Glue::Job", "AWS::Glue::Crawler", "AWS::Backup::BackupVault", "AWS::Cognito::UserPool",
    ];

    /// <summary>Types that bear the stack's tags but not the system tags.</summary>
    private static readonly ImmutableHashSet<string> WithoutSystemTags =
    [
        "AWS::CloudFront::Distribution", "AWS::CloudTrail::Trail", "AWS::CodePipeline::Pipeline", "AWS::Cognito::UserPool", "AWS::DynamoDB::Table",
        "AWS::EC2::KeyPair", "AWS::EC2::Volume", "AWS::ECS::Service", "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElastiCache::SubnetGroup", "AWS::IAM::OIDCProvider", "AWS::IAM::Role", "AWS::IAM::User", "AWS::KMS::Key", "AWS::Kinesis::Stream",
        "AWS::KinesisFirehose::DeliveryStream", "AWS::Pipes::Pipe", "AWS::Route53::HealthCheck", "AWS::Route53::HostedZone", "AWS::SQS::Queue",
    ];

    /// <summary>Creates the live model.</summary>
    public static LiveEntry Create(string type, MapValue declared, IdSeed seed, InheritedTags tags, string? stackId)
    {
        var traits = TraitsCatalog.Get(type);
        var model = WithDefaults(type, WithoutNulls(declared));
        var form = TypeForms.Find(type);
        var physicalId = form is null ? GenericPhysicalId(type, traits, model, seed) : IdExpressions.Expand(form.PhysicalId, seed, model);
        foreach (var (attribute, expression) in form?.Attributes ?? [])
            model = ValuePaths.Set(model, attribute.Split('.'), new ScalarValue(IdExpressions.Expand(expression, seed, model, physicalId)));
        model = WithEndpointPort(type, model);
        model = WithArn(type, traits, model, seed, physicalId);
        model = WithIdentifier(traits, model, seed, physicalId);
        model = WithTags(type, traits, model, tags);
        model = (MapValue)ValuePaths.Coerce(model, traits.Root);
        return new LiveEntry(new LiveKey(type, Identifier(traits, model, physicalId)), physicalId, model, stackId, stackId is null ? null : seed.LogicalId);
    }

    /// <summary>Writes the top-level properties that differ between two declarations into the live model; everything else keeps what hands made of it.</summary>
    public static LiveEntry Update(LiveEntry live, MapValue before, MapValue after, InheritedTags tagsBefore, InheritedTags tagsAfter)
    {
        var traits = TraitsCatalog.Get(live.Key.Type);
        var model = live.Properties;
        foreach (var name in before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal))
        {
            if (name != traits.TagProperty && !Equals(before[name], after[name]))
                model = model.With(name, after[name] is ScalarValue { Kind: ScalarKind.Null } ? null : after[name]);
        }

        if (traits.TagProperty is { } tagProperty)
        {
            var (old, now) = (ReadTags(before[tagProperty]), ReadTags(after[tagProperty]));
            var kept = ReadTags(model[tagProperty])
                .Where(t => !old.ContainsKey(t.Key) && !tagsBefore.Stack.ContainsKey(t.Key) && !now.ContainsKey(t.Key) && !tagsAfter.Stack.ContainsKey(t.Key));
            var tags = now.AddRange(tagsAfter.Stack.Where(t => !now.ContainsKey(t.Key))).AddRange(kept);
            model = WithTags(live.Key.Type, tagProperty, model.With(tagProperty, null), tags, after[tagProperty]);
        }

        return live with { Properties = (MapValue)ValuePaths.Coerce(WithDefaults(live.Key.Type, model), traits.Root) };
    }

    /// <summary>A text for an attribute that the table of forms does not know.</summary>
    public static string AttributeText(string type, string attribute, IdSeed seed, string physicalId) => attribute.EndsWith("Arn", StringComparison.OrdinalIgnoreCase)
        ? Arn(type, seed, physicalId)
        : $"{attribute.ToLowerInvariant().Replace('.', '-')}-{DeterministicIds.Hex(seed.Text(attribute), 12)}";

    /// <summary>The tags in either shape.</summary>
    public static ImmutableSortedDictionary<string, string> ReadTags(PropertyValue? tags)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (tags is MapValue map)
        {
            foreach (var (key, value) in map.Entries)
                read[key] = (value as ScalarValue)?.Text ?? "";
        }
        else if (tags is ListValue list)
        {
            foreach (var item in list.Items.OfType<MapValue>())
                read[(item["Key"] as ScalarValue)?.Text ?? ""] = (item["Value"] as ScalarValue)?.Text ?? "";
        }

        return read.ToImmutable();
    }

    private static MapValue WithTags(string type, ResourceTraits traits, MapValue model, InheritedTags tags)
    {
        if (traits.TagProperty is null || !traits.IsTaggable)
            return model;
        var given = model[traits.TagProperty];
        var own = ReadTags(given);
        var all = own.AddRange(tags.Stack.Where(t => !own.ContainsKey(t.Key)));
        return WithTags(type, traits.TagProperty, model, WithoutSystemTags.Contains(type) ? all : all.SetItems(tags.System), given);
    }

    private static MapValue WithTags(
        string type, string property, MapValue model, ImmutableSortedDictionary<string, string> tags, PropertyValue? given)
    {
        if (tags.IsEmpty)
            return model;
        if (TagsAsMap.Contains(type))
            return model.With(property, MapValue.Create(tags.Select(t => KeyValuePair.Create<string, PropertyValue>(t.Key, new ScalarValue(t.Value)))));
        // An item of the template may say more than key and value (PropagateAtLaunch), so it is kept as it stands.
        var items = (given as ListValue)?.Items.OfType<MapValue>().GroupBy(i => (i["Key"] as ScalarValue)?.Text ?? "", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal) ?? [];
        return model.With(property, new ListValue([.. tags.Select(t => items.GetValueOrDefault(t.Key) ?? Tag(type, t.Key, t.Value))]));
    }

    private static MapValue Tag(string type, string key, string value)
    {
        var tag = MapValue.Of(("Key", new ScalarValue(key)), ("Value", new ScalarValue(value)));
        return type == "AWS::AutoScaling::AutoScalingGroup" ? tag.With("PropagateAtLaunch", new ScalarValue("true", ScalarKind.Boolean)) : tag;
    }

    private static MapValue WithoutNulls(MapValue declared) =>
        MapValue.Create(declared.Entries.Where(e => e.Value is not ScalarValue { Kind: ScalarKind.Null }));

    private static MapValue WithDefaults(string type, MapValue model)
    {
        foreach (var (name, value) in ServiceDefaults.Of(type).Entries)
        {
            if (model[name] is null)
                model = model.With(name, value);
        }

        return model;
    }

    private static string GenericPhysicalId(string type, ResourceTraits traits, MapValue model, IdSeed seed)
    {
        if (traits.PrimaryIdentifier is not [var pointer])
            return IdExpressions.GeneratedName(seed);
        var given = ValuePaths.Get(model, ValuePaths.Names(pointer));
        if (given is ScalarValue { Text.Length: > 0 } scalar)
            return scalar.Text;
        return pointer.EndsWith("Arn", StringComparison.Ordinal) ? Arn(type, seed, IdExpressions.GeneratedName(seed)) : IdExpressions.GeneratedName(seed);
    }

    private static MapValue WithEndpointPort(string type, MapValue model)
    {
        if (type is not ("AWS::RDS::DBInstance" or "AWS::RDS::DBCluster") || ValuePaths.Get(model, ["Endpoint", "Port"]) is not null)
            return model;
        var engine = (model["Engine"] as ScalarValue)?.Text ?? "";
        var port = (model["Port"] as ScalarValue)?.Text ?? (engine.Contains("postgres", StringComparison.Ordinal) ? "5432" : "3306");
        return ValuePaths.Set(model, ["Endpoint", "Port"], new ScalarValue(port));
    }

    private static MapValue WithArn(string type, ResourceTraits traits, MapValue model, IdSeed seed, string physicalId) =>
        model["Arn"] is not null || !traits.ReadOnlyPaths.Contains("/Arn")
            ? model
            : model.With("Arn", new ScalarValue(physicalId.StartsWith("arn:", StringComparison.Ordinal) ? physicalId : Arn(type, seed, physicalId)));

    private static string Arn(string type, IdSeed seed, string name)
    {
        var parts = type.Split("::");
        var (service, kind) = parts.Length == 3 ? (parts[1], parts[2]) : ("custom", type);
        return $"arn:aws:{service.ToLowerInvariant()}:{seed.Region}:{seed.Account}:{kind.ToLowerInvariant()}/{name}";
    }

    private static MapValue WithIdentifier(ResourceTraits traits, MapValue model, IdSeed seed, string physicalId)
    {
        foreach (var pointer in traits.PrimaryIdentifier)
        {
            var names = ValuePaths.Names(pointer);
            if (ValuePaths.Get(model, names) is not null)
                continue;
            var value = traits.PrimaryIdentifier.Length == 1 ? physicalId : DeterministicIds.Hex(seed.Text(pointer), 17);
            model = ValuePaths.Set(model, names, new ScalarValue(value));
        }

        return model;
    }

    private static string Identifier(ResourceTraits traits, MapValue model, string physicalId) => traits.PrimaryIdentifier.IsEmpty
        ? physicalId
        : string.Join('|', traits.PrimaryIdentifier.Select(p => ValuePaths.Get(model, ValuePaths.Names(p)) is ScalarValue s ? s.Text : ""));
}
