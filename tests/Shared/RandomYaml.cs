using System.Globalization;
using System.Text;

namespace Dashboard.Tests.Shared;

/// <summary>Writes random trees as YAML in random styles, and spoils texts at random. The same seed writes the same text.</summary>
internal sealed class RandomYaml(int seed)
{
    /// <summary>What spoils a text best: every mark that means something.</summary>
    private const string Marks = "\n\n\n  --:::##''\"\"[]{},,&*!!|>%@`?\\\t~<.=ab01\r\u00e9\u2028\U0001F600";

    private static readonly string[] Words =
    [
        "a", "Type", "AWS::S3::Bucket", "Ref", "x y", "true", "12", "1.10", "null", "~", "", "it's", "say \"x\"", "a: b", "a #b", "#c", "- d", "-", "-e", "[f", "{g", "!h", "&i", "*j", "|", ">",
        "%k", "@l", "`m", "?", "? n", ":", ":o", "p:", "http://q/?r=s", "arn:aws:s3:::${Bucket}/*", " leading", "trailing ", "caf\u00e9", "no\u00a0break\u00a0", "two\nlines", "three\n\n  lines\n", "\n", "tab\tinside",
        "---", "...", "<<", "0123", "2012-10-17", "yes", "\\d+\\.x", "a,b", "x]", "y}", "z?",
    ];

    private static readonly string[] Chompings = ["", "-", "+"];
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _anchors;

    /// <summary>A text that is YAML, or nearly always.</summary>
    public string Write()
    {
        if (Chance(5))
            _text.Append("# head\n---\n");
        Block(0, Chance(3) ? 'l' : 'm', 3);
        return Chance(20) ? _text.ToString().ReplaceLineEndings("\r\n") : _text.ToString();
    }

    /// <summary>A text with a few characters put in, taken out, doubled or exchanged.</summary>
    public string Spoil(string text)
    {
        var spoilt = new StringBuilder(text);
        for (var i = _random.Next(1, 4); i > 0 && spoilt.Length > 0; i--)
        {
            var at = _random.Next(spoilt.Length);
            var length = Math.Min(_random.Next(1, 6), spoilt.Length - at);
            switch (_random.Next(4))
            {
                case 0:
                    spoilt.Remove(at, length);
                    break;
                case 1:
                    spoilt.Insert(at, spoilt.ToString(at, length));
                    break;
                case 2:
                    spoilt[at] = Mark();
                    break;
                default:
                    spoilt.Insert(at, Mark());
                    break;
            }
        }

        return spoilt.ToString();
    }

    /// <summary>A few marks, many times: what makes a reader recurse, or start again and again.</summary>
    public string Repeat()
    {
        var (count, marks) = (_random.Next(1, 1_500), new StringBuilder());
        for (var i = _random.Next(1, 5); i > 0; i--)
            marks.Append(Chance(3) ? Word() : Mark().ToString());
        var grows = Chance(3);
        for (var i = 0; i < count && _text.Length < 20_000; i++)
            _text.Append(' ', grows ? i : 0).Append(marks);
        return _text.ToString();
    }

    private char Mark() => Marks[_random.Next(Marks.Length)];

    private bool Chance(int oneOf) => _random.Next(oneOf) == 0;

    private string Word() => Words[_random.Next(Words.Length)];

