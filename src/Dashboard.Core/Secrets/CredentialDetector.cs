using System.Buffers;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Secrets;

/// <summary>Tells what is or looks like a credential: by the schema of the place, by the name that a value bears, and by the value itself. The only such judgement in the product.</summary>
/// <remarks>It errs towards secrecy for values under a telling name, and towards openness for names, ids, ARNs and paths: these are what a comparison is about.</remarks>
public static class CredentialDetector
{
    /// <summary>What stands in a text that is looked at in the place of a part that is not known.</summary>
    public const string Hole = "${x}";

    /// <summary>So many letters and digits beside its holes make a text a credential of its own.</summary>
    private const int FewLetters = 3;

    /// <summary>A shorter text is not taken for random.</summary>
    private const int ShortestRandom = 32;

    /// <summary>So long are the digests that tools append to names: eight digits in upper case (CDK), ten in lower (SAM).</summary>
    private const int ShortestDigest = 8;

    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> UpperHexadecimal = SearchValues.Create("0123456789ABCDEF");
    private static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> RandomAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.-");
    private static readonly SearchValues<char> Base64Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\t\r\n");

    /// <summary>What stands in the place of a text that is not shown.</summary>
    public const string Hidden = "(hidden: it seems to hold a credential)";

    /// <summary>A text of somebody else's as it may be shown: itself, or <see cref="Hidden"/>.</summary>
    public static string Shown(string text) => HoldsCredential(text) ? Hidden : text;

    /// <summary>Whether the text at a place is a secret.</summary>
    /// <param name="place">What the schema says of the place.</param>
    /// <param name="name">The name that the text bears there, or empty.</param>
    /// <param name="value">The text; <c>${...}</c> is a hole in it.</param>
    public static bool IsSecret(TraitCursor place, string name, string value) =>
        place.Has(TraitFlags.Sensitive) || IsSecretName(place, name, value) || HoldsCredential(value);

    /// <summary>Whether the scalar at a place is a secret.</summary>
    internal static bool IsSecret(TraitCursor place, string name, ScalarValue value) =>
        place.Has(TraitFlags.Sensitive) || IsSecretName(place, name, value.Text) || value.HoldsCredential;

    /// <summary>Whether a value looks like a credential where people are known to put them: a variable, a parameter, an export.</summary>
    /// <param name="name">The name that it bears (the variable's name), or empty.</param>
    /// <param name="value">The text; <c>${...}</c> is a hole in it.</param>
    public static bool LooksLikeCredential(string name, string value) => (IsTellingName(name) && IsOwnText(value)) || HoldsCredential(value);

    /// <summary>Whether a value looks like a credential where people are known to put them; of one and the same value its form is judged once.</summary>
    /// <param name="name">The name that it bears, or empty.</param>
    /// <param name="value">The value; <c>${...}</c> is a hole in its text.</param>
    public static bool LooksLikeCredential(string name, ScalarValue value) => (IsTellingName(name) && IsOwnText(value.Text)) || value.HoldsCredential;

    /// <summary>Whether a value's text is or holds a credential, whatever its name; of one and the same value that is judged once.</summary>
    public static bool HoldsCredential(ScalarValue value) => value.HoldsCredential;

    /// <summary>Whether a text is or holds a credential, whatever its name.</summary>
    public static bool HoldsCredential(string text)
    {
        if (text.Length < 8)
            return false;
        if (CredentialForms.AreIn(text))
            return true;
        // A script in Base64 is judged as the script, and not by what Base64 looks like.
        if (ScriptText.Of(text) is { } script)
            return CredentialForms.AreIn(script);
        return IsRandom(text) || (text.Length >= 24 && IsEncoded(text));
    }

    /// <summary>Whether a text has a credential's form in it: a token, a password in a URL, a line that sets one.</summary>
    public static bool HoldsKnownForm(string text) => text.Length >= 8 && CredentialForms.AreIn(text);

    /// <summary>Whether a text has any of the words without which it holds no known form: a cheap question before a dear one.</summary>
    public static bool MayHoldKnownForm(string text) => CredentialForms.MayBeIn(text);

    /// <summary>Whether a name says that what it names is a credential.</summary>
    public static bool IsTellingName(string name) => TellingNames.Tells(name);

    /// <summary>Whether a place takes a secret, whatever stands there: by its schema, or by its name.</summary>
    public static bool IsSecretPlace(TraitCursor place, string name) => place.Has(TraitFlags.Sensitive) || IsTellingName(name);

    private static bool IsSecretName(TraitCursor place, string name, string value)
    {
        if (!IsTellingName(name) || !IsOwnText(value))
            return false;
        // The id of a key of KMS opens nothing.
        if (place.Has(TraitFlags.KmsKey) && (Guid.TryParseExact(value, "D", out _) || value.StartsWith("mrk-", StringComparison.Ordinal)))
            return false;
        // Any property of any type may be called Token: what is plainly a number, a choice or an address is none there.
        return place.Has(TraitFlags.SecretRisk) || !(SecretText.IsNumber(value) || SecretText.IsChoice(value) || SecretText.IsPointerAnywhere(value));
    }

