using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>What Ref, GetAtt and pseudo parameters become.</summary>
public enum ReferenceMode
{
    /// <summary>References stay references, also where their text is known: for comparing two templates, and two environments.</summary>
    Symbolic,

    /// <summary>References become text where it is known: for comparing with what a service answers.</summary>
    Concrete,
}

/// <summary>Everything that rendering a template for one stack needs. Rendering is a pure function of it.</summary>
public sealed record RenderRequest
{
    /// <summary>The parsed template.</summary>
    public required TemplateDocument Template { get; init; }

    /// <summary>Whose references these are.</summary>
    public required StackKey Stack { get; init; }

    /// <summary>The AWS account, twelve digits; empty where it is not known, and then what depends on it stays symbolic.</summary>
    public required string Account { get; init; }

    /// <summary>The AWS region; empty where it is not known.</summary>
    public required string Region { get; init; }

    /// <summary>The stack's name in CloudFormation; empty where it is not known.</summary>
    public required string StackName { get; init; }

    /// <summary>The stack's ARN, where it is deployed.</summary>
    public string? StackId { get; init; }

    /// <summary>Given parameter values by name; the template's defaults fill the rest. "****" of a NoEcho parameter is an unknowable secret.</summary>
    public ImmutableDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableDictionary<string, ParameterValue>.Empty;

    /// <summary>What references become.</summary>
    public ReferenceMode Mode { get; init; }

    /// <summary>The text of an attribute ("Ref" for the physical id) of a resource of this stack, where it is known. In symbolic mode it is only
    /// asked where a function needs text (Select, Split, Equals).</summary>
    public Func<ResourceAddress, string, PropertyValue?> KnownAttribute { get; init; } = static (_, _) => null;

    /// <summary>The value of an export of the account and region, where it is known.</summary>
    public Func<string, PropertyValue?> Import { get; init; } = static _ => null;

    /// <summary>The template of the nested stack at an address; the text is its rendered TemplateURL where that is known. Null: its resources are unknown.</summary>
    public Func<ResourceAddress, string?, TemplateDocument?> NestedTemplate { get; init; } = static (_, _) => null;

    /// <summary>The snippet that AWS::Include names in the template at an address, by its Location. Null: it is not known.</summary>
    public Func<ResourceAddress, string, TemplateDocument?> Include { get; init; } = static (_, _) => null;

    /// <summary>Whether the attributes of resources (DependsOn, Metadata, policies) and all conditions are rendered too: for reports, not for judging what runs.</summary>
    public bool WithAttributes { get; init; }

    /// <summary>Makes the secrets.</summary>
    public required SecretFingerprinter Fingerprinter { get; init; }

    /// <summary>Leaves secrets and dynamic references in plain text: for an embedded cloud that deploys, never for reading.
    /// <see cref="RenderedResource.TaintedPaths"/> still says where they stand.</summary>
    public bool RevealSecrets { get; init; }
}

/// <summary>One place that a rendered value comes from.</summary>
/// <param name="Kind">"property", "parameter", "default", "mapping", "condition".</param>
/// <param name="Location">Where.</param>
/// <param name="Name">The parameter, mapping or condition; empty for a property.</param>
public sealed record SourceStep(string Kind, SourceLocation Location, string Name);
