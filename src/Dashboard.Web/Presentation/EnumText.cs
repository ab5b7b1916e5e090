using Dashboard.Core.Documents;

namespace Dashboard.Web.Presentation;

/// <summary>Members of an enumeration as an address spells them: "unverified", as everywhere outside the code.</summary>
internal static class EnumText
{
    /// <summary>The member as addresses and scripts spell it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => DocumentWriter.Name(value);

    /// <summary>Null for the member that the plain address means.</summary>
    public static string? Format<T>(T value, T plain)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, plain) ? null : DocumentWriter.Name(value);

    public static T Parse<T>(string? text, T plain)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (text is not null && DocumentWriter.Name(value) == text)
                return value;
        }

        return plain;
    }
}