    private static bool IsOwnText(string value) =>
        value.Length > 0 && !SecretText.IsPointer(value) && !SecretText.IsWord(value) && !SecretText.IsAddress(value)
        && (!SubstitutionText.HasNames(value) || SubstitutionText.OwnLetters(value) >= FewLetters);

    /// <summary>A long run without words in it: many kinds of characters in no order. Hexadecimal text is a digest or an id, and what tools append to the names that they make.</summary>
    private static bool IsRandom(ReadOnlySpan<char> text)
    {
        if (text.Length is < ShortestRandom or > 512 || text[0] == '/' || text.ContainsAnyExcept(RandomAlphabet) || !IsMixed(text))
            return false;
        if (text.Length == 40)
            return IsRandomRun(text);
        foreach (var run in text.SplitAny('-', '_', '.'))
        {
            if (IsRandomRun(text[run]))
                return true;
        }

        return false;
    }

    private static bool IsRandomRun(ReadOnlySpan<char> run) =>
        run.Length >= ShortestRandom && IsMixed(run) && !run.Contains('-') && LongestWord(run) < 8 && Entropy(run) >= 4.2
        && !IsName(run);

    /// <summary>Whether a text of letters and digits is a name that a tool made: of words, or mixed for its digests alone. What has any other sign in it is none.</summary>
    private static bool IsName(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LettersAndDigits) && (IsMadeOfWords(text) || IsNameWithDigests(text));

    /// <summary>Whether a text is mixed for its digests alone: <c>VpcPublicSubnet1RouteTable83FE4AA1</c>.</summary>
    private static bool IsNameWithDigests(ReadOnlySpan<char> text)
    {
        Span<char> rest = stackalloc char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            var digest = Math.Max(Run(text[i..], UpperHexadecimal), Run(text[i..], LowerHexadecimal));
            if (digest >= ShortestDigest && text.Slice(i, digest).ContainsAnyInRange('0', '9'))
            {
                i += digest;
                continue;
            }

            rest[length++] = text[i++];
        }

        return length < text.Length && (length < ShortestRandom || !IsMixed(rest[..length]));

        static int Run(ReadOnlySpan<char> from, SearchValues<char> alphabet) => from.IndexOfAnyExcept(alphabet) is >= 0 and var end ? end : from.Length;
    }

    /// <summary>Whether two thirds of a text are words with a capital: of one text in a hundred that is random it is so, too, and of names it is the rule.</summary>
    private static bool IsMadeOfWords(ReadOnlySpan<char> text)
    {
        int inWords = 0, run = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterLower(text[i]) || (run == 0 && char.IsAsciiLetterUpper(text[i]))))
            {
                run++;
                continue;
            }

            inWords += run >= 3 ? run : 0;
            run = i < text.Length && char.IsAsciiLetterUpper(text[i]) ? 1 : 0;
        }

        return inWords * 3 >= text.Length * 2;
    }

    private static bool IsMixed(ReadOnlySpan<char> text)
    {
        int digits = 0, upper = 0, lower = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                digits++;
            else if (char.IsAsciiLetterUpper(c))
                upper++;
            else if (char.IsAsciiLetterLower(c))
                lower++;
        }

        return digits >= 3 && upper >= 3 && lower >= 3;
    }

    /// <summary>Bits per character; of ASCII text.</summary>
    private static double Entropy(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var c in text)
            counts[c & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return bits;
    }

    /// <summary>The longest run of lower-case letters: names are made of words, tokens are not.</summary>
    private static int LongestWord(ReadOnlySpan<char> text)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiLetterLower(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>Whether a text is Base64 of a text that holds a credential, as a configuration file is.</summary>
    private static bool IsEncoded(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Base64Alphabet) || !BeginsAsText(text))
            return false;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        // A byte is a character here: what is looked for is ASCII, whatever stands around it.
        var decoded = string.Create(length, bytes, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = (char)from[i];
        });
        return CredentialForms.AreIn(decoded);
    }

    /// <summary>Whether the first bytes are text: those of most words that could be Base64 are not.</summary>
    private static bool BeginsAsText(string text)
    {
        Span<byte> first = stackalloc byte[12];
        if (!Convert.TryFromBase64Chars(text.AsSpan(0, 16), first, out var length))
            return true;
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var begin = first[(first.StartsWith(mark) ? mark.Length : 0)..length];
        return !begin.ContainsAnyInRange((byte)0, (byte)8) && !begin.ContainsAnyInRange((byte)0x7F, (byte)0xFF);
    }
}
