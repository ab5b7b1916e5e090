using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dashboard.Core.Evaluation;
using Dashboard.Sources.Scanning;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>What may come in the place of an answer, and what a scan may say then.</summary>
internal static class Faults
{
    /// <summary>Stands in what proxies send, and must be seen nowhere.</summary>
    public const string Canary = "CANARY-41d0";

    /// <summary>What happens to a call that is hit, and one in how many is.</summary>
    public static TheoryData<string, int> All => new()
    {
        { "throttled", 2 },
        { "500 without a word", 4 },
        { "503 of a gateway", 4 },
        { "reset", 4 },
        { "hangs", 40 },
        { "trickles", 40 },
        { "drips", 40 },
        { "200 MB", 8 },
        { "200 MB that nobody told of", 8 },
        { "a portal's page", 4 },
        { "truncated", 4 },
        { "a document type", 4 },
        { "another charset", 4 },
        { "403 of a proxy", 4 },
        { "denied", 4 },
        { "expired", 4 },
        { "empty", 4 },
        { "an answer to something else", 4 },
        { "an empty document", 4 },
        { "204", 4 },
        { "404 of a gateway", 4 },
        { "404 without a word", 4 },
        { "a clock two hours ahead", 1 },
        { "a clock two hours behind", 1 },
    };

