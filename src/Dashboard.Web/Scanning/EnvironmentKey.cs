namespace Dashboard.Web.Scanning;

/// <summary>An environment of an application.</summary>
internal sealed record EnvironmentKey(string Application, string Name)
{
    /// <summary>"shop/production".</summary>
    public override string ToString() => $"{Application}/{Name}";
}
