namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>How a type's physical id and attributes look.</summary>
/// <param name="PhysicalId">The expression of what Ref returns.</param>
/// <param name="Attributes">Attributes in GetAtt's spelling with their expressions, in the order in which they are expanded.</param>
internal sealed record TypeForm(string PhysicalId, ImmutableArray<KeyValuePair<string, string>> Attributes);

/// <summary>The forms of physical ids and attributes, by type: data, not code.</summary>
/// <remarks>The forms follow the "Return values" section of each type's page in the CloudFormation template reference.</remarks>
internal static partial class TypeForms
{
    private static readonly ImmutableDictionary<string, TypeForm> Forms = Parse(NetworkAndCompute + "\n" + DataAndMessaging + "\n" + SecurityAndOperations);

    /// <summary>The form of a type, or null where the generic one applies.</summary>
    public static TypeForm? Find(string type) => Forms.GetValueOrDefault(type);

    /// <summary>Every type that has a form of its own.</summary>
    public static IEnumerable<string> Types => Forms.Keys;

    /// <summary>Reads the table: one line per type, "type | physical id | attribute=expression ; attribute=expression".</summary>
    private static ImmutableDictionary<string, TypeForm> Parse(string table)
    {
        var forms = ImmutableDictionary.CreateBuilder<string, TypeForm>(StringComparer.Ordinal);
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var columns = line.Split('|', 3, StringSplitOptions.TrimEntries);
            var attributes = columns.Length < 3 ? [] : columns[2].Split(" ; ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            forms.Add(columns[0], new TypeForm(
                columns[1].Replace("&pipe;", "|", StringComparison.Ordinal),
                [.. attributes.Select(a => a.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1]))]));
        }

        return forms.ToImmutable();
    }
}
