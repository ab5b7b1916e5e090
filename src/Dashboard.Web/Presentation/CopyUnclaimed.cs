using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What nothing claims as texts to paste elsewhere: a stack that no component claims, or a resource that no stack owns.</summary>
internal static class CopyUnclaimed
{
    /// <summary>Whether an address is that of such a thing.</summary>
    public static bool IsAt(Uri location) => ItemAt(location) is not null;

    /// <summary>The text; null where the address is none of such a thing, it is no longer there, or it has none in this form.</summary>
    public static string? Of(CopyForm form, DriftBoard board, Uri location, Func<string, string?> sandboxOf, CopyFacts facts)
    {
        if (ItemAt(location) is not { } item)
            return null;
        var link = location.AbsoluteUri;
        if (board.Unclaimed.FirstOrDefault(s => UnclaimedState.NameOf(s) == item) is { } stack)
        {
            var updated = stack.UpdatedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $", last updated {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "";
            return form switch
            {
                CopyForm.Json => Json(JsonSerializer.SerializeToNode(DocumentWriter.Unclaimed([stack])[0], DocumentSerializer.Default.UnclaimedStackDocument)!.AsObject(), link),
                CopyForm.Command => CopyCommands.OfStack(stack.Scope, stack.StackName, sandboxOf(stack.Scope.Account)),
                _ => Words(form, stack.StackName, "stack", stack.Scope.Account, stack.Scope.Region, $"{stack.Status}{updated}; no component claims it", link),
            };
        }

        foreach (var account in facts.Accounts)
        {
            if (account.Resources.FirstOrDefault(r => UnclaimedState.NameOf(account.Account, r) == item) is not { } resource)
                continue;
            var owner = resource.Stack is { } key ? $"belongs to {StackNames.Short(board, key)} in {key.Environment}" : resource.Default ?? "no stack owns it";
            var named = resource.Name is { } name ? $"{name}, " : "";
            return form switch
            {
                CopyForm.Json => Json(new JsonObject { ["account"] = account.Account, ["resource"] = JsonSerializer.SerializeToNode(InventoryWriter.Resource(resource), DocumentSerializer.Default.UnownedResourceDocument) }, link),
                CopyForm.Command => CopyCommands.OfUnowned(new AccountRegion(account.Account, resource.Region), resource.Type, resource.Identifier, sandboxOf(account.Account)),
                _ => Words(form, resource.Identifier, resource.Type, account.Account, resource.Region, named + owner, link),
            };
        }

        return null;
    }

    private static string? ItemAt(Uri location) => location.AbsolutePath == "/unclaimed" ? UnclaimedState.Parse(location.Query).Item : null;

    private static string Words(CopyForm form, string name, string type, string account, string region, string words, string link) => form == CopyForm.Markdown
        ? $"{CopyTexts.Code(name)} ({CopyTexts.Code(type)}) in {CopyTexts.Code(account)} {CopyTexts.Code(region)}: **{words.ReplaceLineEndings(" ")}**\n\n<{link}>"
        : $"{account} / {region} / {name} ({type}): {words}\n{link}";

    private static string Json(JsonObject document, string link)
    {
        document["link"] = link;
        return CopyTexts.Write(document);
    }
}
