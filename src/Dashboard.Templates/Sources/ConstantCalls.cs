using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Works out the calls of one template that come to the same in every environment, as the renderer does: what they are given is spelled out, or stands in a mapping.</summary>
internal sealed class ConstantCalls(TemplateDocument template, IReadOnlySet<ScalarNode> secrets, SecretFingerprinter fingerprinter)
{
    private const string Mapping = "Fn::FindInMap";

    /// <summary>Functions that ask nobody: neither the account, nor the region, nor another stack.</summary>
    private static readonly HashSet<string> Pure = new(StringComparer.Ordinal)
    {
        "Fn::Base64", "Fn::Cidr", Mapping, "Fn::Join", "Fn::Length", "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ToJsonString",
    };

    /// <summary>A loop writes its variable into texts.</summary>
    private readonly bool _hasLoops = LoopExpander.IsNeeded(template);

    /// <summary>What a mapping holds is known where nothing is called in it, and nothing rewrites it.</summary>
    private readonly bool _areMappingsKnown = template.Root is MappingNode root && root["Mappings"] is null or { Contents: NodeContents.None } && LeavesMappings(root);

    private StackRenderer? _stack;
    private LoopExpander? _expander;

    /// <summary>The texts that are not to be seen, those that loops made included.</summary>
    public IReadOnlySet<ScalarNode> Secrets => _expander?.Secrets ?? secrets;

    /// <summary>What a call comes to, and whether that stands in a mapping; null where it is not known, or not to be seen.</summary>
    public (PropertyValue Value, bool IsMapped)? Of(MappingNode call)
    {
        var isMapped = false;
        if (!IsPure(call) || !IsConstant(call, ref isMapped))
            return null;
        var stack = _stack ??= Open();
        var scope = new Scope(new TemplatePlace(""), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true);
        return stack.Evaluator.Evaluate(call, scope) is { } value && IsShown(value) ? (value, isMapped) : null;
    }

    /// <summary>What an entry makes that is a loop over texts which stand in it; null where it is none, or what it makes is too much, or a secret decides it.</summary>
    public MappingNode? WrittenOut(MappingEntry entry)
    {
        if (!LoopExpander.IsLoop(entry.Key) || !LoopExpander.IsSpelledOut(entry.Value, isLoop: true)
            || ((SequenceNode)((SequenceNode)entry.Value).Items[1]).Items.Any(v => Secrets.Contains((ScalarNode)v)))
        {
            return null;
        }

        // One for all loops: what they make together is bounded.
        var expander = _expander ??= new LoopExpander(_stack ??= Open(), secrets);
        if (expander.IsCut)
            return null;
        var written = (MappingNode)expander.Expand(new MappingNode([entry], entry.Key.Line, entry.Key.Column) { EndLine = entry.Value.EndLine });
        return expander.IsCut ? null : written;
    }

    private StackRenderer Open()
    {
        var request = new RenderRequest { Template = template, Stack = new StackKey("", "", "", ""), Account = "", Region = "", StackName = "", Fingerprinter = fingerprinter };
        return new StackRenderer(new RenderSession(request), template, ResourceAddress.Stack, new Dictionary<string, GivenParameter>(), [], 0);
    }

    /// <summary>Whether no transform of a whole template can change its mappings: a macro of somebody's own may, and so may a file that is included and not at hand.</summary>
    private static bool LeavesMappings(MappingNode root) => root["Fn::Transform"] is null
        && (root["Transform"] is not { } transform || transform is ScalarNode { Kind: ScalarKind.Null }
            || IncludeExpander.Names(transform).All(n => n == "AWS::LanguageExtensions" || n.StartsWith("AWS::Serverless-", StringComparison.Ordinal)));

    private static bool IsPure(MappingNode call) => call.Entries is [{ Key.Text: var name }] && Pure.Contains(name);

    private bool IsConstant(TemplateNode node, ref bool isMapped)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return IsLiteral(scalar);
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    if (!IsConstant(item, ref isMapped))
                        return false;
                }

                return true;
            case MappingNode { Entries: [{ Key.Text: var function } only] } call when TemplatePlaces.IsFunction(function):
                isMapped |= function == Mapping;
                return IsPure(call) && (function != Mapping || _areMappingsKnown) && (function != "Fn::Sub" || NamesItsOwn(only.Value)) && IsConstant(only.Value, ref isMapped);
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    if (TemplatePlaces.IsFunction(key.Text) || !IsLiteral(key) || !IsConstant(value, ref isMapped))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }

    private bool IsLiteral(ScalarNode scalar) =>
        scalar.Kind != ScalarKind.Null && !Secrets.Contains(scalar) && !SecretKeys.IsSecret(scalar.Text) && !scalar.Text.Contains("{{resolve:", StringComparison.Ordinal)
        && !(_hasLoops && (scalar.Text.Contains("${", StringComparison.Ordinal) || scalar.Text.Contains("&{", StringComparison.Ordinal)));

    /// <summary>Whether a text for Fn::Sub names nothing but what is given beside it.</summary>
    private static bool NamesItsOwn(TemplateNode argument)
    {
        var (text, names) = argument switch
        {
            SequenceNode { Items: [ScalarNode first, MappingNode given] } => (first.Text, given),
            SequenceNode { Items: [ScalarNode first] } => (first.Text, null),
            _ => ((argument as ScalarNode)?.Text ?? "", null),
        };
        return SubstitutionText.Read(text).All(p => p.Kind == SubstitutionKind.Text || names?.Find(p.Text) is not null);
    }

    /// <summary>Whether a value is spelled out, and no secret.</summary>
    private static bool IsShown(PropertyValue value) => value.Contents == ValueContents.None && value switch
    {
        ScalarValue scalar => !CredentialDetector.HoldsCredential(scalar),
        ListValue list => list.Items.All(IsShown),
        MapValue map => map.Entries.All(e => IsShown(e.Value)),
        _ => false,
    };
}
