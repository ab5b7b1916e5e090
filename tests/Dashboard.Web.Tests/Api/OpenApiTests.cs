using System.Text.Json;

namespace Dashboard.Web.Tests.Api;

/// <summary>The description of the API says what the API does.</summary>
[Collection(nameof(RunningHost))]
public sealed class OpenApiTests(RunningHost host)
{
    /// <summary>Each operation of the description, and an address that it answers.</summary>
    public static TheoryData<string, string> Answers => new()
    {
        { "/api/v1/version", "/api/v1/version" },
        { "/api/v1/board", "/api/v1/board" },
        { "/api/v1/stacks/{application}/{environment}/{component}", "/api/v1/stacks/shop/production/storefront" },
        { "/api/v1/stacks/{application}/{environment}/{component}/changes", "/api/v1/stacks/shop/production/storefront/changes?resource=WebSecurityGroup" },
        { "/api/v1/stacks/{application}/{environment}/{component}/changesets", "/api/v1/stacks/shop/production/storefront/changesets" },
        { "/api/v1/unmanaged", "/api/v1/unmanaged" },
        { "/api/v1/parity/{application}/{from}/{to}", "/api/v1/parity/shop/staging/production?include=equal" },
        { "/api/v1/review/{application}/{from}/{to}", "/api/v1/review/shop/staging/production?scope=all" },
    };

    [Fact]
    public async Task Every_endpoint_below_api_is_described_and_nothing_else()
    {
        var document = await host.GetJsonAsync("/openapi/v1.json");

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(("Driftboard", "v1"), (document.GetProperty("info").GetProperty("title").GetString(), document.GetProperty("info").GetProperty("version").GetString()));
        Assert.Equal(
            [.. Answers.Select(a => $"get {a.Data.Item1}").Append("get /api/v1/unclaimed").Append("get /api/v1/screens").Append("get /api/v1/screens/{name}").Append("post /api/v1/scans").Append("post /api/v1/hooks/git").Append("get /api/v1/review/{application}/{from}/{to}/patch").Order(StringComparer.Ordinal)],
            document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}")).Order(StringComparer.Ordinal));
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).ToList();
        Assert.All(operations, o => Assert.NotEmpty(o.Value.GetProperty("summary").GetString()!));
        Assert.Equal(operations.Count, operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_has_the_properties_of_its_schema(string path, string address)
    {
        var document = await host.GetJsonAsync("/openapi/v1.json");
        var schema = document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");

        var visited = Check(document, schema, await host.GetJsonAsync(address), "");

        Assert.True(visited > 1, $"{visited} properties of {address} are described");
    }

    [Fact]
    public async Task Every_form_of_an_answer_and_every_way_to_sign_is_described()
    {
        var paths = (await host.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");

        Assert.Equal(
            ["application/json", "text/html", "text/markdown"],
            paths.GetProperty("/api/v1/review/{application}/{from}/{to}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        var hook = paths.GetProperty("/api/v1/hooks/git").GetProperty("post");
        Assert.True(hook.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        Assert.Equal(
            ["X-Gitlab-Token header", "X-Hub-Signature header", "X-Hub-Signature-256 header"],
            hook.GetProperty("parameters").EnumerateArray().Select(p => $"{p.GetProperty("name").GetString()} {p.GetProperty("in").GetString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Problems_are_described_with_their_status()
    {
        var document = await host.GetJsonAsync("/openapi/v1.json");
        var responses = document.GetProperty("paths").GetProperty("/api/v1/stacks/{application}/{environment}/{component}").GetProperty("get").GetProperty("responses");

        Assert.Equal(["200", "400", "404"], responses.EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.True(responses.GetProperty("404").GetProperty("content").TryGetProperty("application/problem+json", out _));
        var scans = document.GetProperty("paths").GetProperty("/api/v1/scans").GetProperty("post");
        Assert.True(scans.GetProperty("responses").TryGetProperty("202", out _));
        Assert.False(scans.GetProperty("requestBody").TryGetProperty("required", out var required) && required.GetBoolean());
    }

    /// <summary>Goes through an answer beside its schema; returns how many properties were described.</summary>
    private static int Check(JsonElement document, JsonElement schema, JsonElement answer, string place)
    {
        schema = Resolve(document, schema);
        if (answer.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            return answer.EnumerateArray().Take(20).Sum(item => Check(document, items, item, place + "[]"));
        if (answer.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties))
            return 0;
        var count = 0;
        foreach (var property in answer.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(property.Name, out var described), $"{place}/{property.Name} is not described");
            count += 1 + Check(document, described, property.Value, $"{place}/{property.Name}");
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [])
            Assert.True(answer.TryGetProperty(name, out _), $"{place}/{name} is said to be required");
        return count;
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
            schema = choices.EnumerateArray().First(c => !c.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "null");
        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }
}