    /// <summary>Does to a call what a fault says.</summary>
    public static async Task BreakAsync(string fault, ProxiedCall call)
    {
        switch (fault)
        {
            case "throttled":
                await call.RefuseAsync(400, call.IsJson ? "ThrottlingException" : "Throttling");
                break;
            case "500 without a word":
                await call.AnswerAsync(500, "text/plain", "");
                break;
            case "503 of a gateway":
                await call.AnswerAsync(503, "text/html", $"<html>{Canary}</html>");
                break;
            case "reset":
                call.Context.Abort();
                break;
            case "hangs":
                await GoneAsync(call.Context);
                break;
            case "trickles":
                await call.Context.Response.WriteAsync("<", call.Context.RequestAborted);
                await call.Context.Response.Body.FlushAsync(call.Context.RequestAborted);
                await GoneAsync(call.Context);
                break;
            case "drips":
                // A byte comes each second, so that no wait for the next one is long.
                using (var second = new PeriodicTimer(TimeSpan.FromSeconds(1)))
                {
                    do
                    {
                        await call.Context.Response.WriteAsync(call.IsJson ? "{" : "<", call.Context.RequestAborted);
                        await call.Context.Response.Body.FlushAsync(call.Context.RequestAborted);
                    }
                    while (await second.WaitForNextTickAsync(call.Context.RequestAborted));
                }

                break;
            case "200 MB" or "200 MB that nobody told of":
                await PourAsync(call, 200 * 1024 * 1024, isTold: fault == "200 MB");
                break;
            case "a portal's page":
                await call.AnswerAsync(200, "text/html", $"<!DOCTYPE html><html><body>Please log in, {Canary}</body></html>");
                break;
            case "truncated":
                var (status, _, body) = await call.Forward();
                await call.AnswerAsync(status, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", System.Text.Encoding.UTF8.GetString(body.AsSpan(0, body.Length / 2)));
                break;
            case "a document type":
                await call.AnswerAsync(200, "text/xml", $"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;{Canary}</r>");
                break;
            case "another charset":
                call.Context.Response.ContentType = "text/xml; charset=utf-16";
                await call.Context.Response.Body.WriteAsync(new byte[] { 0xFE, 0xFF, 0x00, 0x3C, 0xD8, 0x00, 0xC3, 0x28 }, call.Context.RequestAborted);
                break;
            case "403 of a proxy":
                await call.AnswerAsync(403, "text/html", $"<html>{Canary}</html>");
                break;
            case "denied":
                await call.RefuseAsync(400, call.IsJson ? "AccessDeniedException" : "AccessDenied");
                break;
            case "expired":
                await call.RefuseAsync(403, call.IsJson ? "ExpiredTokenException" : "ExpiredToken");
                break;
            case "empty":
                await call.AnswerAsync(200, "text/xml", "");
                break;
            case "an answer to something else":
                await call.AnswerAsync(200, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", call.IsJson ? "{\"Something\": {\"Else\": []}}" : "<SomethingElseResponse><SomethingElseResult/></SomethingElseResponse>");
                break;
            case "an empty document":
                await call.AnswerAsync(200, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", call.IsJson ? "{}" : "<x/>");
                break;
            case "204":
                call.Context.Response.StatusCode = 204;
                break;
            case "404 of a gateway":
                await call.AnswerAsync(404, "text/html", $"<html>{Canary}</html>");
                break;
            case "404 without a word":
                await call.AnswerAsync(404, "text/plain", "");
                break;
            case "a clock two hours ahead" or "a clock two hours behind":
                var (code, headers, bytes) = await call.Forward();
                call.Context.Response.StatusCode = code;
                foreach (var (name, value) in headers)
                    call.Context.Response.Headers[name] = value;
                call.Context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(fault.EndsWith("behind", StringComparison.Ordinal) ? -2 : 2).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
                await call.Context.Response.Body.WriteAsync(bytes, call.Context.RequestAborted);
                break;
            default:
                throw new ArgumentException(fault);
        }
    }

    /// <summary>Spoils some answers: which and how follows from the seed and from what is asked, in whatever order that is.</summary>
    /// <param name="proxy">What spoils.</param>
    /// <param name="seed">How.</param>
    /// <param name="oneIn">One answer in how many.</param>
    /// <param name="isNoDocument">Whether what is spoilt must be no document any more.</param>
    /// <param name="calls">Takes what was spoilt.</param>
    public static void SpoilSome(FaultProxy proxy, int seed, int oneIn, bool isNoDocument, ConcurrentQueue<string> calls)
    {
        proxy.Hits = static (_, operation) => operation is not ("GetCallerIdentity" or "AssumeRole");
        proxy.Fault = async call =>
        {
            var of = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{seed} {call.Operation} {call.Body}"));
            if (of[0] % oneIn != 0)
                await call.PassOnAsync();
            else
                calls.Enqueue($"{call.Operation}: {(await SpoilAsync(call, BitConverter.ToInt32(of, 1), proxy.Url, isNoDocument)).Spoilt}");
        };
    }

    /// <summary>Spoils an answer at random; whether it is a document still, and how it begins.</summary>
    /// <param name="call">What is answered.</param>
    /// <param name="seed">How.</param>
    /// <param name="address">The proxy's.</param>
    /// <param name="isNoDocument">Whether it must be none any more.</param>
    public static async Task<(bool IsDocument, string Spoilt)> SpoilAsync(ProxiedCall call, int seed, string address, bool isNoDocument = false)
    {
        var (status, headers, body) = await call.Forward();
        RandomReply reply;
        byte[] spoilt;
        do
        {
            reply = new RandomReply(seed, address);
            spoilt = reply.Spoil(body, call.IsJson);
            seed += 1_000_003;
        }
        while (isNoDocument && RandomReply.IsDocument(spoilt, call.IsJson));
        call.Context.Response.StatusCode = reply.Status ?? status;
        foreach (var (name, value) in headers)
            call.Context.Response.Headers[name] = value;
        await call.Context.Response.Body.WriteAsync(spoilt, call.Context.RequestAborted);
        return (RandomReply.IsDocument(spoilt, call.IsJson), System.Text.Encoding.UTF8.GetString(spoilt.AsSpan(0, Math.Min(400, spoilt.Length))));
    }

    /// <summary>Asks again and again, each time with one answer in three spoilt: nothing is thrown, and nothing is repeated of what came.</summary>
    /// <param name="proxy">What spoils.</param>
    /// <param name="turns">How often.</param>
    /// <param name="questions">What is asked, and the words of what could not be told.</param>
    public static async Task AssertAnswersAsync(FaultProxy proxy, int turns, params (string Name, Func<Task<string?>> Ask)[] questions)
    {
        // A list that is repeated thousands of times is one, and what it names is asked for one after the other.
        var fuzz = new FuzzTurns(turns, mostMegabytes: 1_000);
        var spoilt = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in fuzz.Seeds())
        {
            var (name, ask) = questions[seed % questions.Length];
            var calls = new ConcurrentQueue<string>();
            SpoilSome(proxy, seed, oneIn: 3, isNoDocument: false, calls);
            string What() => $"{name}\n{string.Join('\n', calls)}";
            var said = await fuzz.MeasureAsync(seed, What, async () => await ask() ?? "");
            if (said?.Contains(Canary, StringComparison.Ordinal) == true)
                fuzz.Wrong(seed, $"{said}\n{What()}");
            if (!calls.IsEmpty)
                spoilt.Add(name);
        }

        proxy.Hits = static (_, _) => false;
        // Whoever asks nobody any more is told nothing wrong.
        Assert.Empty(fuzz.Count < 5 * questions.Length ? [] : questions.Select(q => q.Name).Except(spoilt));
        Assert.DoesNotContain(proxy.Asked, a => a.Contains(RandomReply.Outside, StringComparison.Ordinal));
        fuzz.AssertNothingWrong();
    }

    /// <summary>Begins as an answer does, and goes on in pieces: nobody has all of it.</summary>
    private static async Task PourAsync(ProxiedCall call, long size, bool isTold)
    {
        var response = call.Context.Response;
        var first = System.Text.Encoding.UTF8.GetBytes(call.IsJson ? $"{{\"Something\": \"{Canary}" : $"<{call.Operation}Response>{Canary}");
        if (isTold)
            response.ContentLength = size;
        response.ContentType = call.IsJson ? "application/x-amz-json-1.0" : "text/xml";
        await response.Body.WriteAsync(first, call.Context.RequestAborted);
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        for (var left = size - first.Length; left > 0; left -= piece.Length)
            await response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), call.Context.RequestAborted);
    }

