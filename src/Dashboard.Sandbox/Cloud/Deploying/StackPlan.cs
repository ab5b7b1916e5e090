using System.Globalization;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>A template with its parameters, checked as CloudFormation checks it before anything is made.</summary>
internal sealed record StackPlan
{
    private static readonly ImmutableHashSet<string> NamedIamProperties =
        ["RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName"];

    /// <summary>The parsed template.</summary>
    public required TemplateDocument Document { get; init; }

    /// <summary>Every parameter, defaults filled in.</summary>
    public required ImmutableSortedDictionary<string, string> Parameters { get; init; }

    /// <summary>The parameters that are NoEcho.</summary>
    public required ImmutableHashSet<string> NoEcho { get; init; }

    /// <summary>The template's resources.</summary>
    public required MappingNode Resources { get; init; }

    /// <summary>The template's Description.</summary>
    public string? Description => Text(((MappingNode)Document.Root!)["Description"]);

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="SandboxException">ValidationError or InsufficientCapabilitiesException.</exception>
    public static StackPlan Read(StackRequest request)
    {
        var document = TemplateReader.Read("template", request.TemplateBody);
        var error = document.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null || document.Root is not MappingNode root)
            throw Invalid($"Template format error: {(error is null ? "the template is no mapping" : $"line {error.Location.Line}: {error.Message}")}");
        if (root["Resources"] is not MappingNode { Entries.Length: > 0 } resources)
            throw Invalid("Template format error: At least one Resources member must be defined.");
        foreach (var (key, node) in resources.Entries)
        {
            if (node is not MappingNode resource || Text(resource["Type"]) is not { Length: > 0 })
                throw Invalid($"Template format error: [/Resources/{key.Text}] Every Resources object must contain a Type member.");
        }

        var (parameters, noEcho) = ReadParameters(root["Parameters"] as MappingNode, request.Parameters);
        if (request.Capabilities is { } granted && RequiredCapabilities(root) is { Length: > 0 } required && !required.All(r => IsGranted(r, granted)))
            throw new SandboxException("InsufficientCapabilitiesException", $"Requires capabilities : [{string.Join(", ", required)}]");
        return new StackPlan { Document = document, Parameters = parameters, NoEcho = noEcho, Resources = resources };
    }

    /// <summary>The capabilities that a template needs.</summary>
    public static ImmutableArray<string> RequiredCapabilities(MappingNode root)
    {
        var iam = (root["Resources"] as MappingNode)?.Entries
            .Select(e => e.Value).OfType<MappingNode>()
            .Where(r => Text(r["Type"])?.StartsWith("AWS::IAM::", StringComparison.Ordinal) == true)
            .ToList() ?? [];
        var needed = ImmutableArray.CreateBuilder<string>();
        if (iam.Any(r => r["Properties"] is MappingNode p && p.Entries.Any(e => NamedIamProperties.Contains(e.Key.Text))))
            needed.Add("CAPABILITY_NAMED_IAM");
        else if (iam.Count > 0)
            needed.Add("CAPABILITY_IAM");
        if (root["Transform"] is not null)
            needed.Add("CAPABILITY_AUTO_EXPAND");
        return needed.ToImmutable();
    }

    /// <summary>Which logical ids a resource waits for, by its DependsOn.</summary>
    public IEnumerable<string> DependsOn(string logicalId) => Resource(logicalId)?["DependsOn"] switch
    {
        ScalarNode one => [one.Text],
        SequenceNode many => many.Items.Select(Text).OfType<string>(),
        _ => [],
    };

    /// <summary>Whether the live resource stays when the stack lets it go.</summary>
    public bool Retains(string logicalId) => Text(Resource(logicalId)?["DeletionPolicy"]) is "Retain" or "RetainExceptOnCreate";

    /// <summary>An output's description.</summary>
    public string? OutputDescription(string name) => Text((((Document.Root as MappingNode)?["Outputs"] as MappingNode)?[name] as MappingNode)?["Description"]);

    /// <summary>The text of a scalar node, else null.</summary>
    public static string? Text(TemplateNode? node) => (node as ScalarNode)?.Value;

    /// <summary>CloudFormation's refusal.</summary>
    public static SandboxException Invalid(string message) => new("ValidationError", message);

    private MappingNode? Resource(string logicalId) => Resources[logicalId] as MappingNode;

    private static bool IsGranted(string capability, ImmutableArray<string> granted) =>
        granted.Contains(capability) || (capability == "CAPABILITY_IAM" && granted.Contains("CAPABILITY_NAMED_IAM"));

    private static (ImmutableSortedDictionary<string, string> Values, ImmutableHashSet<string> NoEcho) ReadParameters(
        MappingNode? declared, ImmutableSortedDictionary<string, string> given)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var noEcho = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var (key, node) in declared?.Entries ?? [])
        {
            var declaration = node as MappingNode;
            if (declaration is not null && Templates.Rendering.NoEcho.IsSetOn(declaration))
                noEcho.Add(key.Text);
            if ((given.GetValueOrDefault(key.Text) ?? Text(declaration?["Default"])) is not { } value)
            {
                missing.Add(key.Text);
                continue;
            }

            if (declaration?["AllowedValues"] is SequenceNode allowed && !Items(declaration, value).All(v => allowed.Items.Any(a => Text(a) == v)))
            {
                throw Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"Parameter '{key.Text}' must be one of AllowedValues"));
            }

            values[key.Text] = value;
        }

        if (given.Keys.Where(k => declared?[k] is null).ToList() is { Count: > 0 } unknown)
            throw Invalid($"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");
        if (missing.Count > 0)
            throw Invalid($"Parameters: [{string.Join(", ", missing)}] must have values");
        return (values.ToImmutable(), noEcho.ToImmutable());
    }

    private static string[] Items(MappingNode declaration, string value) =>
        Text(declaration["Type"]) is { } type && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal))
            ? value.Split(',', StringSplitOptions.TrimEntries)
            : [value];
}
