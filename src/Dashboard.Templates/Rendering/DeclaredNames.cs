using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>
/// The names that a template gives to what it declares: its resources, parameters, conditions, mappings and outputs. Tools make them of names and digests
/// (<c>HelloLambdaVersionbw3Jvd5ZsbRnfvvNqR7IoqH6uRzIBdRgv1Tzd9hY</c>), and they are no secrets for looking random.
/// </summary>
internal sealed class DeclaredNames
{
    private static readonly ImmutableArray<string> Sections = ["Resources", "Parameters", "Conditions", "Mappings", "Outputs"];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The names of a template; none where its root is no mapping.</summary>
    public DeclaredNames(TemplateNode? root)
    {
        foreach (var section in Sections)
        {
            foreach (var (key, _) in ((root as MappingNode)?[section] as MappingNode)?.Entries ?? [])
            {
                if (IsRandomName(key.Text))
                    _names.Add(key.Text);
            }
        }
    }

    /// <summary>Whether a text that seems to hold a credential is a name of the template, or an attribute of what has one (<c>Name.Arn</c>).</summary>
    public bool Contains(string text) =>
        _names.Count > 0 && (_names.Contains(text) || (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && _names.Contains(text[..dot]) && !CredentialDetector.HoldsCredential(text[(dot + 1)..])));

    /// <summary>Whether a key is taken for a credential for looking random alone. A logical id has letters and digits only.</summary>
    private static bool IsRandomName(string key) => key.All(char.IsAsciiLetterOrDigit) && SecretKeys.IsSecret(key) && !CredentialDetector.HoldsKnownForm(key);
}
