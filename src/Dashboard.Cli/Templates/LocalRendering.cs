using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Templates;

/// <summary>What to render a file with. What is empty is not known, and what depends on it stays symbolic.</summary>
internal sealed record LocalInputs(string Template)
{
    /// <summary>Parameter files, layered: the later wins.</summary>
    public IReadOnlyList<string> ParameterFiles { get; init; } = [];

    /// <summary>Single parameters as NAME=VALUE; they win over the files.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Whether attributes and conditions are rendered too.</summary>
    public bool WithAttributes { get; init; }

    public string Account { get; init; } = "";

    public string Region { get; init; } = "";

    public string StackName { get; init; } = "";

    /// <summary>Whether what a parameter without a value shapes is unknown, and no reference: two stacks may be given two values.</summary>
    public bool AreOpenUnknown { get; init; }

    /// <summary>Whether nothing is given to render the template with.</summary>
    public bool IsBare => ParameterFiles.Count + Parameters.Count + Account.Length + Region.Length + StackName.Length == 0;
}

/// <summary>A rendered file.</summary>
/// <param name="Document">The file.</param>
/// <param name="Template">Null where the file is no template at all.</param>
/// <param name="Diagnostics">What was wrong, its parameter files' first.</param>
internal sealed record LocalRendering(TemplateDocument Document, RenderedTemplate? Template, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether something could not be used.</summary>
    public bool HasErrors => Template is null || Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
}

/// <summary>Renders templates from the disk as far as they are known: a parameter without a value stays a Ref.</summary>
internal sealed class LocalRenderer(CliHost host)
{
    // One key for both sides of a comparison, so that equal references are equal; it shows nowhere.
    public static readonly StackKey Stack = new("local", "local", "template", "");

    private readonly LocalFiles _files = new(host);

    // One fingerprinter for both sides, too: the same secret is the same.
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();

    /// <summary>Renders a file.</summary>
    /// <exception cref="CommandException">A file cannot be read, or a parameter is not NAME=VALUE.</exception>
    public LocalRendering Render(LocalInputs inputs)
    {
        var document = _files.Template(inputs.Template);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var parameters = Parameters(inputs, diagnostics);
        if (document.Root is null)
            return new LocalRendering(document, null, [.. diagnostics, .. document.Diagnostics]);
        foreach (var open in Open(document, parameters.Keys).ToList())
        {
            parameters[open.Name] = inputs.AreOpenUnknown ? open with { Value = new UnresolvedValue($"parameter {open.Name} has no value") } : open;
            diagnostics.Add(Missing(open, inputs.AreOpenUnknown));
        }

        var nested = new NestedFiles(_files, inputs.Template);
        var rendered = TemplateRenderer.Render(new RenderRequest
        {
            Template = document,
            Stack = Stack,
            Account = inputs.Account,
            Region = inputs.Region,
            StackName = inputs.StackName,
            Parameters = parameters.ToImmutable(),
            // What the user gave of account, region and name becomes text; nothing else of a stack that is nowhere is known.
            Mode = ReferenceMode.Concrete,
            WithAttributes = inputs.WithAttributes,
            NestedTemplate = nested.Find,
            Include = nested.Include,
            Fingerprinter = _fingerprinter,
        });
        return new LocalRendering(document, rendered, [.. diagnostics, .. rendered.Diagnostics]);
    }

    /// <summary>Prints diagnostics, one a line.</summary>
    public static void Print(TextWriter to, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
            var key = diagnostic.Key.Length == 0 ? "" : diagnostic.Key + ": ";
            to.WriteLine(VisibleText.Line($"{diagnostic.Location}: {severity}: {key}{diagnostic.Message}"));
        }
    }

    private ImmutableDictionary<string, ParameterValue>.Builder Parameters(LocalInputs inputs, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var parameters = ImmutableDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var path in inputs.ParameterFiles)
        {
            var file = _files.Parameters(path);
            diagnostics.AddRange(file.Diagnostics);
            foreach (var value in file.Values)
                parameters[value.Name] = value;
        }

        foreach (var text in inputs.Parameters)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            // Without its name the text may be a secret, so it is not repeated.
            if (equals <= 0)
                throw new CommandException("--parameter: allowed is NAME=VALUE; one has no name before \"=\".");
            var name = text[..equals];
            parameters[name] = new ParameterValue(name, new ScalarValue(text[(equals + 1)..]), new SourceLocation("--parameter"));
        }

        return parameters;
    }

    /// <summary>Parameters that have neither a value nor a default, as Refs to themselves. Of a NoEcho parameter the renderer itself says what is to be said.</summary>
    public static IEnumerable<ParameterValue> Open(TemplateDocument document, IEnumerable<string> given)
    {
        var known = given.ToHashSet(StringComparer.Ordinal);
        foreach (var (key, node) in ((document.Root as MappingNode)?["Parameters"] as MappingNode)?.Entries ?? [])
        {
            if (node is not MappingNode declaration || known.Contains(key.Text) || declaration["Default"] is ScalarNode { Kind: not ScalarKind.Null }
                || NoEcho.IsSetOn(declaration) || declaration["Type"] is not ScalarNode { Text: var type })
            {
                continue;
            }

            // A list is one whole that may not be split at commas; a call is left alone.
            var isList = type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);
            PropertyValue reference = isList ? new CallValue("Ref", [new ScalarValue(key.Text)]) : new ReferenceValue(new ResourceOwner(Stack, ResourceAddress.Stack), key.Text);
            yield return new ParameterValue(key.Text, reference, new SourceLocation(document.File, key.Line, key.Column));
        }
    }

    /// <summary>Says that a parameter is open: what depends on it stays symbolic, so this is no error here.</summary>
    public static Diagnostic Missing(ParameterValue parameter, bool isUnknown) => new(
        DiagnosticSeverity.Warning,
        parameter.Location!,
        $"Parameters/{parameter.Name}",
        $"No value is given for the parameter {parameter.Name}, and it has no Default; {(isUnknown ? "what it shapes cannot be compared" : "it stays a Ref")}.");

    /// <summary>Nested templates: a TemplateURL that is a path is relative to the template that names it.</summary>
    private sealed class NestedFiles(LocalFiles files, string root)
    {
        private readonly Dictionary<ResourceAddress, string> _paths = new() { [ResourceAddress.Stack] = root };

        public TemplateDocument? Find(ResourceAddress address, string? url)
        {
            if (url is null || !_paths.TryGetValue(address.Parent, out var parent) || files.Nested(parent, url) is not { } document)
                return null;
            _paths[address] = document.File;
            return document;
        }

        /// <summary>What a template includes from a path relative to itself.</summary>
        public TemplateDocument? Include(ResourceAddress address, string location) =>
            _paths.TryGetValue(address, out var parent) ? files.Nested(parent, location) : null;
    }
}
