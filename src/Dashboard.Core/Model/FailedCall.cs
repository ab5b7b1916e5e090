using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Model;

/// <summary>How the words about a call that failed name the call: "cloudcontrol GetResource in eu-west-1: HTTP 503 without an error code."</summary>
/// <remarks>The call stands in the words themselves, so that text, documents, recordings and screens all have it; whoever gathers failures by their cause leaves it out with <see cref="CauseOf"/>.</remarks>
public static partial class FailedCall
{
    private const int MostNamed = 3;

    /// <summary>A call by name: "cloudcontrol GetResource in eu-west-1".</summary>
    /// <param name="service">The service, as AWS's command line writes it.</param>
    /// <param name="operation">The operation; null: any call of the service.</param>
    /// <param name="region">The region that was asked.</param>
    public static string NameOf(string service, string? operation, string region) => $"{service} {operation ?? "calls"} in {region}";

    /// <summary>What came of a call, in the words of a failure.</summary>
    /// <param name="call">From <see cref="NameOf"/>; null: it is not known, and nothing is added.</param>
    /// <param name="problem">What came of it. One that names a call already stays as it is, and so does a refusal that names both the action and the region.</param>
    public static string Tell(string? call, string problem)
    {
        if (call is null || IsNamed(problem))
            return problem;
        // "not authorized to perform: sqs:ListQueues on resource: arn:aws:sqs:eu-west-1:…" would say all of it twice.
        var isSaid = call.Split(' ') is [var service, var operation, _, var region]
            && problem.Contains($"{service}:{operation} ", StringComparison.Ordinal) && problem.Contains($":{region}:", StringComparison.Ordinal);
        return isSaid ? problem : $"{call}: {problem}";
    }

    /// <summary>The words with what tells one reply from another: "… something other than the service answered (reply 3f2a96c01be4)."</summary>
    /// <param name="problem">What came of a call.</param>
    /// <param name="digest">Twelve hexadecimal digits. Whoever has the reply finds them again, and whoever has them finds out nothing of it.</param>
    public static string WithReply(string problem, string digest) => $"{problem.TrimEnd('.')} (reply {digest}).";

    /// <summary>Whether the words name the call that failed.</summary>
    public static bool IsNamed(string? detail) => detail is not null && Call().IsMatch(detail);

    /// <summary>The words without the calls in them, and without what tells one reply from another: what hits many calls is one cause.</summary>
    [return: NotNullIfNotNull(nameof(detail))]
    public static string? CauseOf(string? detail) => detail is null ? null : WithoutReply(Call().Replace(detail, ""));

    /// <summary>The words without a region that stands beside them already.</summary>
    [return: NotNullIfNotNull(nameof(detail))]
    public static string? Within(string region, string? detail) =>
        detail is null ? null : Call().Replace(detail, m => m.Groups["region"].Value == region ? $"{m.Groups["call"].Value}: " : m.Value);

    /// <summary>The words of failures with one cause as one text, which names the first of their calls and how many more there are.</summary>
    /// <param name="details">At least one; all with the same cause.</param>
    public static string? Gather(IEnumerable<string?> details)
    {
        var distinct = details.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        // Which reply it was is told where it was the same every time: of a page that differs each time the first one's digits say nothing of the others.
        if (distinct.Select(d => Reply().Match(d).Value).Distinct(StringComparer.Ordinal).Skip(1).Any())
            distinct = [.. distinct.Select(WithoutReply).Distinct(StringComparer.Ordinal)];
        if (distinct.Count < 2)
            return distinct.FirstOrDefault();
        // Those that differ name a call, all of them or all but one.
        var words = distinct.Find(IsNamed) ?? distinct[0];
        var first = Call().Match(words);
        var calls = distinct.SelectMany(d => Call().Matches(d)).Select(m => m.Value[..^2]).Distinct(StringComparer.Ordinal).ToList();
        var more = calls.Count > MostNamed ? FormattableString.Invariant($" and {calls.Count - MostNamed} more") : "";
        return $"{words[..first.Index]}{string.Join(", ", calls.Take(MostNamed))}{more}: {Call().Replace(words[(first.Index + first.Length)..], "")}";
    }

    private static string WithoutReply(string detail) => Reply().Replace(detail, "");

    [GeneratedRegex(@" \(reply [0-9a-f]{12}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Reply();

    [GeneratedRegex(@"(?<call>\b[a-z0-9]+ (?:calls|[A-Z][A-Za-z0-9]+)) in (?<region>[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}): ", RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
