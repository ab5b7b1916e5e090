using System.Runtime.InteropServices;

namespace Dashboard.Core.Values;

/// <summary>Joins neighbouring texts, each run of them once.</summary>
internal struct FlatParts()
{
    private readonly List<PropertyValue> _parts = [];
    private List<string>? _run;
    private bool _hasSecret;

    /// <summary>Adds a part that is no text with holes itself.</summary>
    public void Add(PropertyValue part)
    {
        if (part is ScalarValue text)
        {
            if (text.Text.Length == 0)
                return;
            if (_parts is [.., ScalarValue first])
            {
                if (_run is not { Count: > 0 })
                    (_run ??= []).Add(first.Text);
                _run.Add(text.Text);
                return;
            }
        }

        End();
        _hasSecret |= part is SecretValue;
        _parts.Add(part);
    }

    /// <summary>The parts without empty texts, no two texts beside each other; null where one of them is a secret.</summary>
    public List<PropertyValue>? ToList()
    {
        End();
        return _hasSecret ? null : _parts;
    }

    private readonly void End()
    {
        if (_run is not { Count: > 0 })
            return;
        _parts[^1] = new ScalarValue(string.Concat(CollectionsMarshal.AsSpan(_run)));
        _run.Clear();
    }
}
