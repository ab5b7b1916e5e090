using System.Net.Http.Headers;
using System.Xml.Linq;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Contract;

/// <summary>An answer of a Query service.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Result">What stands in "…Result", or the error; names are without their namespace.</param>
internal sealed record ContractAnswer(int Status, XElement Result)
{
    /// <summary>The text at a path of names, or "-" where there is none.</summary>
    public string this[string path] => path.Split('/').Aggregate((XElement?)Result, static (e, name) => e?.Element(name)) is { } found ? found.Value : "-";

    /// <summary>The members of a list.</summary>
    public IEnumerable<ContractAnswer> Members(string path) => (path.Split('/').Aggregate((XElement?)Result, static (e, name) => e?.Element(name))?.Elements("member") ?? []).Select(m => new ContractAnswer(Status, m));

    /// <summary>The same in the words of EC2: what is called "member" elsewhere is an "item" there.</summary>
    public IEnumerable<ContractAnswer> Items(string path) => (path.Split('/').Aggregate((XElement?)Result, static (e, name) => e?.Element(name))?.Elements("item") ?? []).Select(i => new ContractAnswer(Status, i));

    /// <summary>"400 ValidationError", or "200".</summary>
    public string Code => Status == 200 ? "200" : $"{Status} {this["Code"]}";
}

/// <summary>An endpoint as it answers on the wire, asked without any client of the product.</summary>
/// <param name="url">Its address.</param>
/// <param name="key">An access key id that acts in an account of it.</param>
internal sealed class ContractEndpoint(string url, string key) : IDisposable
{
    public const string Region = "eu-central-1";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>Asks.</summary>
    public Task<ContractAnswer> AskAsync(string action, params (string Name, string Value)[] arguments) => AskAsync("cloudformation", "2010-05-15", key, action, arguments);

    /// <summary>Asks STS.</summary>
    public Task<ContractAnswer> AskTokensAsync(string asKey, string action, params (string Name, string Value)[] arguments) => AskAsync("sts", "2011-06-15", asKey, action, arguments);

    /// <summary>Asks EC2.</summary>
    public Task<ContractAnswer> AskNetworksAsync(string action, params (string Name, string Value)[] arguments) => AskAsync("ec2", "2016-11-15", key, action, arguments);

    /// <summary>The same as the endpoint's own caller.</summary>
    public Task<ContractAnswer> AskTokensAsync(string action, params (string Name, string Value)[] arguments) => AskTokensAsync(key, action, arguments);

    /// <summary>Every page of a list.</summary>
    public async Task<List<ContractAnswer>> PagesAsync(string action, params (string Name, string Value)[] arguments)
    {
        var pages = new List<ContractAnswer>();
        var token = "-";
        do
        {
            pages.Add(await AskAsync(action, token == "-" ? arguments : [.. arguments, ("NextToken", token)]));
            token = pages[^1]["NextToken"];
        }
        while (token is not ("-" or "") && pages.Count < 50);
        return pages;
    }

    public void Dispose() => _http.Dispose();

    private async Task<ContractAnswer> AskAsync(string service, string version, string asKey, string action, (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(arguments.Append(("Action", action)).Append(("Version", version)).Select(a => KeyValuePair.Create(a.Item1, a.Item2))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", $"Credential={asKey}/20260101/{Region}/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken).Soon();
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon();
        return new ContractAnswer((int)answer.StatusCode, text.TrimStart().StartsWith('<') && !text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? Bare(XElement.Parse(text)) : new XElement("none"));

        // The error, or what stands within "DescribeStacksResult".
        XElement Bare(XElement root)
        {
            var plain = Plain(root);
            return plain.Element(action + "Result") ?? plain.Descendants("Error").FirstOrDefault() ?? plain;
        }
    }

    private static XElement Plain(XElement element) => new(element.Name.LocalName, element.HasElements ? element.Elements().Select(Plain) : element.Value);
}
