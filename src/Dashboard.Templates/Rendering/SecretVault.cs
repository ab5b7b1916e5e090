using Dashboard.Core.Secrets;

namespace Dashboard.Templates.Rendering;

/// <summary>Remembers the text of secrets for as long as one rendering lasts, so that a text composed with a secret can be fingerprinted as a whole.</summary>
internal sealed class SecretVault(SecretFingerprinter fingerprinter)
{
    private Dictionary<SecretValue, string>? _texts;

    /// <summary>The secret in place of a text.</summary>
    public SecretValue Hide(string text)
    {
        var secret = fingerprinter.Fingerprint(text);
        if (secret.IsKnown)
            (_texts ??= new(ReferenceEqualityComparer.Instance))[secret] = text;
        return secret;
    }

    /// <summary>The text of a secret that this vault made, or null.</summary>
    public string? Reveal(SecretValue secret) => _texts?.GetValueOrDefault(secret);
}
