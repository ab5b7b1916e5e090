using System.Collections.Frozen;
using System.Text.Json;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A value that the service fills in where nobody said anything; which one, and where, stands in filled-values.json.</summary>
internal static class FilledValue
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP034",
        "Value that the service fills in",
        "Inside the items of lists services return values that the template did not give: tcp for the protocol of a port, true for Essential, the forwarding that a target group stands for. "
        + "Such a value and none are the same, against live values only, item by item, and only where it is the value that is documented. Another value there is a difference; of a place where no value is documented, what only the service says is undeclared, as it is at the top of a resource. "
        + "An item that services add to a list by themselves, such as the standard attributes of a user pool, is folded, too.",
        NormaliserSample.Same(
            "AWS::ECS::TaskDefinition",
            """{"NetworkMode":"awsvpc","ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80}]}]}""",
            """{"NetworkMode":"awsvpc","ContainerDefinitions":[{"Name":"web","Essential":true,"PortMappings":[{"ContainerPort":80,"HostPort":80,"Protocol":"tcp"}]}]}"""),
        NormaliserSample.Same(
            "AWS::ECS::TaskDefinition",
            """{"ContainerDefinitions":[{"Name":"web","Essential":true,"PortMappings":[{"ContainerPort":80,"HostPort":0,"Protocol":"tcp"}]}]}""",
            """{"ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80}]}]}"""),
        NormaliserSample.Same(
            "AWS::ElasticLoadBalancingV2::Listener",
            """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t"}]}""",
            """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"t","Weight":1}],"TargetGroupStickinessConfig":{"Enabled":false}}}]}"""),
        NormaliserSample.Same(
            "AWS::Cognito::UserPool",
            """{"Schema":[{"Name":"plan","AttributeDataType":"String"}]}""",
            """{"Schema":[{"Name":"sub","AttributeDataType":"String","Required":true},{"Name":"custom:plan","AttributeDataType":"String"}]}"""),
        NormaliserSample.Different(
            "AWS::ECS::TaskDefinition",
            """{"ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80,"Protocol":"udp"}]}]}""",
            """{"ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80}]}]}"""),
        NormaliserSample.Different(
            "AWS::ECS::TaskDefinition",
            """{"NetworkMode":"bridge","ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80,"HostPort":80}]}]}""",
            """{"NetworkMode":"bridge","ContainerDefinitions":[{"Name":"web","PortMappings":[{"ContainerPort":80}]}]}"""),
        NormaliserSample.Different(
            "AWS::ElasticLoadBalancingV2::Listener",
            """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t"}]}""",
            """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"t"},{"TargetGroupArn":"u"}]}}]}"""),
        NormaliserSample.Different(
            "AWS::Cognito::UserPool",
            """{"Schema":[{"Name":"plan","AttributeDataType":"String"}]}""",
            """{"Schema":[{"Name":"custom:team","AttributeDataType":"String"},{"Name":"custom:plan","AttributeDataType":"String"}]}"""));

    private static readonly FrozenDictionary<string, ImmutableArray<(string Path, FilledPlace Place)>> ByType = Read();

    /// <summary>The places of a type that its service fills in, as in the traits.</summary>
    public static ImmutableArray<(string Path, FilledPlace Place)> PlacesOf(string type) => ByType.GetValueOrDefault(type, []);

    private static FrozenDictionary<string, ImmutableArray<(string Path, FilledPlace Place)>> Read()
    {
        using var stream = typeof(FilledValue).Assembly.GetManifestResourceStream("Dashboard.Core.Comparison.Normalisers.filled-values.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToFrozenDictionary(
            t => t.Name, t => t.Value.EnumerateObject().Select(p => (p.Name, new FilledPlace([.. p.Value.EnumerateArray().Select(FilledForm.Read)]))).ToImmutableArray(), StringComparer.Ordinal);
    }
}

/// <summary>What a value is that only one side has.</summary>
internal enum FilledVerdict
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>What the service fills in by itself.</summary>
    Same,

    /// <summary>It is not what the service fills in, or says something else than what stands beside it in the template: somebody's doing.</summary>
    Other,
}

