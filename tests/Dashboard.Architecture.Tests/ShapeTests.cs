using System.Reflection;

namespace Dashboard.Architecture.Tests;

/// <summary>Habits of the house that a reader relies on.</summary>
public sealed class ShapeTests
{
    private static readonly string[] Assemblies = ["Dashboard.Core", "Dashboard.Templates", "Dashboard.Sources", "Dashboard.Sandbox", "Dashboard.Web", "driftboard"];

    public static TheoryData<string> Names => [.. Assemblies];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_is_sealed_unless_something_derives_from_it(string assembly)
    {
        var types = Assembly.Load(assembly).GetTypes();

        Assert.Empty(Unsealed(types));
    }

    [Fact]
    public void No_type_is_called_Environment() =>
        Assert.Empty(Assemblies.SelectMany(a => Assembly.Load(a).GetTypes()).Where(t => t.Name == "Environment").Select(t => t.FullName));

    [Fact]
    public void An_offender_is_found()
    {
        Assert.Equal([typeof(Open).FullName!], Unsealed([typeof(Open), typeof(Closed)]));
        Assert.Empty(Unsealed([typeof(Base), typeof(Derived)]));
    }

    internal static IEnumerable<string> Unsealed(IReadOnlyCollection<Type> types)
    {
        var bases = types.Select(t => t.BaseType is { IsGenericType: true } g ? g.GetGenericTypeDefinition() : t.BaseType).ToHashSet();
        return types.Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract && !bases.Contains(t) && !IsGenerated(t)).Select(t => t.FullName!);
    }

    /// <summary>What the compiler writes: closures, and components from .razor files (their class line is not ours).</summary>
    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        || type.Name is "Program" or "_Imports" || type.GetInterfaces().Any(i => i.FullName == "Microsoft.AspNetCore.Components.IComponent")
        || type.FullName!.StartsWith("Microsoft.", StringComparison.Ordinal) || type.FullName.StartsWith("System.", StringComparison.Ordinal);

#pragma warning disable CA1852 // The offender that the rule must find.
    private class Open;
#pragma warning restore CA1852

    private sealed class Closed;

    private class Base;

    private sealed class Derived : Base;
}
