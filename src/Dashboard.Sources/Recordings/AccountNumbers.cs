using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Sources.Recordings;

/// <summary>Takes out of what is recorded which other accounts there are: each is a number, the same everywhere.</summary>
/// <param name="accounts">The accounts that are read.</param>
/// <param name="redactor">Replaces secrets.</param>
internal sealed partial class AccountNumbers(IReadOnlyCollection<string> accounts, Redactor redactor)
{
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    /// <summary>Whether an account is none of those that are read.</summary>
    public bool IsOther(string account) => !accounts.Contains(account) && Numbers().Match(account) is { Success: true } number && !IsId(number);

    /// <summary>Whether a text names such an account.</summary>
    public bool NamesOther(string text) => Numbers().Matches(text).Any(m => MayBeAccount(m) && IsOther(m.Value));

    /// <summary>Takes note of the accounts that a text names: they are replaced wherever they stand from now on.</summary>
    public void Learn(string? text)
    {
        foreach (var number in Numbers().Matches(text ?? "").Where(MayBeAccount))
            Of(number.Value);
    }

    /// <summary>The account itself, or "account-1".</summary>
    public string Of(string account) => !IsOther(account) ? account
        : _others.TryGetValue(account, out var known) ? known
        : _others[account] = string.Create(CultureInfo.InvariantCulture, $"account-{_others.Count + 1}");

    /// <summary>A text without secrets and other accounts.</summary>
    public string Text(string text) => Numbers().Replace(redactor.Text(text), m => MayBeAccount(m) ? Of(m.Value) : m.Value);

    /// <summary>What a service said of a failure.</summary>
    public string? Detail(string? detail) => redactor.Detail(detail) is { } said ? Text(said) : null;

    /// <summary>The accounts that a text may name.</summary>
    public static IEnumerable<string> In(string text) => Numbers().Matches(text).Where(m => IsPlace(m) || !(IsId(m) || IsMinute(m.Value))).Select(m => m.Value);

    /// <summary>The text with each account replaced, but for what is no account where it stands.</summary>
    public static string Replace(string text, Func<string, string> made) => Numbers().Replace(text, m => IsId(m) ? m.Value : made(m.Value));

    /// <summary>Of twelve digits anywhere ("logs-999999999999") nobody can say that they are no account, except where they are a part of a longer id, or a minute ("backup-202611291200") that no account is known by.</summary>
    private bool MayBeAccount(Match number) => !IsId(number) && (IsPlace(number) || _others.ContainsKey(number.Value) || !IsMinute(number.Value));

    private static bool IsPlace(Match number) => number.Groups["place"].Success;

    private static bool IsId(Match number) => number.Groups["id"].Success;

    private static bool IsMinute(string number) =>
        DateTime.TryParseExact(number, "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute) && minute.Year is >= 2000 and < 2100;

    // place: where accounts stand, as in ARNs, addresses of queues and images, between quotes, and in our own words. id: a UUID, or hexadecimal digits such as "0a123456789012bcd", but not a word before or behind a number ("feed999999999999").
    [GeneratedRegex("""
        (?<place> (?<=[:/]) [0-9]{12} (?=[:/]) | ^[0-9]{12}$ | (?<=["']) [0-9]{12} (?=["'\\]) | (?<=\baccount[ ]) [0-9]{12} (?![0-9]) | (?<![0-9A-Za-z]) [0-9]{12} (?=[.]dkr[.]) )
        | (?<id> (?<![0-9A-Za-z]) (?: [0-9A-Fa-f]{8} (?:-[0-9A-Fa-f]{4}){3} -[0-9A-Fa-f]{12} | (?! (?:[A-Fa-f]+[0-9]{12} | [0-9]{12}[A-Fa-f]+) (?![0-9A-Za-z]) ) [0-9A-Fa-f]{16,} ) (?![0-9A-Za-z]) )
        | (?<![0-9]) [0-9]{12} (?![0-9])
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Numbers();
}
