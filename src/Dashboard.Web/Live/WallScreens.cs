using System.Collections.Immutable;

namespace Dashboard.Web.Live;

/// <summary>A screen that shows a wall, or did.</summary>
/// <param name="Name">The name that its address gives it.</param>
/// <param name="Shown">How many pages of that name are connected: one, where every screen has a name of its own.</param>
/// <param name="Since">Since when that is so.</param>
public sealed record WallScreen(string Name, int Shown, DateTimeOffset Since);

/// <summary>Which screens show a wall just now. A guard beside each asks: a page cannot tell that its own tab is gone. Safe for use from several threads.</summary>
public sealed class WallScreens(TimeProvider time)
{
    /// <summary>Of more names, those that went longest ago are forgotten.</summary>
    internal const int Most = 500;

    private readonly Lock _lock = new();

    // Written under the lock; readers take none.
    private volatile ImmutableDictionary<string, WallScreen> _screens = ImmutableDictionary.Create<string, WallScreen>(StringComparer.Ordinal);

    /// <summary>Every screen that was ever shown since the start, by name.</summary>
    public IEnumerable<WallScreen> All => _screens.Values.OrderBy(s => s.Name, StringComparer.Ordinal);

    /// <summary>The screen of a name; null where the server has never shown one since its start.</summary>
    public WallScreen? Of(string name) => _screens.GetValueOrDefault(name);

    /// <summary>A page of that name is connected.</summary>
    public void Show(string name) => Count(name, 1);

    /// <summary>A page of that name is connected no more.</summary>
    public void Leave(string name) => Count(name, -1);

    private void Count(string name, int more)
    {
        lock (_lock)
        {
            var next = _screens.SetItem(name, new WallScreen(name, (_screens.GetValueOrDefault(name)?.Shown ?? 0) + more, time.GetUtcNow()));
            if (next.Count > Most && next.Values.Where(s => s.Shown == 0).MinBy(s => s.Since) is { } oldest)
                next = next.Remove(oldest.Name);
            _screens = next;
        }
    }
}
