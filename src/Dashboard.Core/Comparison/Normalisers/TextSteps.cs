using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A small language for what a service makes of a text: the steps of the schemas' transforms, and those of the rows in normalisers.json.</summary>
internal static class TextSteps
{
    /// <summary>The step that names a protocol.</summary>
    public const string ProtocolStep = "ipProtocol";

    /// <summary>The step that leaves a port only to a protocol that has ports.</summary>
    public const string PortStep = "portUnlessTcpUdp";

    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>What stands in a pattern as it is: names, ARNs and versions, of which none is longer. A pattern is made of it character by character, in time that grows with the square of them.</summary>
    private const int LongestName = 2048;

    /// <summary>Whether a text, put through the steps, is the other text, or a pattern that matches all of it.</summary>
    public static bool Matches(ImmutableArray<TextStep> steps, string text, string other, MapValue? siblings)
    {
        foreach (var step in steps)
        {
            switch (step.Name)
            {
                case "wrap" when !step.Arguments.All(IsLiteral):
                    return text.Length <= LongestName && IsMatch(step.Arguments[0] + Regex.Escape(text) + (IsVersion(text, step) ? "(?![0-9])" : "") + step.Arguments[1], other);
                case "const":
                    return IsMatch(step.Arguments[0], other);
            }

            if (Apply(step, text, siblings) is not { } next)
                return false;
            text = next;
        }

        return text == other;
    }

    /// <summary>Whether steps make a pattern that does not hold the value itself, and that several values match.</summary>
    public static bool IgnoresValue(ImmutableArray<TextStep> steps) => steps.Any(static s => s.Name == "const" && !IsLiteral(s.Arguments[0]));

