namespace Dashboard.Templates.Syntax;

/// <summary>Says that one of our own readers does not know a text for certain; the library's reader then reads the whole text. Caught by <see cref="TemplateReader"/>.</summary>
internal sealed class HandOver : Exception
{
    /// <summary>Gives the text up. A method of its own, so that the readers' methods stay small.</summary>
    public static HandOver Because(string reason) => new(reason);

    private HandOver(string reason)
        : base(reason)
    {
    }
}
