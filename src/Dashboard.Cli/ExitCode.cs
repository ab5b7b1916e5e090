namespace Dashboard.Cli;

/// <summary>What the commands end with; where several apply, error > drift > not fully checked.</summary>
internal static class ExitCode
{
    /// <summary>Equal, in sync, done.</summary>
    public const int Ok = 0;

    /// <summary>The templates differ, or something has drifted.</summary>
    public const int Different = 1;

    /// <summary>An input cannot be used.</summary>
    public const int Error = 2;

    /// <summary>Nothing differs in what was checked, but not everything was.</summary>
    public const int NotFullyChecked = 3;
}

/// <summary>Something that the user can put right. Its message is all that is printed.</summary>
internal sealed class CommandException(string message) : Exception(message);
