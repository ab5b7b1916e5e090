using System.Net.Http.Headers;
using System.Text.Json;
using Dashboard.Tests.Shared;

namespace Dashboard.Browser.Tests;

/// <summary>What somebody does in a server's embedded cloud from outside, as the <c>aws</c> command would: deploys, and changes by hand.</summary>
internal sealed class SandboxCaller(string endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(endpoint) };

    /// <summary>Makes a stack and waits until it is there.</summary>
    public Task CreateAsync(string account, string stack, string template, string tag, string value) => DeployAsync("CreateStack", account, stack, template, tag, value);

    /// <summary>Updates a stack and waits until it is done.</summary>
    public Task UpdateAsync(string account, string stack, string template, string tag, string value) => DeployAsync("UpdateStack", account, stack, template, tag, value);

    /// <summary>Changes the value of a parameter of Parameter Store behind CloudFormation's back.</summary>
    public async Task ChangeAsync(string account, string parameter, string value)
    {
        var patch = JsonSerializer.Serialize(new[] { new { op = "replace", path = "/Value", value } });
        var content = new StringContent(JsonSerializer.Serialize(new { TypeName = "AWS::SSM::Parameter", Identifier = parameter, PatchDocument = patch }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        content.Headers.Add("X-Amz-Target", "CloudApiService.UpdateResource");
        await PostAsync(account, "cloudcontrolapi", content);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A stack changes in the background, as it does in AWS, and nobody is told when.</summary>
    private async Task DeployAsync(string action, string account, string stack, string template, string tag, string value)
    {
        await CallAsync(account, action, stack, ("TemplateBody", template), ("Tags.member.1.Key", tag), ("Tags.member.1.Value", value));
        using var deadline = new CancellationTokenSource(Timeouts.Default);
        string answer;
        do
        {
            deadline.Token.ThrowIfCancellationRequested();
            answer = await CallAsync(account, "DescribeStacks", stack);
        }
        while (answer.Contains("_IN_PROGRESS", StringComparison.Ordinal));
        Assert.Contains(action == "CreateStack" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE", answer, StringComparison.Ordinal);
    }

    private Task<string> CallAsync(string account, string action, string stack, params IEnumerable<(string Name, string Value)> more) =>
        PostAsync(account, "cloudformation", new FormUrlEncodedContent(
            new[] { ("Action", action), ("Version", "2010-05-15"), ("StackName", stack) }.Concat(more).Select(p => KeyValuePair.Create(p.Item1, p.Item2))));

    private async Task<string> PostAsync(string account, string service, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=SANDBOX{account}/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request).Soon();
        var answer = await response.Content.ReadAsStringAsync().Soon();
        Assert.True(response.IsSuccessStatusCode, answer);
        return answer;
    }
}
