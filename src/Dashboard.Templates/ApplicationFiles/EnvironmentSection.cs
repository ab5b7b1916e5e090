using Dashboard.Core.Definition;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Reads <c>environments</c>.</summary>
internal static class EnvironmentSection
{
    public static ImmutableArray<DeploymentEnvironment> Read(Fields root)
    {
        var environments = ImmutableArray.CreateBuilder<DeploymentEnvironment>();
        var read = new List<Fields>();
        foreach (var fields in root.Mappings("environments", required: true))
        {
            var environment = ReadOne(fields, environments.Count);
            if (environments.Any(e => e.Name == environment.Name && e.Name.Length > 0))
                fields.Error("name", $"Found a second environment \"{environment.Name}\"; a name may stand only once.");
            environments.Add(environment);
            read.Add(fields);
        }

        for (var i = 0; i < read.Count; i++)
            CheckOthers(read[i], environments[i], environments);
        return environments.ToImmutable();
    }

    private static DeploymentEnvironment ReadOne(Fields fields, int order)
    {
        fields.Allow("name", "tier", "account", "regions", "ref", "mirrors", "like");
        var name = fields.Text("name", required: true) ?? "";
        var isPattern = name.Contains('{', StringComparison.Ordinal);
        if (isPattern)
            CheckPattern(fields, name);
        else if (name.Length > 0)
            ApplicationFileReader.CheckName(fields, "name", name);
        var tier = ReadTier(fields, name, isPattern);
        var account = ReadAccount(fields);
        var regions = fields.Texts("regions", required: true);
        foreach (var region in regions.Where(r => !IsRegion(r.Text)))
            fields.Error(region, "regions", $"Found \"{region.Text}\"; allowed are AWS regions such as eu-west-1.");
        var reference = fields.Text("ref");
        var like = fields.Text("like");
        if (reference is null && like is null && fields["ref"] is null)
            fields.Error("ref", "The field \"ref\" is missing; allowed is a branch, tag or commit (or \"like\", which takes another environment's).");
        return new DeploymentEnvironment(name, tier, account, [.. regions.Select(r => r.Text)], reference, fields.Text("mirrors"), like, order);
    }

    private static void CheckPattern(Fields fields, string name)
    {
        const string Number = "{number}";
        var rest = name.Replace(Number, "", StringComparison.Ordinal);
        if (name.Length - rest.Length != Number.Length || rest.Contains('{', StringComparison.Ordinal) || rest.Contains('}', StringComparison.Ordinal))
            fields.Error("name", $"Found \"{name}\"; allowed is one {Number} in the pattern of ephemeral environments.");
        else
            ApplicationFileReader.CheckName(fields, "name", rest);
    }

    private static EnvironmentTier ReadTier(Fields fields, string name, bool isPattern)
    {
        var text = fields.Text("tier");
        if (text is null && fields["tier"] is null or ScalarNode { Kind: ScalarKind.Null })
        {
            if (Tier(name) is { } derived)
                return derived;
            fields.Error("tier", $"The field \"tier\" is missing, and the name \"{name}\" is none; allowed are development, staging, production and ephemeral.");
            return EnvironmentTier.Development;
        }

        if (text is null)
            return EnvironmentTier.Development;
        if (Tier(text) is not { } tier)
        {
            fields.Error("tier", $"Found \"{text}\"; allowed are development, staging, production and ephemeral.");
            return EnvironmentTier.Development;
        }

        if (isPattern && tier != EnvironmentTier.Ephemeral)
            fields.Error("tier", $"Found \"{text}\" for a pattern of names; allowed is ephemeral.");
        return tier;
    }

    private static EnvironmentTier? Tier(string text) => text switch
    {
        "development" => EnvironmentTier.Development,
        "staging" => EnvironmentTier.Staging,
        "production" => EnvironmentTier.Production,
        "ephemeral" => EnvironmentTier.Ephemeral,
        _ => null,
    };

    private static string ReadAccount(Fields fields)
    {
        if (fields.Text("account", required: true) is not { } account)
            return "";
        var isNumber = fields["account"] is ScalarNode { Kind: ScalarKind.Number };
        if (account.Length != 12 || !account.All(char.IsAsciiDigit))
        {
            fields.Error("account", $"Found {(isNumber ? "the number " : "")}\"{account}\"; allowed are twelve digits in quotes"
                + (isNumber ? ": a number loses its leading zeros." : "."));
        }
        else if (isNumber && account[0] == '0')
        {
            fields.Error("account", $"Found the number {account}; allowed are twelve digits in quotes (\"{account}\"): other tools drop a number's leading zeros.");
        }

        return account;
    }

    private static bool IsRegion(string text)
    {
        var parts = text.Split('-');
        return parts.Length >= 3 && parts[..^1].All(p => p.Length > 0 && p.All(char.IsAsciiLetterLower)) && parts[^1].Length > 0 && parts[^1].All(char.IsAsciiDigit);
    }

    private static void CheckOthers(Fields fields, DeploymentEnvironment environment, IReadOnlyList<DeploymentEnvironment> all)
    {
        var allowed = all.Where(e => e.Name != environment.Name && !e.IsPattern && e.Name.Length > 0).Select(e => e.Name).Distinct().ToArray();
        var list = allowed.Length == 0 ? "nothing, since there is no other environment" : string.Join(", ", allowed);
        if (environment.Mirrors is { } mirrors && !allowed.Contains(mirrors))
            fields.Error("mirrors", $"Found \"{mirrors}\", which is no other environment; allowed are {list}.");
        if (environment.Like is not { } like)
            return;
        if (!allowed.Contains(like))
            fields.Error("like", $"Found \"{like}\", which is no other environment; allowed are {list}.");
        else if (environment.Ref is null && all.First(e => e.Name == like).Ref is null)
            fields.Error("like", $"Found \"{like}\", which has no ref of its own; allowed is an environment that has one.");
    }
}
