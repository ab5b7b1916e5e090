using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Dashboard.Benchmarks;

/// <summary>Cloud Control calls to the sandbox, as a client on the wire makes them.</summary>
internal sealed class SandboxCalls(string endpoint, string account, string region) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(endpoint) };

    /// <summary>The live properties of a resource.</summary>
    public async Task<JsonElement> GetAsync(string type, string identifier)
    {
        using var answer = await CallAsync("GetResource", new { TypeName = type, Identifier = identifier });
        var properties = answer.RootElement.GetProperty("ResourceDescription").GetProperty("Properties").GetString()!;
        using var document = JsonDocument.Parse(properties);
        return document.RootElement.Clone();
    }

    /// <summary>Changes one property of a live resource by JSON patch; returns when the call has returned.</summary>
    public async Task UpdateAsync(string type, string identifier, string path, object value)
    {
        var patch = JsonSerializer.Serialize(new[] { new { op = "replace", path, value } });
        using var answer = await CallAsync("UpdateResource", new { TypeName = type, Identifier = identifier, PatchDocument = patch });
    }

    private async Task<JsonDocument> CallAsync(string operation, object input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(JsonSerializer.Serialize(input), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"CloudApiService.{operation}");
        var day = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=SANDBOX{account}/{day}/{region}/cloudcontrolapi/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(body) : throw new InvalidOperationException($"{operation} answered {(int)response.StatusCode}: {body}");
    }

    public void Dispose() => _http.Dispose();
}
