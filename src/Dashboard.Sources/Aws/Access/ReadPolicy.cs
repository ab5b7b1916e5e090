using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Network;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Trail;

namespace Dashboard.Sources.Aws.Access;

/// <summary>How far a resource type may be read.</summary>
/// <param name="Type">The type.</param>
/// <param name="Actions">What reading and listing it asks for; empty where that is not known.</param>
/// <param name="Denied">What the type's handlers ask for and the policy denies: then they are not asked at all, rather than read by halves.</param>
public sealed record TypeAccess(string Type, ImmutableArray<string> Actions, ImmutableArray<string> Denied)
{
    /// <summary>Whether Driftboard reads the type from its own service, without the handlers.</summary>
    public bool HasOwnReader => TypeReaders.Find(Type) is not null;

    /// <summary>Whether the type has a read handler, as far as a registry says that it has none.</summary>
    public bool HasRead { get; init; } = true;

    /// <summary>Whether its resources may be listed by a handler: it has one, as far as is known, and that asks for nothing that the policy denies.</summary>
    public bool HasList { get; init; } = true;

    /// <summary>Whether it is known what the type's handlers ask for.</summary>
    public bool IsKnown => !HasRead || !Actions.IsEmpty;

    /// <summary>Why the type is not read, or null where it is.</summary>
    public string? Refusal => HasOwnReader ? null : HandlerRefusal;

    /// <summary>Why the type's handlers are not asked, or null where they are.</summary>
    public string? HandlerRefusal => !HasRead ? $"AWS offers no way to read {Type}: it has no read handler"
        : Denied.IsEmpty ? null
        : Denial.ByPolicy($"reading {Type}", string.Join(" and ", Denied));

    /// <summary>Why they are not asked for a list of the type's resources, or null where they are.</summary>
    public string? ListRefusal => HandlerRefusal ?? (HasList ? null : $"{Type} has no list handler that may be asked");

    /// <summary>The access to a type with these handlers; null: it is not known what they ask for.</summary>
    public static TypeAccess Of(string type, HandlerPermissions? handlers)
    {
        var own = (TypeReaders.Find(type)?.Operations ?? []).Concat(TrailOperations.Of(type)).Concat(TypeListers.Find(type)?.Operations ?? []).Select(o => o.Permission);
        if (handlers is null)
            return new(type, [.. own.Distinct().Order(StringComparer.Ordinal)], []);
        ImmutableArray<string> denied = [.. handlers.Read.Where(DataPlane.IsDenied)];
        var hasList = handlers.HasList && !handlers.List.Any(DataPlane.IsDenied);
        // What a reader of ours does not tell, the handlers are asked for.
        var asked = !denied.IsEmpty ? TypeReaders.Find(type) is null ? handlers.Read : own
            : !handlers.HasRead ? own
            : handlers.Read.Concat(hasList ? handlers.List : []).Concat(own);
        return new(type, [.. asked.Distinct().Order(StringComparer.Ordinal)], denied) { HasRead = handlers.HasRead, HasList = hasList };
    }

    /// <summary>The access to a type as far as the built-in catalogue knows.</summary>
    public static TypeAccess Of(string type) => Of(type, PermissionCatalog.Find(type));
}

/// <summary>The least that a reader of certain resource types needs, as an IAM policy.</summary>
/// <param name="Types">The types in use, in ordinal order.</param>
public sealed record ReadPolicy(ImmutableArray<TypeAccess> Types)
{
    /// <summary>What IAM takes in one managed policy, white space not counted.</summary>
    public const int LargestManagedPolicy = 6144;

    /// <summary>What it takes in all inline policies of a role together, counted in the same way.</summary>
    public const int LargestInlinePolicies = 10_240;

    /// <summary>What the frame of one more statement takes at most.</summary>
    private const int StatementFrame = 100;

    /// <summary>ARNs of the queues that changes are taken from; nothing else that is denied is ever allowed, and these for taking and deleting messages and for looking at the queue alone.</summary>
    public ImmutableArray<string> Queues { get; init; } = [];

    /// <summary>What every reader calls itself, whatever the types.</summary>
    public static ImmutableArray<string> OwnActions { get; } =
        [.. AwsOperations.Permissions.Order(StringComparer.Ordinal)];

