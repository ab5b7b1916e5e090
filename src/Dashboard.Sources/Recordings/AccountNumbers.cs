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
    public bool IsOther(string account) => TwelveDigits().IsMatch(account) && !accounts.Contains(account);

    /// <summary>Whether a text names such an account.</summary>
    public bool NamesOther(string text) => TwelveDigits().Matches(text).Any(m => IsOther(m.Value));

    /// <summary>The account itself, or "account-1".</summary>
    public string Of(string account) => !IsOther(account) ? account
        : _others.TryGetValue(account, out var known) ? known
        : _others[account] = string.Create(CultureInfo.InvariantCulture, $"account-{_others.Count + 1}");

    /// <summary>A text without secrets and other accounts.</summary>
    public string Text(string text) => TwelveDigits().Replace(redactor.Text(text), m => Of(m.Value));

    /// <summary>What a service said of a failure.</summary>
    public string? Detail(string? detail) => redactor.Detail(detail) is { } said ? Text(said) : null;

    [GeneratedRegex("(?<![0-9])[0-9]{12}(?![0-9])")]
    private static partial Regex TwelveDigits();
}
