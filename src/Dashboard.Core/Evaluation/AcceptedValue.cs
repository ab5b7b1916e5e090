using System.Text.Json;

namespace Dashboard.Core.Evaluation;

/// <summary>Whether the value that an accept rule names is the value that runs.</summary>
internal static class AcceptedValue
{
    private static readonly string[] Peers =
    [
        "CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName", "SourcePrefixListId", "DestinationSecurityGroupId", "DestinationPrefixListId",
    ];

    /// <summary>Whether a rule's text names a value: by its text, its JSON, or the short form of a firewall rule ("10.9.0.0/16:443").</summary>
    public static bool Names(string text, PropertyValue? value) => value switch
    {
        null => false,
        ScalarValue scalar => scalar.Kind == ScalarKind.Null ? text == "null" : scalar.Text == text || (scalar.Kind == ScalarKind.String && JsonValues.Quote(scalar.Text) == text),
        MapValue or ListValue => IsSameJson(text, value) || ShortForm(value) == text,
        _ => false,
    };

    /// <summary>"10.9.0.0/16:443"; "10.9.0.0/16:8000-8080/udp" for a range and another protocol than TCP; "10.9.0.0/16:all" for everything.</summary>
    public static string? ShortForm(PropertyValue value)
    {
        if (value is ListValue { Items: [var only] })
            return ShortForm(only);
        if (value is not MapValue map || Text(map, "IpProtocol") is not { } protocol || Peers.Select(p => Text(map, p)).FirstOrDefault(p => p is not null) is not { } peer)
            return null;
        if (protocol == "-1")
            return peer + ":all";
        var (from, to) = (Text(map, "FromPort"), Text(map, "ToPort"));
        var ports = from == to ? from : $"{from}-{to}";
        return $"{peer}:{ports}" + (protocol is "tcp" or "6" ? "" : "/" + protocol);
    }

    private static string? Text(MapValue map, string key) => (map[key] as ScalarValue)?.Text;

    private static bool IsSameJson(string text, PropertyValue value)
    {
        if (text.Length == 0 || text[0] is not ('{' or '['))
            return false;
        try
        {
            return Plain(JsonValues.Parse(text)).Equals(Plain(value));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The value with every scalar as text: a person who copies a value into a rule does not keep kinds apart.</summary>
    private static PropertyValue Plain(PropertyValue value) => value switch
    {
        ScalarValue scalar => new ScalarValue(scalar.Text),
        ListValue list => new ListValue([.. list.Items.Select(Plain)]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Plain(e.Value)))),
        _ => value,
    };
}
