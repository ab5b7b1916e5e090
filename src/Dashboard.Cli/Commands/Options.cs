using System.CommandLine;

namespace Dashboard.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    /// <summary><c>--no-color</c>, of every command.</summary>
    public static readonly Option<bool> NoColor = new("--no-color") { Description = "Print plain text, also on a terminal.", Recursive = true };

    /// <summary><c>--only</c>: how sure a difference must be to be shown.</summary>
    public static Option<string?> Only() => new Option<string?>("--only") { Description = "Show only differences that are as sure as this." }.AcceptOnlyFromAmong("confirmed", "possible", "unverifiable");

    /// <summary><c>--show-folded</c>.</summary>
    public static Option<bool> ShowFolded() => new("--show-folded") { Description = "Show also what is spelled differently and means the same, with the rule that says so." };

    /// <summary><c>--repository</c>.</summary>
    public static Option<string[]> Repository() => new("--repository")
    {
        HelpName = "PATH|URL",
        Description = "A git repository: a folder, where committed files count and not the working folder, or an https or ssh address. May be repeated. Default: the configured ones, else the one around the current folder.",
    };

    /// <summary><c>--settings</c>.</summary>
    public static Option<string?> Settings() => new("--settings")
    {
        HelpName = "FILE",
        Description = "The settings: which accounts may be read, and how. Default: appsettings.json of the current folder.",
    };

    /// <summary><c>--endpoint</c>.</summary>
    public static Option<string?> Endpoint() => new("--endpoint")
    {
        HelpName = "URL",
        Description = "One address instead of AWS for every account, with the credentials of Driftboard's sandbox: http://127.0.0.1:5081.",
    };

    /// <summary><c>--from</c>.</summary>
    public static Option<string?> From() => new("--from")
    {
        HelpName = "DIR",
        Description = "A recording that 'driftboard record' made, in the place of every account, and of the repositories where none is named.",
    };

    /// <summary><c>--account</c>.</summary>
    public static Option<string> Account() => new("--account") { HelpName = "ID", Description = "The AWS account, for AWS::AccountId." };

    /// <summary><c>--region</c>.</summary>
    public static Option<string> Region() => new("--region") { HelpName = "REGION", Description = "The AWS region, for AWS::Region." };

    /// <summary><c>--stack-name</c>.</summary>
    public static Option<string> StackName() => new("--stack-name") { HelpName = "NAME", Description = "The stack's name, for AWS::StackName." };

    /// <summary><c>--batch</c>.</summary>
    public static Option<string?> Batch() => new("--batch") { HelpName = "FILE", Description = "Answer lines of JSON with lines of JSON; \"-\" is standard input." };

    /// <summary><c>--format</c>; the first form is the default.</summary>
    public static Option<string> Format(params string[] forms) =>
        new Option<string>("--format") { Description = "How to print the result.", DefaultValueFactory = _ => forms[0] }.AcceptOnlyFromAmong(forms);
}