    private void Block(int indent, char kind, int depth)
    {
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            if (Chance(8))
                _text.Append(Chance(2) ? "\n" : "# comment\n");
            _text.Append(' ', indent);
            if (kind == 'l')
                Item(indent, depth);
            else
                Entry(indent, depth, i);
        }
    }

    private void Item(int indent, int depth)
    {
        _text.Append('-');
        if (depth > 0 && Chance(4))
        {
            // A mapping on the item's own line.
            _text.Append(" k: ");
            Inline(indent + 2);
            if (Chance(2))
            {
                _text.Append(' ', indent + 2);
                Entry(indent + 2, depth - 1, 99);
            }
        }
        else
        {
            Value(indent, depth, canBeIndentless: false);
        }
    }

    private void Entry(int indent, int depth, int number)
    {
        var key = Chance(3) ? "Key" : Words[_random.Next(8)];
        key = key is "" or "~" ? "k" : key;
        _text.Append(Chance(6) ? $"'{key}{number}'" : key + number.ToString(CultureInfo.InvariantCulture)).Append(Chance(15) ? " :" : ":");
        Value(indent, depth, canBeIndentless: true);
    }

    /// <summary>What stands behind "key:" or "-".</summary>
    private void Value(int indent, int depth, bool canBeIndentless)
    {
        if (Chance(12))
        {
            _text.Append('\n');
            return;
        }

        _text.Append(' ');
        if (depth == 0 || Chance(2))
        {
            Inline(indent);
            return;
        }

        Properties();
        _text.Append(Chance(8) ? " # why\n" : "\n");
        var kind = Chance(3) ? 'l' : 'm';
        Block(canBeIndentless && kind == 'l' && Chance(2) ? indent : indent + _random.Next(1, 4), kind, depth - 1);
    }

    private void Properties()
    {
        if (Chance(5))
            _text.Append(Chance(3) ? "!Transform" : "!Join").Append(' ');
        if (Chance(20))
            _text.Append('&').Append('a').Append(_anchors++).Append(' ');
        if (_text[^1] == ' ')
            _text.Length--;
    }

    private void Inline(int indent)
    {
        if (Chance(30) && _anchors > 0)
        {
            _text.Append("*a").Append(_random.Next(_anchors)).Append('\n');
            return;
        }

        if (Chance(6))
            _text.Append(Chance(2) ? "!Sub " : "!Ref ");
        switch (_random.Next(8))
        {
            case 0:
                Lines(indent);
                return;
            case 1:
                Flow(2);
                break;
            case 2:
                _text.Append("plain over").Append('\n').Append(' ', indent + _random.Next(1, 3)).Append(Chance(5) ? "# cut" : "lines");
                break;
            default:
                Scalar(Word(), inFlow: false);
                break;
        }

        _text.Append(Chance(10) ? " # behind\n" : "\n");
    }

    private void Lines(int indent)
    {
        var inner = indent + _random.Next(1, 4);
        _text.Append(Chance(2) ? '|' : '>').Append(Chance(5) ? (inner - indent).ToString(CultureInfo.InvariantCulture) : "").Append(Chompings[_random.Next(Chompings.Length)]).Append('\n');
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            if (Chance(4))
                _text.Append(' ', _random.Next(inner + 1)).Append('\n');
            else
                _text.Append(' ', Chance(6) ? inner + 2 : inner).Append("line # ").Append(Word().ReplaceLineEndings("")).Append('\n');
        }
    }

    private void Flow(int depth)
    {
        var isMapping = Chance(2);
        _text.Append(isMapping ? '{' : '[');
        var count = _random.Next(4);
        for (var i = 0; i < count; i++)
        {
            if (isMapping)
                _text.Append('k').Append(i).Append(": ");
            if (Chance(8))
                _text.Append("!Ref ");
            if (depth > 0 && Chance(4))
                Flow(depth - 1);
            else
                Scalar(Word(), inFlow: true);
            if (i < count - 1 || Chance(6))
                _text.Append(Chance(6) ? ",\n      " : ", ");
        }

        _text.Append(isMapping ? '}' : ']');
    }

    private void Scalar(string word, bool inFlow)
    {
        switch (_random.Next(4))
        {
            case 0 when !word.Contains('\n'):
                _text.Append('\'').Append(word.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
                break;
            case 1:
                _text.Append('"').Append(word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", Chance(2) ? "\\n" : "\n\n    ", StringComparison.Ordinal)).Append('"');
                break;
            default:
                // Plain, whether it can be or not; in a flow collection less often something that ends it.
                _text.Append(word.Contains('\n') || (inFlow && Chance(2)) ? "plain" : word);
                break;
        }
    }
}
