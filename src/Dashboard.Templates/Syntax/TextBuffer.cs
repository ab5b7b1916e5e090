namespace Dashboard.Templates.Syntax;

/// <summary>Characters that are gathered for one text after another.</summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[256];
    private int _length;

    public void Clear() => _length = 0;

    public void Append(char c)
    {
        if (_length == _chars.Length)
            Array.Resize(ref _chars, _length * 2);
        _chars[_length++] = c;
    }

    public void Append(char c, int count)
    {
        for (; count > 0; count--)
            Append(c);
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _chars.Length)
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _length + text.Length));
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    public override string ToString() => new(_chars, 0, _length);
}
