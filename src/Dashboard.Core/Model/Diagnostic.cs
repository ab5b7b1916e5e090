namespace Dashboard.Core.Model;

/// <summary>A place in a file of a watched repository.</summary>
/// <param name="File">The path inside the repository, with forward slashes.</param>
/// <param name="Line">1-based; 0 where only the file is known.</param>
/// <param name="Column">1-based; 0 where only the line is known.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary>"templates/network.yaml:42".</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : File;
}

/// <summary>How bad a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing.</summary>
    Warning,

    /// <summary>Something could not be used; everything else goes on.</summary>
    Error,
}

/// <summary>Something wrong in an input: where, which key, what was found and what is allowed.</summary>
/// <param name="Severity">Whether something could not be used.</param>
/// <param name="Location">Where.</param>
/// <param name="Key">The key or path inside the file ("environments[1].ref", "Resources/Bucket"), or empty.</param>
/// <param name="Message">What was found and what is allowed. Never holds a secret.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, SourceLocation Location, string Key, string Message)
{
    /// <summary>The key as it may be looked at.</summary>
    public string Key { get; init; } = VisibleText.Line(Key);

    /// <summary>What was found and what is allowed, as it may be looked at.</summary>
    public string Message { get; init; } = VisibleText.Lines(Message);

    /// <summary>The application whose input it is; null where it belongs to none, or to every one.</summary>
    public string? Application { get; init; }

    /// <summary>Where the repository lies that holds the input, where one has to be told from others; else null.</summary>
    public string? Repository { get; init; }

    /// <summary>"driftboard.yaml:12: environments[1].ref: found ..., allowed ...".</summary>
    public override string ToString() => Key.Length == 0 ? $"{Location}: {Message}" : $"{Location}: {Key}: {Message}";
}