    /// <summary>Whether a part that is put before or behind a text stands for itself. A dot alone is the dot at the end of a name, and not any character.</summary>
    private static bool IsLiteral(string part) => part == "." || Regex.Escape(part) == part.Replace("{", @"\{", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    /// <summary>Whether anything may follow a text that ends with a number: what follows begins another part, since version 13.1 is not 13.10.</summary>
    private static bool IsVersion(string text, TextStep step) => step.Arguments[1] == ".*" && text is [.., >= '0' and <= '9'];

    /// <summary>The text after all steps; null where one of them has nothing to say of it.</summary>
    public static string? Apply(ImmutableArray<TextStep> steps, string text)
    {
        foreach (var step in steps)
        {
            if (Apply(step, text, null) is not { } next)
                return null;
            text = next;
        }

        return text;
    }

    /// <summary>Reads a list of steps: <c>[["lower"],["trimEnd","."]]</c>.</summary>
    public static ImmutableArray<TextStep> Read(JsonElement steps) =>
        [.. steps.EnumerateArray().Select(s => new TextStep(s[0].GetString()!, [.. s.EnumerateArray().Skip(1).Select(a => a.ToString())]))];

    private static string? Apply(TextStep step, string text, MapValue? siblings)
    {
        var arguments = step.Arguments;
        switch (step.Name)
        {
            case "same":
                return text;
            case "wrap":
                return arguments[0] + text + arguments[1];
            case "lower":
                return text.ToLowerInvariant();
            case "upper":
                return text.ToUpperInvariant();
            case "trim":
                return text.Trim();
            case "trimEnd":
                return text.EndsWith(arguments[0], StringComparison.Ordinal) ? text[..^arguments[0].Length] : text;
            case "lines":
                return text.ReplaceLineEndings("\n").TrimEnd('\n');
            case "after":
                return text.IndexOf(arguments[0], StringComparison.Ordinal) is >= 0 and var first ? text[(first + arguments[0].Length)..] : text;
            case "afterLast":
                return text.LastIndexOf(arguments[0], StringComparison.Ordinal) is >= 0 and var last ? text[(last + arguments[0].Length)..] : text;
            case "replace":
                return text.Replace(arguments[0], arguments[1], StringComparison.Ordinal);
            case "replaceRegex":
                return Replace(text, arguments[0], arguments[1]);
            case "times":
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue / 1_000_000
                    ? (number * long.Parse(arguments[0], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
                    : null;
            case "firstParts":
                return string.Join(arguments[0], text.Split(arguments[0]).Take(int.Parse(arguments[1], CultureInfo.InvariantCulture)));
            case "firstWords":
                return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(int.Parse(arguments[0], CultureInfo.InvariantCulture)));
            case "map":
                return arguments.IndexOf(text.ToLowerInvariant()) is >= 0 and var found && found % 2 == 0 ? arguments[found + 1] : text;
            case ProtocolStep:
                return Protocol(text);
            case PortStep:
                return ProtocolOf(siblings) is { } protocol && HasPorts(protocol) ? text : "-1";
            case "cidr4" or "cidr6":
                return NetworkOf(text);
            case "minutes":
                return Minutes(text);
            case "base64":
                return Decoded(text) is { } bytes ? Convert.ToBase64String(Encoding.Latin1.GetBytes(bytes)) : null;
            case "units":
                return InUnits(text, arguments);
            default:
                return null;
        }
    }

    /// <summary>The protocol that stands beside a port, by its name; null where it is not known.</summary>
    public static string? ProtocolOf(MapValue? siblings) => siblings?["IpProtocol"] is ScalarValue { Text: var text } ? Protocol(text) : null;

    /// <summary>Whether a protocol has ports, or types and codes in their place.</summary>
    public static bool HasPorts(string protocol) => protocol is "tcp" or "udp" or "icmp" or "icmpv6";

    /// <summary>A protocol by its name.</summary>
    public static string Protocol(string text) => text switch
    {
        "1" => "icmp",
        "6" => "tcp",
        "17" => "udp",
        "58" => "icmpv6",
        _ => text.ToLowerInvariant(),
    };

    private static string? NetworkOf(string text)
    {
        if (text.Split('/') is not [var address, var length] || !IPAddress.TryParse(address, out var parsed) || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
            return null;
        var bytes = parsed.GetAddressBytes();
        if (bits > bytes.Length * 8)
            return null;
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return $"{new IPAddress(bytes)}/{length}";
    }

    /// <summary>"rate(1 hour)" as "rate(60 minutes)"; null of anything that is no rate.</summary>
    private static string? Minutes(string text)
    {
        if (!text.StartsWith("rate(", StringComparison.Ordinal) || !text.EndsWith(')') || text[5..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var count, var unit])
            return null;
        var minutes = unit.TrimEnd('s') switch { "minute" => 1, "hour" => 60, "day" => 24 * 60, _ => 0 };
        return minutes > 0 && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"rate({number * minutes} minutes)")
            : null;
    }

    /// <summary>"1 GB" as "1024", where the arguments say so: names of units in lower case, each with what it holds; null of a plain number.</summary>
    private static string? InUnits(string text, ImmutableArray<string> units)
    {
        var unit = text.AsSpan().TrimStart("0123456789.").Trim().ToString();
        var number = text.AsSpan(0, text.Length - text.AsSpan().TrimStart("0123456789.").Length);
        return units.IndexOf(unit.ToLowerInvariant()) is >= 0 and var found && found % 2 == 0
            && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < 1_000_000
            ? (count * decimal.Parse(units[found + 1], CultureInfo.InvariantCulture)).ToString("0.############", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>What a Base64 form stands for, a character for each byte; null of any other text.</summary>
    internal static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length >= 4 && Convert.TryFromBase64String(text, bytes, out var written) ? Encoding.Latin1.GetString(bytes, 0, written) : null;
    }

    private static string? Replace(string text, string pattern, string with)
    {
        try
        {
            return Regex.Replace(text, pattern, with, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception bad) when (bad is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception bad) when (bad is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

/// <summary>One step: its name and its arguments.</summary>
internal readonly record struct TextStep(string Name, ImmutableArray<string> Arguments);
