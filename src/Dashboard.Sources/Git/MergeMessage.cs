using System.Text.RegularExpressions;

namespace Dashboard.Sources.Git;

/// <summary>Reads what a commit merged from its message, as the usual hosts write it.</summary>
internal static partial class MergeMessage
{
    /// <summary>"#142" for a pull request, and the branch's name for a branch.</summary>
    public static IEnumerable<string> Read(string message)
    {
        foreach (Match match in PullRequest().Matches(message))
            yield return "#" + match.Groups.Cast<Group>().Skip(1).First(g => g.Success).Value;
        if (Branch().Match(message) is { Success: true } branch)
            yield return branch.Groups[1].Value;
    }

    // "Merge pull request #142 from", "Title (#142)" on the first line, "See merge request shop/web!142", "Merged PR 142:", "Merged in x (pull request #142)".
    [GeneratedRegex(@"\AMerge pull request #([0-9]{1,9})\b|\A[^\n]* \(#([0-9]{1,9})\)\r?(?:\n|\z)|^See merge request [^\s!]*!([0-9]{1,9})\s*$|\AMerged PR ([0-9]{1,9}):|\AMerged in [^\n]*\(pull request #([0-9]{1,9})\)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PullRequest();

    [GeneratedRegex(@"\AMerge (?:remote-tracking )?branch '(?:origin/)?([^'\n]+)'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Branch();
}
