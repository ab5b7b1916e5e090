using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary>What And, Or and Not have in common: arguments that are true, false or not known.</summary>
internal static class Booleans
{
    public static readonly ScalarValue True = new("true", ScalarKind.Boolean);
    public static readonly ScalarValue False = new("false", ScalarKind.Boolean);

    public static ScalarValue Of(bool value) => value ? True : False;

    /// <summary>A plain boolean as the text that functions compare: "true" for True. Anything else as it is.</summary>
    public static PropertyValue? Plain(PropertyValue? value) =>
        value is ScalarValue { Kind: ScalarKind.Boolean } flag ? new ScalarValue(ScalarForm.Boolean(flag.Text)) : value;

    /// <summary>Works out And (the decisive value is false) or Or (true): one decisive argument is enough, whatever the others are.</summary>
    public static PropertyValue Combine(IntrinsicCall call, bool decisive)
    {
        if (call.Items(2, 10, "a list of two to ten conditions") is not { } items)
            return call.Malformed();
        var values = new PropertyValue?[items.Length];
        var known = 0;
        var found = false;
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = call.Evaluate(items[i]);
            if (ConditionTable.AsBoolean(values[i]) is not { } flag)
                continue;
            known++;
            found |= flag == decisive;
        }

        return found ? Of(decisive) : known == items.Length ? Of(!decisive) : call.Keep(values);
    }
}
