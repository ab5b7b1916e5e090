using System.Reflection;

namespace Dashboard.Architecture.Tests;

/// <summary>Core and Templates are pure: no clock, task, logger, file or network in any signature.</summary>
public sealed class PurityTests
{
    private static readonly string[] Impure =
    [
        "System.Threading.Tasks.", "System.IO.", "System.Net.", "System.Threading.CancellationToken", "System.TimeProvider", "System.Threading.Timer",
        "Microsoft.Extensions.Logging.", "System.Data.", "System.Diagnostics.Process", "System.Random",
    ];

    /// <summary>An address and a block of addresses are values: they parse and print, and reach nothing.</summary>
    private static readonly string[] Values = ["System.Net.IPAddress", "System.Net.IPNetwork", "System.Net.Sockets.AddressFamily"];

    [Theory]
    [InlineData("Dashboard.Core")]
    [InlineData("Dashboard.Templates")]
    public void No_signature_names_the_outside_world(string assembly) =>
        Assert.Empty(Assembly.Load(assembly).GetTypes().Where(t => !t.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))).SelectMany(Violations));

    [Theory]
    [InlineData("Dashboard.Core")]
    [InlineData("Dashboard.Templates")]
    public void No_source_reads_the_clock(string project) =>
        Assert.Empty(Repository.Sources($"src/{project}").SelectMany(s => ClockReads(s.Path, s.Text)));

    [Fact]
    public void An_offender_is_found()
    {
        Assert.Equal(["Impostor.Load names System.Threading.Tasks.Task`1", "Impostor.Load names System.IO.Stream"], Violations(typeof(Impostor)));
        Assert.Equal(["a.cs reads the clock: DateTimeOffset.UtcNow"], ClockReads("a.cs", "var now = DateTimeOffset.UtcNow;"));
    }

    internal static IEnumerable<string> Violations(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
        {
            var types = method.GetParameters().Select(p => p.ParameterType);
            if (method is MethodInfo info)
                types = types.Prepend(info.ReturnType);
            foreach (var used in types.Select(Name).Where(IsImpure).Distinct())
                yield return $"{type.Name}.{method.Name} names {used}";
        }
    }

    internal static IEnumerable<string> ClockReads(string path, string text) =>
        new[] { "DateTimeOffset.UtcNow", "DateTimeOffset.Now", "DateTime.UtcNow", "DateTime.Now", "DateTime.Today", "Stopwatch.", "Environment.TickCount" }
            .Where(c => text.Contains(c, StringComparison.Ordinal)).Select(c => $"{path} reads the clock: {c}");

    private static string Name(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName ?? type.Name;

    private static bool IsImpure(string name) => !Values.Contains(name) && Impure.Any(i => name.StartsWith(i, StringComparison.Ordinal));

    private static class Impostor
    {
        public static Task<int> Load(Stream stream) => Task.FromResult(stream.ReadByte());
    }
}
