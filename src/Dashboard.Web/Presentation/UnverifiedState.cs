using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What the lists of unverified things can be sorted by.</summary>
public enum UnverifiedColumn
{
    /// <summary>The resource, and of a property its path.</summary>
    Resource,

    /// <summary>The resource's type.</summary>
    Type,

    /// <summary>Environment and stack.</summary>
    Where,

    /// <summary>Since when, the newest first.</summary>
    Since,
}

/// <summary>Of what the page of unverified things shows the reasons.</summary>
/// <param name="Application">The application; null: all of them.</param>
/// <param name="Environment">The environment; null: all of them.</param>
/// <param name="Component">The component; null: all of them.</param>
/// <param name="Region">Of a component with several stacks, the region; null: all of them.</param>
/// <param name="Instance">Of a component with several stacks, the instance; null: all of them.</param>
/// <param name="Text">Text that a reason, a resource, a type or a stack holds; empty: any.</param>
/// <param name="Sort">The order within each reason; usually by stack.</param>
public sealed record UnverifiedState(
    string? Application = null, string? Environment = null, string? Component = null, string? Region = null, string? Instance = null, string Text = "", SortOrder<UnverifiedColumn> Sort = default) : IPageState<UnverifiedState>
{
    /// <inheritdoc />
    public static UnverifiedState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new UnverifiedState(value("application"), value("environment"), value("component"), value("region"), value("instance"), value("q") ?? "", SortOrder.Parse<UnverifiedColumn>(value("sort")) ?? default);
    }

    /// <summary>One stack alone.</summary>
    public static UnverifiedState Of(DriftBoard board, StackKey key)
    {
        var (region, instance) = StackNames.VaryingParts(board, key);
        return new UnverifiedState(key.Application, key.Environment, key.Component, region, instance);
    }

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("application", Application).Add("environment", Environment).Add("component", Component).Add("region", Region).Add("instance", Instance).Add("q", Text).Add("sort", Sort.Format()).ToString();

    /// <summary>Whether a stack is asked for.</summary>
    public bool Holds(StackKey key) =>
        (Application ?? key.Application) == key.Application && (Environment ?? key.Environment) == key.Environment && (Component ?? key.Component) == key.Component
        && (Region ?? key.Region) == key.Region && (Instance ?? key.Instance) == key.Instance;
}
