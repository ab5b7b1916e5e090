namespace Dashboard.Templates.Parameters;

/// <summary>The parameters of one file.</summary>
/// <param name="Values">By name, in the file's order, each with its line. Values are plain scalars: the renderer makes secrets of those whose parameter is NoEcho.</param>
/// <param name="Diagnostics">What was wrong.</param>
public sealed record ParameterFile(ImmutableArray<ParameterValue> Values, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Reads parameter files in every form that teams use: the CloudFormation CLI's list (ParameterKey/ParameterValue), a {"Parameters": {...}} object,
/// a flat map, YAML of any of these, and Key=Value lines. Lists become comma-separated text.
/// </summary>
public static class ParameterFileReader
{
    /// <summary>Reads a file; the form is recognised by its content.</summary>
    public static ParameterFile Read(string file, ReadOnlySpan<byte> utf8) => throw new NotImplementedException();
}