/// <summary>A place that a service fills in: any of several forms.</summary>
internal sealed record FilledPlace(ImmutableArray<FilledForm> Forms)
{
    /// <summary>Judges a value.</summary>
    /// <param name="value">The value that one side has.</param>
    /// <param name="siblings">What the template says beside it.</param>
    /// <param name="root">All that the template says of the resource.</param>
    public FilledVerdict Judge(PropertyValue value, MapValue? siblings, PropertyValue? root)
    {
        var verdict = FilledVerdict.Unknown;
        foreach (var form in Forms)
        {
            if (form.Judge(value, siblings, root) is var judged and not FilledVerdict.Unknown)
                verdict = judged;
            if (verdict == FilledVerdict.Same)
                break;
        }

        return verdict;
    }
}

/// <summary>One form of what a service fills in.</summary>
/// <remarks>
/// <c>"tcp"</c>; <c>{"as":"ContainerPort","when":{"NetworkMode":["awsvpc","host"]}}</c>, the value of an entry beside it, where a property of the resource is one of these ("" for none);
/// <c>{"forward":"TargetGroupArn"}</c>, the target group beside it and no more; <c>{"Name":["sub"]}</c>, a whole item by its key.
/// </remarks>
internal sealed record FilledForm(string Kind, string Name, ImmutableArray<string> Texts, (string Property, ImmutableArray<string> Values)? When)
{
    public static FilledForm Read(JsonElement form)
    {
        if (form.ValueKind != JsonValueKind.Object)
            return new("value", "", [Text(form)], null);
        (string, ImmutableArray<string>)? when = form.TryGetProperty("when", out var condition) ? Entry(condition.EnumerateObject().First()) : null;
        var first = form.EnumerateObject().First();
        return first.Value.ValueKind == JsonValueKind.Array
            ? new("item", first.Name, Entry(first).Values, when)
            : new(first.Name, Text(first.Value), [Text(first.Value)], when);

        static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        static (string Name, ImmutableArray<string> Values) Entry(JsonProperty property) => (property.Name, [.. property.Value.EnumerateArray().Select(v => v.GetString()!)]);
    }

    public FilledVerdict Judge(PropertyValue value, MapValue? siblings, PropertyValue? root)
    {
        if (When is { } when && !Holds(when.Property, when.Values, root))
            return FilledVerdict.Unknown;
        return Kind switch
        {
            "forward" => Forward(value, siblings),
            "item" => Same(value is MapValue item && item[Name] is ScalarValue { Text: var key } && Texts.Contains(key)),
            "as" => Same(value is ScalarValue { Text: var text } && siblings?[Name] is ScalarValue { Text: var other } && text == other),
            _ when value is ScalarValue { Text: var text } => Texts.Contains(text) ? FilledVerdict.Same : When is null ? FilledVerdict.Other : FilledVerdict.Unknown,
            _ => FilledVerdict.Unknown,
        };
    }

    private static FilledVerdict Same(bool isSame) => isSame ? FilledVerdict.Same : FilledVerdict.Unknown;

    private static bool Holds(string property, ImmutableArray<string> values, PropertyValue? root) => (root as MapValue)?[property] switch
    {
        null or ScalarValue { Kind: ScalarKind.Null } => values.Contains(""),
        ScalarValue { Text: var text } => values.Contains(text),
        _ => false,
    };

    /// <summary>A forward to one target group stands beside it as an ARN, too. More groups, or requests that stick to one, are somebody's doing.</summary>
    private FilledVerdict Forward(PropertyValue value, MapValue? siblings)
    {
        if (siblings?[Name] is not ScalarValue { Text: var declared } || value is not MapValue forward)
            return FilledVerdict.Unknown;
        if ((forward["TargetGroupStickinessConfig"] as MapValue)?["Enabled"] is { } sticks and not ScalarValue { Text: "false" or "False" })
            return sticks is ScalarValue ? FilledVerdict.Other : FilledVerdict.Unknown;
        return (forward["TargetGroups"] as ListValue)?.Items switch
        {
            null or [] => FilledVerdict.Same,
            [MapValue only] => Same(only[Name] is ScalarValue { Text: var arn } && arn == declared),
            [_, _, ..] => FilledVerdict.Other,
            _ => FilledVerdict.Unknown,
        };
    }
}
