namespace Dashboard.Web.Presentation;

/// <summary>What a page shows beyond its route: it is in the address, so that a link, a reload and the back button all find it again.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IPageState<out TSelf>
{
    /// <summary>Reads a query such as "?sort=name"; what is unknown or broken counts as not given.</summary>
    static abstract TSelf Parse(string query);

    /// <summary>The query that <see cref="Parse"/> reads back as an equal record; empty where everything is as in the plain address.</summary>
    string Format();
}
