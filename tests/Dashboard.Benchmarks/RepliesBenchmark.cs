using System.Diagnostics;
using System.Globalization;
using System.Text;
using LibGit2Sharp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Benchmarks;

/// <summary>How much memory one scan takes at most where every service answers with a large body: the command is a process of its own, of which the system keeps the peak.</summary>
internal static class RepliesBenchmark
{
    private const string Account = "111111111111";
    private const string Region = "eu-west-1";
    private const string StackName = "staging-estate";

    private static readonly string[] Types =
    [
        "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable", "AWS::EC2::InternetGateway", "AWS::EC2::Volume", "AWS::EC2::NetworkInterface", "AWS::EC2::EIP",
        "AWS::SQS::Queue", "AWS::SSM::Parameter", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::IAM::Role", "AWS::SNS::Topic", "AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::Events::Rule",
        "AWS::ECS::Cluster", "AWS::Kinesis::Stream", "AWS::ApiGateway::RestApi", "AWS::RDS::DBInstance",
    ];

    /// <summary>Of the services that answer in JSON, what every answer to some operation has: an object with all of them is an answer to each.</summary>
    private const string Expected = """
        "Attributes":{},"Parameter":{},"Parameters":[],"TagList":[],"Table":{},"TimeToLiveDescription":{},"ContinuousBackupsDescription":{},"Tags":[],"KeyMetadata":{},"Policy":"{}","KeyRotationEnabled":false,
        "FunctionName":"f","ReservedConcurrentExecutions":1,"logGroups":[],"tags":{},"Name":"r","Targets":[],"clusters":[],"StreamDescriptionSummary":{},"Events":[],"QueueUrls":[],"TableNames":[],"Keys":[]
        """;

