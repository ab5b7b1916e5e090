using System.Globalization;
using System.Text;

namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>Whose id is made: everything that an id may depend on.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="StackName">The stack's name; for a resource without a stack a word of its own.</param>
/// <param name="LogicalId">The logical id.</param>
/// <param name="Generation">Counts replacements, from 1.</param>
internal sealed record IdSeed(string Account, string Region, string StackName, string LogicalId, int Generation)
{
    /// <summary>The text that the deterministic ids are made of.</summary>
    public string Text(string salt) => string.Create(CultureInfo.InvariantCulture, $"{Account}/{Region}/{StackName}/{LogicalId}/{Generation}/{salt}");
}

/// <summary>Expands the expressions of <see cref="TypeForms"/>.</summary>
/// <remarks>
/// Text with holes: {account} {region} {stack} {logical} {generation}; {id} the physical id; {hexN} {digitsN} {upperN} {uuid}, each with ":salt";
/// {name:Property:max} the property, or stack-logical-RANDOM12 cut to max; {lname:...} the same in lower case; {=Property} the property or nothing;
/// {last:Property:fallback} what follows its last slash; {part:Property:Other:n} the property, else the n-th part of the other one, split at "|";
/// {octet} a number from 1 to 254; {@Attribute} an attribute expanded before.
/// </remarks>
internal static class IdExpressions
{
    /// <summary>Expands one expression.</summary>
    /// <param name="expression">The text with holes.</param>
    /// <param name="seed">Whose id it is.</param>
    /// <param name="model">Properties, and the attributes so far.</param>
    /// <param name="physicalId">The physical id, once there is one.</param>
    public static string Expand(string expression, IdSeed seed, MapValue model, string physicalId = "")
    {
        var text = new StringBuilder();
        var rest = expression.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            var close = rest.IndexOf('}');
            text.Append(rest[..open]).Append(Hole(rest[(open + 1)..close].ToString(), seed, model, physicalId));
            rest = rest[(close + 1)..];
        }

        return text.Append(rest).ToString();
    }

    /// <summary>The name that CloudFormation makes where a template gives none: stack-logical-RANDOM12, its middle cut to the length allowed.</summary>
    public static string GeneratedName(IdSeed seed, int max = 128)
    {
        var room = Math.Max(2, max - 14);
        var (stack, logical) = (seed.StackName, seed.LogicalId);
        if (stack.Length + logical.Length > room)
        {
            logical = logical[..Math.Min(logical.Length, Math.Max(1, room / 2))];
            stack = stack[..Math.Min(stack.Length, Math.Max(1, room - logical.Length))];
        }

        return $"{stack}-{logical}-{DeterministicIds.Upper(seed.Text("name"), 12)}";
    }

    private static string Hole(string hole, IdSeed seed, MapValue model, string physicalId)
    {
        var parts = hole.Split(':');
        var argument = parts.Length > 1 ? parts[1] : "";
        return parts[0] switch
        {
            "account" => seed.Account,
            "region" => seed.Region,
            "stack" => seed.StackName,
            "logical" => seed.LogicalId,
            "generation" => seed.Generation.ToString(CultureInfo.InvariantCulture),
            "id" => physicalId,
            "uuid" => DeterministicIds.Uuid(seed.Text(argument)),
            "name" => Name(parts, seed, model),
            "lname" => Name(parts, seed, model).ToLowerInvariant(),
            "octet" => (1 + (Convert.ToInt32(DeterministicIds.Hex(seed.Text(argument), 4), 16) % 254)).ToString(CultureInfo.InvariantCulture),
            "part" => TextAt(model, argument) is { Length: > 0 } given ? given : TextAt(model, parts[2]).Split('|').ElementAtOrDefault(Number(parts[3])) ?? "",
            "last" => Last(TextAt(model, argument), parts.Length > 2 ? parts[2] : ""),
            ['=', .. var property] => TextAt(model, property),
            ['@', .. var attribute] => TextAt(model, attribute),
            ['h', 'e', 'x', .. var n] => DeterministicIds.Hex(seed.Text(argument), Number(n)),
            ['d', 'i', 'g', 'i', 't', 's', .. var n] => DeterministicIds.Digits(seed.Text(argument), Number(n)),
            ['u', 'p', 'p', 'e', 'r', .. var n] => DeterministicIds.Upper(seed.Text(argument), Number(n)),
            _ => throw new InvalidOperationException($"The expression '{{{hole}}}' is not known."),
        };
    }

    private static string Name(string[] parts, IdSeed seed, MapValue model) =>
        parts.Length > 1 && TextAt(model, parts[1]) is { Length: > 0 } given ? given : GeneratedName(seed, parts.Length > 2 ? Number(parts[2]) : 128);

    private static string Last(string text, string fallback) => text.Length == 0 ? fallback : text[(text.LastIndexOf('/') + 1)..];

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string TextAt(MapValue model, string dotted) => ValuePaths.GetAttribute(model, dotted) is ScalarValue scalar ? scalar.Text : "";
}