    private static async Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var aborted = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>Whatever a scan with faults says, one without them says as well.</summary>
    public static void AssertSaysNothingElse(ScanResult control, ScanResult scan)
    {
        var known = control.Evaluation.Stacks.ToDictionary(s => s.Key);
        Assert.Equal(known.Keys.OrderBy(k => k.ToString(), StringComparer.Ordinal), scan.Evaluation.Stacks.Select(s => s.Key).OrderBy(k => k.ToString(), StringComparer.Ordinal));
        foreach (var stack in scan.Evaluation.Stacks)
        {
            var before = known[stack.Key];
            // A green stack is green in truth; so is a drifted one drifted.
            if (stack.Status == Status.InSync)
                Assert.Equal(Status.InSync, before.Status);
            Assert.True(stack.Coverage.Compared <= before.Coverage.Compared, $"{stack.Key}: {stack.Coverage}, not {before.Coverage}");
            var resources = before.Resources.ToDictionary(r => (r.Address, r.Type));
            foreach (var resource in stack.Resources)
            {
                var truth = resources.GetValueOrDefault((resource.Address, resource.Type));
                if (resource.IsDrifted || resource.Status == Status.InSync)
                    Assert.True(truth is not null && (truth.Status == resource.Status || (resource.Status == Status.InSync && truth.Status == Status.PartlyChecked)), $"{stack.Key}{resource.Address} is {resource.Status}, and was {truth?.Status}: {resource.Detail}");
                if (resource.IsDrifted)
                    Assert.Empty(resource.Differences.Select(d => d.Path).Except(truth!.Differences.Select(d => d.Path)));
            }
        }

        AssertRepeatsNothing(scan);
    }

    /// <summary>Nothing that a scan says of what it could not read repeats what came in its place.</summary>
    public static void AssertRepeatsNothing(ScanResult scan)
    {
        foreach (var stack in scan.Evaluation.Stacks)
        {
            Assert.DoesNotContain(stack.Resources, r => r.Detail?.Contains(Canary, StringComparison.Ordinal) == true);
            Assert.DoesNotContain(Canary, stack.Detail ?? "", StringComparison.Ordinal);
        }

        Assert.DoesNotContain(scan.Evaluation.Diagnostics, d => d.Message.Contains(Canary, StringComparison.Ordinal));
    }
}
