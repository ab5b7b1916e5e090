using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Cidr [block, count, bits]</c>: splits an address block into that many blocks, each with so many bits for hosts.</summary>
internal static class CidrFunction
{
    private const int MaxCount = 256;

    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(2, 3, "a list of an address block, a count and the number of host bits") is not { } items)
            return call.Malformed();
        var values = items.Select(call.Evaluate).ToArray();
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (call.Session.TextOf(values[i]) is not { IsSecret: false } known)
                return call.Keep(values);
            texts[i] = known.Text;
        }

        if (!IPNetwork.TryParse(texts[0], out var block))
            return call.Fail($"Fn::Cidr needs an address block such as 10.0.0.0/16; found \"{texts[0]}\".");
        if (!Whole(texts[1], out var count) || count is < 1 or > MaxCount)
            return call.Fail($"Fn::Cidr can make 1 to {MaxCount} blocks; found \"{texts[1]}\".");
        var width = block.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        // The third argument may be left out for the AWS default of 8 bits (a /24 of IPv4).
        var bits = 8;
        if (texts.Length == 3 && !Whole(texts[2], out bits))
            return call.Fail($"Fn::Cidr needs a number of host bits; found \"{texts[2]}\".");
        if (bits < 1 || bits > width - block.PrefixLength)
            return call.Fail($"Fn::Cidr cannot give {bits} host bits to a part of {texts[0]}.");
        var size = width - block.PrefixLength - bits;
        if (size < 31 && count > 1 << size)
            return call.Fail($"{texts[0]} does not hold {count} blocks with {bits} host bits.");
        return new ListValue([.. Enumerable.Range(0, count).Select(PropertyValue (i) => new ScalarValue(Block(block.BaseAddress, i, bits, width)))]);
    }

    private static bool Whole(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Block(IPAddress start, int index, int bits, int width)
    {
        var bytes = start.GetAddressBytes();
        var number = UInt128.Zero;
        foreach (var b in bytes)
            number = (number << 8) | b;
        number += (UInt128)index << bits;
        for (var i = bytes.Length - 1; i >= 0; i--, number >>= 8)
            bytes[i] = (byte)(number & 0xFF);
        return $"{new IPAddress(bytes)}/{(width - bits).ToString(CultureInfo.InvariantCulture)}";
    }
}