    private static readonly string Template = "Resources:\n" + string.Concat(Names().Select(r => $"  {r.Name}: {{Type: '{r.Type}'}}\n"));

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var command])
        {
            Console.Error.WriteLine("Needed is the command.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("driftboard-replies-");
        try
        {
            Write(folder);
            Console.WriteLine("| every other reply | at most |\n|---|---|");
            foreach (var body in new Body[]
            {
                new("small", 100), new("login page of 8.388 MB", 8_388_000), new("login page of 200 MB", 200_000_000), new("login page of 200 MB, its size not told", 200_000_000) { IsSizeTold = false },
                new("valid, 8.388 MB", 8_388_000) { IsValid = true }, new("valid, 1.040 MB", 1_040_000) { IsValid = true }, new("valid, 0.5 MB", 500_000) { IsValid = true },
            })
            {
                var peak = await PeakAsync(command, folder, body);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {body.Name} | {peak:N0} MB |"));
            }

            return 0;
        }
        finally
        {
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
                file.Attributes = FileAttributes.Normal;
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Scans once. The peak is asked for again and again, since it goes with the process.</summary>
    private static async Task<double> PeakAsync(string command, DirectoryInfo folder, Body other)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, other));
        await app.StartAsync();
        var settings = Path.Combine(folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(settings, $$"""
            {
              "Driftboard": {
                "Data": "{{Path.Combine(folder.FullName, "data")}}",
                "Repositories": ["{{Path.Combine(folder.FullName, "source")}}"],
                "Accounts": { "{{Account}}": { "Endpoint": "{{app.Urls.Single()}}" } },
                "Scan": { "CallsPerSecond": 1000 }
              }
            }
            """);
        var start = new ProcessStartInfo(command, ["scan", "--settings", settings]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = ("AKIA", "x");
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0.0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(10)))
            peak = Math.Max(peak, PeakOf(process.Id));
        if (!(await output)[0].Contains("staging/estate", StringComparison.Ordinal))
            throw new InvalidOperationException($"The scan ended with {process.ExitCode}: {string.Join('\n', await output)}");
        return peak;
    }

    /// <summary>Megabytes, of "VmHWM:	  123456 kB"; 0 when the process has ended.</summary>
    private static double PeakOf(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).FirstOrDefault() / 1000;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Body other)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var action = target.Length > 0 ? target[(target.LastIndexOf('.') + 1)..] : QueryHelpers.ParseQuery(body).GetValueOrDefault("Action").ToString();
        context.Response.Headers["x-amzn-RequestId"] = "r";
        var known = action switch
        {
            "GetCallerIdentity" => $"<Account>{Account}</Account>",
            "DescribeStacks" => $"<Stacks><member><StackId>arn:aws:cloudformation:{Region}:{Account}:stack/{StackName}/1</StackId><StackName>{StackName}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member></Stacks>",
            "GetTemplate" => $"<TemplateBody>{Template}</TemplateBody>",
            "ListStackResources" => $"<StackResourceSummaries>{string.Concat(Names().Select(r => $"<member><LogicalResourceId>{r.Name}</LogicalResourceId><PhysicalResourceId>{r.Name}</PhysicalResourceId><ResourceType>{r.Type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"))}</StackResourceSummaries>",
            _ => null,
        };
        var isXml = action.Length > 0 && target.Length == 0;
        context.Response.ContentType = known is null && !other.IsValid ? "text/html" : isXml ? "text/xml" : "application/json";
        var (head, piece, foot) = known is not null ? (Result(action, known), "", "")
            : !other.IsValid ? ("<html><body>", "<p>Sign in</p>", "</body></html>")
            : target.Contains("CloudApi", StringComparison.Ordinal) ? ("""{"ResourceDescriptions":[],"ResourceDescription":{"Identifier":"x","Properties":"{""", """\"member\":\"value\",""", """\"last\":0}"}}""")
            : isXml ? ($"<{action}Response><{action}Result>", "<Member>value</Member>", $"</{action}Result></{action}Response>")
            : ("{" + Expected + ",", "\"member\":\"value\",", "\"last\":0}");
        var count = piece.Length == 0 ? 0 : Math.Max(0, other.Size - head.Length - foot.Length) / piece.Length;
        if (known is not null || other.IsSizeTold)
            context.Response.ContentLength = head.Length + (count * piece.Length) + foot.Length;
        await context.Response.WriteAsync(head, context.RequestAborted);
        // In parts, so that the server needs little memory itself.
        var part = string.Concat(Enumerable.Repeat(piece, Math.Min(count, 4000)));
        for (; count >= 4000; count -= 4000)
            await context.Response.WriteAsync(part, context.RequestAborted);
        await context.Response.WriteAsync(part[..(count * piece.Length)] + foot, context.RequestAborted);
    }

    private static string Result(string action, string result) => $"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>";

    private static IEnumerable<(string Name, string Type)> Names() => Types.SelectMany((t, i) => new[] { ($"A{i}", t), ($"B{i}", t) });

    /// <summary>What is answered where nothing else is.</summary>
    /// <param name="Name">For people.</param>
    /// <param name="Size">In bytes.</param>
    private sealed record Body(string Name, int Size)
    {
        /// <summary>Whether it is an answer of the expected form, filled up with small members that nobody asked for.</summary>
        public bool IsValid { get; init; }

        public bool IsSizeTold { get; init; } = true;
    }

    private static void Write(DirectoryInfo folder)
    {
        var source = Path.Combine(folder.FullName, "source");
        Repository.Init(source);
        using var repository = new Repository(source);
        var tree = new TreeDefinition();
        Add("driftboard.yaml", $$"""
            version: 1
            application: shop
            environments:
              - {name: staging, account: "{{Account}}", regions: [{{Region}}], ref: main}
            components:
              - {name: estate, template: estate.yaml, stack: "{environment}-estate"}
            """);
        Add("estate.yaml", Template);
        var author = new Signature("Ravi Menon", "ravi@example.com", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var commit = repository.ObjectDatabase.CreateCommit(author, author, "Everything", repository.ObjectDatabase.CreateTree(tree), [], prettifyMessage: false);
        repository.Refs.Add("refs/heads/main", commit.Sha, allowOverwrite: true);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");

        void Add(string path, string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            tree.Add(path, repository.ObjectDatabase.CreateBlob(stream), Mode.NonExecutableFile);
        }
    }
}
