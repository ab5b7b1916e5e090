using System.Reflection;
using Dashboard.Web.Components;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Browser.Tests;

/// <summary>Addresses of every page that the product has, found by its routes: a new page is tested by itself.</summary>
internal static class SamplePages
{
    /// <summary>What stands for each route in the sample estate. The first address is the one that a picture is taken of.</summary>
    private static readonly Dictionary<string, string[]> Addresses = new(StringComparer.Ordinal)
    {
        ["/"] = ["/", "/?hand=1"],
        ["/wall"] = ["/wall", "/wall?detail=full&scale=desk", "/wall?board=environment:production&scale=hall", "/wall?board=parity", "/wall?board=changes"],
        ["/stacks/{Application}/{Environment}/{Component}"] = ["/stacks/shop/production/storefront?resource=WebSecurityGroup", "/stacks/shop/staging/worker", "/stacks/shop/production/database?resource=Database&view=inline&equal=1&folded=1", "/stacks/shop/production/storefront?resource=WebSecurityGroup&view=template"],
        ["/parity/{Application}/{From}/{To}"] = ["/parity/shop/staging/production", "/parity/shop/development/staging?pile=equal", "/parity/shop/staging/production?unit=worker%7Ceu-west-1%7C%7CMailFunction%7C%2FMemorySize"],
        ["/review/{Application}/{From}/{To}"] =
        [
            "/review/shop/staging/production", "/review/shop/staging/production?show=release", "/review/shop/staging/production?show=rehearsal", "/review/shop/staging/production?show=byHand",
            "/review/shop/staging/production?show=commits", "/review/shop/staging/production?show=unverifiable&scope=all", "/review/shop/staging/production?show=pending",
            "/review/shop/staging/production?show=rules&rules=expect.all%2Caccept.all&reason=It%20is%20meant", "/review/shop/development/staging?show=equal&scope=all",
        ],
        ["/unclaimed"] = ["/unclaimed?defaults=1", "/unclaimed"],
        ["/unverified"] = ["/unverified", "/unverified?application=shop&environment=staging&component=worker"],
        ["/graph/{Application}/{Environment}"] =
        [
            "/graph/shop/production?component=storefront&node=storefront%3AWebSecurityGroup", "/graph/shop/production", "/graph/shop/production?level=resources", "/graph/shop/production?level=resources&form=list",
            "/graph/shop/nowhere",
        ],
        ["/help"] = ["/help"],
        ["/not-found"] = ["/no-such-page"],
    };

    /// <summary>The routes of every page.</summary>
    public static IEnumerable<string> Routes => typeof(App).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Order(StringComparer.Ordinal);

    /// <summary>The sample addresses of a route.</summary>
    public static string[] Of(string route) => Addresses.TryGetValue(route, out var addresses)
        ? addresses
        : throw new InvalidOperationException($"The page at \"{route}\" has no sample address: add [\"{route}\"] = [\"/an/address/in/the/sample/estate\"] to {nameof(SamplePages)}.{nameof(Addresses)}.");

    /// <summary>An address in a theme: a wall has its own, every other page follows the cookie.</summary>
    public static string InTheme(string address, string theme) =>
        theme == "light" && address.StartsWith("/wall", StringComparison.Ordinal) ? address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "theme=light" : address;

    /// <summary>"overview", "wall", "stacks": what a picture of a route is called.</summary>
    public static string NameOf(string route) => route.Split('/')[1] is { Length: > 0 } name ? name : "overview";
}
