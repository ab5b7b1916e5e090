using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Releases;

/// <summary>Reads the number of a pull request from a commit's message, in the forms that the hosts write by themselves.</summary>
public static partial class PullRequests
{
    /// <summary>The number, or null where the message names none.</summary>
    /// <param name="message">
    /// "Merge pull request #142 from team/branch" and "Add a queue (#142)" (GitHub), "... See merge request shop/infra!142" (GitLab),
    /// "Merged in branch (pull request #142)" (Bitbucket), "Merged PR 142: Add a queue" (Azure DevOps).
    /// </param>
    public static int? NumberIn(string message)
    {
        var text = message.Trim();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var title = (end < 0 ? text : text[..end]).TrimEnd();
        return Number(Title().Match(title)) ?? Number(Trailer().Match(text));
    }

    private static int? Number(Match match) => match.Success ? int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^Merge pull request #(?<number>[0-9]{1,9})\b|^Merged PR (?<number>[0-9]{1,9})\b|\((pull request )?#(?<number>[0-9]{1,9})\)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"^See merge request \S*!(?<number>[0-9]{1,9})\r?$", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Trailer();
}
