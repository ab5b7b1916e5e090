namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!And [condition, ...]</c>, two to ten of them.</summary>
internal static class AndFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call) => Booleans.Combine(call, decisive: false);
}
