using Dashboard.Core.Secrets;

namespace Dashboard.Templates.Rendering;

/// <summary>The place of a rendered property, linked to the place around it: a step costs one small object, and a <see cref="PropertyPath"/> is only made where somebody asks.</summary>
internal sealed class RenderPath
{
    public static readonly RenderPath Root = new(null, null, -1);

    private readonly RenderPath? _parent;
    private readonly string? _name;
    private readonly int _index;

    private RenderPath(RenderPath? parent, string? name, int index) => (_parent, _name, _index) = (parent, name, index);

    public bool IsRoot => _parent is null;

    public RenderPath Append(string name) => new(this, name, -1);

    public RenderPath Append(int index) => new(this, null, index);

    public PropertyPath ToPath()
    {
        var length = 0;
        for (var at = this; at._parent is not null; at = at._parent)
            length++;
        if (length == 0)
            return PropertyPath.Root;
        var segments = new PathSegment[length];
        for (var at = this; at._parent is not null; at = at._parent)
            segments[--length] = new PathSegment(at._name is { } name ? SecretKeys.Shown(name) : null, at._index, null);
        return new PropertyPath(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(segments));
    }

    public override string ToString() => ToPath().ToString();
}
