namespace Dashboard.Templates.Rendering;

/// <summary>Finds resources that wait for each other. Without recursion: a chain of references may be as long as a template.</summary>
internal sealed class DependencyCycles(int count)
{
    private readonly List<int>[] _targets = new List<int>[count];

    public void Add(int from, int to) => (_targets[from] ??= []).Add(to);

    /// <summary>Every group of resources of which each depends on each, itself included; members and groups in ascending order.</summary>
    public List<int[]> Find()
    {
        var groups = new List<int[]>();
        var (index, low) = (new int[count], new int[count]);
        var (counter, isOpen) = (0, new bool[count]);
        var (component, path) = (new Stack<int>(), new Stack<(int Node, int Next)>());
        for (var root = 0; root < count; root++)
        {
            if (index[root] == 0 && _targets[root] is not null)
                path.Push((root, 0));
            while (path.TryPop(out var step))
            {
                var (node, next) = step;
                if (next == 0)
                {
                    index[node] = low[node] = ++counter;
                    isOpen[node] = true;
                    component.Push(node);
                }
                else if (isOpen[_targets[node][next - 1]])
                {
                    low[node] = Math.Min(low[node], low[_targets[node][next - 1]]);
                }

                if (next < (_targets[node]?.Count ?? 0))
                {
                    path.Push((node, next + 1));
                    if (index[_targets[node]![next]] == 0)
                        path.Push((_targets[node][next], 0));
                }
                else if (low[node] == index[node])
                {
                    Close(node, component, isOpen, groups);
                }
            }
        }

        groups.Sort((a, b) => a[0].CompareTo(b[0]));
        return groups;
    }

    private void Close(int node, Stack<int> component, bool[] isOpen, List<int[]> groups)
    {
        var members = new List<int>();
        do
        {
            members.Add(component.Pop());
            isOpen[members[^1]] = false;
        }
        while (members[^1] != node);

        if (members.Count == 1 && _targets[node]?.Contains(node) != true)
            return;
        members.Sort();
        groups.Add([.. members]);
    }
}
