namespace Dashboard.Sandbox.Cloud;

/// <summary>What CreateStack and UpdateStack take.</summary>
public sealed record StackRequest
{
    /// <summary>The account, twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The stack's name: a letter, then letters, digits and hyphens, 128 characters at most.</summary>
    public required string StackName { get; init; }

    /// <summary>The template's text, YAML or JSON.</summary>
    public required string TemplateBody { get; init; }

    /// <summary>Parameter values in plain text, NoEcho ones too; the template's defaults fill the rest.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The stack's tags; they are put on every taggable resource.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>"CAPABILITY_IAM" and the like; null: whatever the template needs is granted (for callers in this process).</summary>
    public ImmutableArray<string>? Capabilities { get; init; }

    /// <summary>A failed creation keeps what it made (OnFailure=DO_NOTHING) instead of rolling back.</summary>
    public bool DisableRollback { get; init; }
}
