namespace Dashboard.Core.Secrets;

/// <summary>Replaces secrets in a resource's properties: sensitive paths of the traits, tainted paths of the template, and what looks like a credential at a secretRisk path.</summary>
public static class SecretMasker
{
    /// <summary>The properties with every secret replaced. Used on rendered and on live properties alike, so that both sides mask the same places.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="tainted">Further paths that hold a secret.</param>
    /// <param name="fingerprinter">Makes the secrets.</param>
    public static MapValue Mask(string type, MapValue properties, IEnumerable<PropertyPath> tainted, SecretFingerprinter fingerprinter) =>
        throw new NotImplementedException();
}
