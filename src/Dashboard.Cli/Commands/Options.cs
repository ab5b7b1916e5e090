using System.CommandLine;

namespace Dashboard.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    /// <summary><c>--format</c>; the first form is the default.</summary>
    public static Option<string> Format(params string[] forms) =>
        new Option<string>("--format") { Description = "How to print the result.", DefaultValueFactory = _ => forms[0] }.AcceptOnlyFromAmong(forms);
}
