namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Or [condition, ...]</c>, two to ten of them.</summary>
internal static class OrFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call) => Booleans.Combine(call, decisive: true);
}
