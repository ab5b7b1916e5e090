using Acornima;
using Acornima.Ast;

namespace Dashboard.Architecture.Tests;

/// <summary>What the scripts of the pages must keep to, since no compiler looks at them: strict modules whose names all exist and are all used.</summary>
internal sealed class ScriptRules
{
    /// <summary>What a browser gives to a page or to its service worker, as far as the scripts use it.</summary>
    private static readonly HashSet<string> Globals = new(StringComparer.Ordinal)
    {
        "AbortController", "AbortSignal", "Array", "Blazor", "Blob", "ClipboardItem", "CustomEvent", "DOMPoint", "Date", "Element", "Error", "Event", "HTMLDialogElement", "HTMLElement",
        "Infinity", "Intl", "JSON", "Math", "MutationObserver", "NaN", "Number", "Object", "Promise", "ResizeObserver", "Response", "Set", "String", "Text", "URL", "WeakMap",
        "CSS", "addEventListener", "clearTimeout", "crypto", "customElements", "document", "encodeURIComponent", "fetch", "getSelection", "innerHeight", "innerWidth",
        "history", "isSecureContext", "localStorage", "location", "matchMedia", "navigator", "requestAnimationFrame", "self", "sessionStorage", "setInterval", "setTimeout", "undefined", "window",
    };

    private readonly string _file;
    private readonly Dictionary<string, Node> _declared = new(StringComparer.Ordinal);
    private readonly List<Identifier> _used = [];
    private readonly List<string> _exported = [];
    private readonly List<string> _faults = [];

    private ScriptRules(string file) => _file = file;

    /// <summary>What a script breaks, each as "file:line: what".</summary>
    /// <param name="file">Its path.</param>
    /// <param name="code">Its text.</param>
    /// <param name="isCalled">Whether somebody else calls what it exports under a name.</param>
    public static IReadOnlyList<string> Faults(string file, string code, Func<string, bool> isCalled)
    {
        var rules = new ScriptRules(file);
        try
        {
            rules.Visit(new Parser().ParseModule(code, file), null);
        }
        catch (ParseErrorException wrong)
        {
            return [$"{file}:{wrong.LineNumber}: {wrong.Description}"];
        }

        var used = rules._used.Select(i => i.Name).Concat(rules._exported.Where(isCalled)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in rules._used.Where(i => !rules._declared.ContainsKey(i.Name) && !Globals.Contains(i.Name)))
            rules.Add(name, $"{name.Name} is declared nowhere");
        foreach (var (name, node) in rules._declared.Where(d => !used.Contains(d.Key) && d.Key != "_"))
            rules.Add(node, $"{name} is used nowhere");
        return rules._faults;
    }

    private void Add(Node node, string what) => _faults.Add($"{_file}:{node.Location.Start.Line}: {what}");

    private void Visit(Node node, Node? parent)
    {
        switch (node)
        {
            case VariableDeclaration { Kind: VariableDeclarationKind.Var }:
                Add(node, "var; allowed are const and let");
                break;
            case BinaryExpression { Operator: Operator.Equality or Operator.Inequality }:
                Add(node, "== or !=; allowed are === and !==");
                break;
            case ExportNamedDeclaration { Declaration: FunctionDeclaration { Id: { } id } }:
                _exported.Add(id.Name);
                break;
            case DebuggerStatement or WithStatement:
                Add(node, "debugger or with");
                break;
            case CallExpression { Callee: Identifier { Name: "eval" or "alert" or "prompt" } called }:
                Add(node, called.Name);
                break;
            case CallExpression { Callee: MemberExpression { Object: Identifier { Name: "console" }, Property: Identifier { Name: "log" } } }:
                Add(node, "console.log");
                break;
            case AssignmentExpression { Left: MemberExpression { Property: Identifier { Name: "innerHTML" or "outerHTML" } property } }:
                Add(node, $"{property.Name}; allowed are textContent and nodes");
                break;
        }

        if (node is Identifier name && !IsKey(name, parent))
        {
            if (IsDeclaration(name, parent))
                _declared.TryAdd(name.Name, name);
            else
                _used.Add(name);
        }

        foreach (var child in node.ChildNodes)
        {
            if (IsPattern(node, child))
                Declare(child);
            else
                Visit(child, node);
        }
    }

    /// <summary>Whether a child of a node gives names to what it takes apart.</summary>
    private static bool IsPattern(Node node, Node child) => node switch
    {
        VariableDeclarator declarator => ReferenceEquals(declarator.Id, child),
        IFunction function => function.Params.Any(p => ReferenceEquals(p, child)),
        CatchClause caught => ReferenceEquals(caught.Param, child),
        _ => false,
    };

    private void Declare(Node pattern)
    {
        switch (pattern)
        {
            case Identifier name:
                _declared.TryAdd(name.Name, name);
                break;
            case AssignmentPattern fallback:
                Declare(fallback.Left);
                Visit(fallback.Right, fallback);
                break;
            case RestElement rest:
                Declare(rest.Argument);
                break;
            case ArrayPattern array:
                foreach (var element in array.Elements.OfType<Node>())
                    Declare(element);
                break;
            case ObjectPattern map:
                foreach (var property in map.Properties)
                    Declare(property is AssignmentProperty { Value: var value } ? value : property);
                break;
        }
    }

    private static bool IsDeclaration(Identifier name, Node? parent) => parent switch
    {
        IFunction function => ReferenceEquals(function.Id, name),
        IClass type => ReferenceEquals(type.Id, name),
        ImportDeclarationSpecifier import => ReferenceEquals(import.Local, name),
        _ => false,
    };

    /// <summary>Whether it names a member of something else.</summary>
    private static bool IsKey(Identifier name, Node? parent) => parent switch
    {
        MemberExpression member => !member.Computed && ReferenceEquals(member.Property, name),
        ObjectProperty property => !property.Computed && !property.Shorthand && ReferenceEquals(property.Key, name),
        IClassElement and MethodDefinition method => !method.Computed && ReferenceEquals(method.Key, name),
        PropertyDefinition field => !field.Computed && ReferenceEquals(field.Key, name),
        ImportSpecifier import => ReferenceEquals(import.Imported, name) && !ReferenceEquals(import.Local, name),
        ExportSpecifier export => ReferenceEquals(export.Exported, name) && !ReferenceEquals(export.Local, name),
        MetaProperty or LabeledStatement or BreakStatement or ContinueStatement => true,
        _ => false,
    };
}