    /// <summary>What the facts of networks take.</summary>
    public static ImmutableArray<string> NetworkActions { get; } = [.. NetworkOperations.All.Select(o => o.Permission)];

    /// <summary>Whether drift detections are started by us, which takes actions that are otherwise never named.</summary>
    public bool DetectsDrift { get; init; }

    /// <summary>What the types' handlers call.</summary>
    public ImmutableArray<string> HandlerActions =>
        [.. Types.Where(t => t.Refusal is null).SelectMany(t => t.Actions).Distinct().Except(OwnActions).Order(StringComparer.Ordinal)];

    /// <summary>Types that stay unread because a denied action would be needed, or since they have no read handler.</summary>
    public IEnumerable<TypeAccess> NotChecked => Types.Where(t => t.Refusal is not null);

    /// <summary>Types whose handlers nobody knows: custom ones, or newer than this build where the registry could not be asked.</summary>
    public IEnumerable<TypeAccess> Unknown => Types.Where(t => !t.IsKnown);

    /// <summary>What stands in a template and in no service: stacks are read as such, and the others are steps of a deployment.</summary>
    private static readonly ImmutableHashSet<string> WithoutService =
        [ResourceTypes.NestedStack, "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::WaitCondition", "AWS::CloudFormation::WaitConditionHandle", "AWS::CloudFormation::Macro"];

    /// <summary>Types that the policy is for: "AWS::X::Y" without the ones that no service reads.</summary>
    public static bool NeedsAccess(string type) => type.StartsWith("AWS::", StringComparison.Ordinal) && !WithoutService.Contains(type);

    /// <summary>The size of a policy as IAM counts it.</summary>
    public static int SizeOf(string json) => json.Count(c => !char.IsWhiteSpace(c));

    /// <summary>The policy as JSON over several lines.</summary>
    public string ToJson() => ToJson(HandlerActions, isWhole: true);

    /// <summary>The policy as several that managed policies hold, for one role together. Each of them denies reads of data.</summary>
    public ImmutableArray<string> ToManagedPolicies()
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var actions = HandlerActions;
        do
        {
            var isFirst = parts.Count == 0;
            var left = LargestManagedPolicy - SizeOf(ToJson([], isFirst)) - StatementFrame;
            // Quoted, and with a comma. What fits nowhere is no reason to go on for ever.
            var count = actions.TakeWhile(a => (left -= a.Length + 3) >= 0).Count();
            if (count == 0 && !isFirst)
                count = actions.Length;
            parts.Add(ToJson(actions[..count], isFirst));
            actions = actions[count..];
        }
        while (!actions.IsEmpty);
        return parts.ToImmutable();
    }

    private string ToJson(ImmutableArray<string> handlerActions, bool isWhole)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            if (isWhole)
                Write(writer, "Stacks", "Allow", OwnActions);
            if (!handlerActions.IsEmpty)
                Write(writer, "ResourcesOfTheTypesInUse", "Allow", handlerActions);
            if (isWhole)
                Write(writer, "Networks", "Allow", NetworkActions);
            if (isWhole && DetectsDrift)
                Write(writer, "DriftDetection", "Allow", [.. AwsOperations.Detection.Select(o => "cloudformation:" + o).Order(StringComparer.Ordinal)]);
            if (Queues.IsEmpty)
            {
                Write(writer, "NoData", "Deny", DataPlane.Denied);
            }
            else
            {
                if (isWhole)
                    Write(writer, "Changes", "Allow", [DataPlane.TakeMessages, "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource", Queues);
                Write(writer, "NoData", "Deny", DataPlane.Denied.Remove(DataPlane.TakeMessages));
                Write(writer, "NoOtherQueue", "Deny", [DataPlane.TakeMessages], "NotResource", Queues);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, string id, string effect, ImmutableArray<string> actions, string resource = "Resource", params ImmutableArray<string> resources)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", id);
        writer.WriteString("Effect", effect);
        writer.WriteStartArray("Action");
        foreach (var action in actions)
            writer.WriteStringValue(action);
        writer.WriteEndArray();
        if (resources.IsEmpty)
        {
            writer.WriteString(resource, "*");
        }
        else
        {
            writer.WriteStartArray(resource);
            foreach (var arn in resources)
                writer.WriteStringValue(arn);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
