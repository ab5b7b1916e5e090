using System.Collections.Frozen;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>What things are called on a wall: no more than its address allows, and no part that does not vary.</summary>
public sealed class WallNames(DriftBoard board, WallState state)
{
    private readonly bool _severalApplications = state.Application is null && board.Environments.Select(e => e.Application).Distinct().Skip(1).Any();
    private readonly FrozenDictionary<(string, string), string?> _owners =
        board.Components.DistinctBy(c => (c.Application, c.Name)).ToFrozenDictionary(c => (c.Application, c.Name), c => c.Owner);

    /// <summary>The application where the wall shows several; else null.</summary>
    public string? Application(string application) => _severalApplications ? application : null;

    /// <summary>"production", or "shop production" where the wall shows several applications.</summary>
    public string Place(string application, string environment) => _severalApplications ? $"{application} {environment}" : environment;

    /// <summary>The component with its varying parts; its owner, too, where the wall shows all.</summary>
    public string Component(StackKey key)
    {
        var name = StackNames.Short(board, key);
        return state.ShowsAll && _owners.GetValueOrDefault((key.Application, key.Component)) is { } owner ? $"{name}, {owner}" : name;
    }

    /// <summary>Both values of a difference; null where the wall shows none.</summary>
    public string? Values(Difference? difference) => difference is null ? null : Values(difference.Expected, difference.Actual, "→");

    /// <summary>Two values with what stands between them; null where the wall shows none.</summary>
    public string? Values(PropertyValue? left, PropertyValue? right, string between) => state.ShowsAll ? $"{Value(left)} {between} {Value(right)}" : null;

    private static string Value(PropertyValue? value) => value is null ? "(nothing)" : VisibleText.Line(value is ScalarValue scalar ? scalar.Text : value.ToString());
}
