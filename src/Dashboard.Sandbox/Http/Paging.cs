using System.Text;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Cuts lists into pages. A token names the last item of the page before it, so pages stay right when items come and go.</summary>
internal static class Paging
{
    /// <summary>One page, and the token of the next, if any.</summary>
    /// <exception cref="SandboxException">ValidationError: a token that is not ours, or whose item is gone.</exception>
    public static (List<T> Page, string? NextToken) Cut<T>(string operation, IEnumerable<T> items, Func<T, string> key, string? token, int size)
    {
        var all = items.ToList();
        var start = 0;
        if (token is not null)
        {
            var last = Read(operation, token);
            start = all.FindIndex(i => key(i) == last) + 1;
            if (last is null || start == 0)
                throw new SandboxException("ValidationError", "The NextToken is not valid.");
        }

        var page = all.Skip(start).Take(size).ToList();
        var more = start + page.Count < all.Count;
        return (page, more ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{operation}\n{key(page[^1])}")) : null);
    }

    private static string? Read(string operation, string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('\n', 2) is [var issuedFor, var key] && issuedFor == operation
                ? key
                : null;
    }
}
