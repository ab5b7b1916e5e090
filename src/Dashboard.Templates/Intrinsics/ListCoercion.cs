namespace Dashboard.Templates.Intrinsics;

/// <summary>Where a function needs a list, a reference to a list that is known becomes that list.</summary>
internal static class ListCoercion
{
    public static PropertyValue? Coerce(IntrinsicCall call, PropertyValue? value) =>
        value is ReferenceValue reference && call.Session.Known(reference) is ListValue known ? known : value;
}
