using System.Globalization;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>The slots in front of larger tables.</summary>
public sealed class NameTableTests
{
    /// <summary>More names than slots: a name may have lost its slot, and never has another one's value.</summary>
    [Fact]
    public void A_name_has_its_own_value_or_none()
    {
        var table = new NameTable<string>(8);
        string[] names = ["", "a", "b", "ab", "ba", .. Enumerable.Range(0, 200).Select(i => "Name" + i.ToString(CultureInfo.InvariantCulture))];

        foreach (var name in names)
        {
            table.Put(name, "of " + name);
            Assert.True(table.TryGet(new string(name), out var value));
            Assert.Equal("of " + name, value);
        }

        foreach (var name in names)
            Assert.True(!table.TryGet(name, out var value) || value == "of " + name, name);
        Assert.InRange(names.Count(n => table.TryGet(n, out _)), 1, 8);
    }
}
