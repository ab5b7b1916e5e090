using Dashboard.Core.Definition;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Estate;

/// <summary>A change that somebody might make by hand in a real account.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Title">A few words: "Open SSH to the world".</param>
/// <param name="Description">What it does, and why somebody did it.</param>
/// <param name="Environment">The environment that it touches.</param>
/// <param name="Component">The component that it touches.</param>
/// <param name="AwsCommand">The command that does the same, for a POSIX shell.</param>
/// <param name="IsApplied">Whether it is in place now, whoever made it.</param>
public sealed record EstateMistake(
    string Id, string Title, string Description, string Environment, string Component, string AwsCommand, bool IsApplied);

/// <summary>The sample repository deployed into a cloud, and what people do to it by hand. Safe to use from any thread.</summary>
public sealed class SampleEstate
{
    private static readonly ApplicationDefinition Application = EstateDeployment.ReadApplication();

    // Guards _before, and keeps a mistake from being made twice at once. The real aws command passes by it, so the cloud has the last word.
    private readonly Lock _lock = new();
    private readonly SandboxCloud _cloud;
    private readonly SampleRepository _repository;

    /// <summary>By id of the mistake: the resource before it was made.</summary>
    private Dictionary<string, LiveEntry?> _before = [];

    private SampleEstate(SandboxCloud cloud, SampleRepository repository)
    {
        _cloud = cloud;
        _repository = repository;
    }

    /// <summary>The accounts of the sample: development's, staging's and production's.</summary>
    public static ImmutableArray<string> Accounts { get; } = [.. Application.Environments.Select(e => e.Account).Distinct(StringComparer.Ordinal)];

    /// <summary>Deploys everything and makes the first changes by hand. What the cloud held before is gone; readers see all of it at once.</summary>
    /// <exception cref="InvalidOperationException">The sample contradicts itself.</exception>
    public static SampleEstate Deploy(SandboxCloud cloud, SampleRepository repository)
    {
        var estate = new SampleEstate(cloud, repository);
        estate.Reset();
        return estate;
    }

    /// <summary>Every mistake on offer, with its state as of now.</summary>
    /// <param name="endpoint">The sandbox's address, for the commands: "http://127.0.0.1:5081".</param>
    public ImmutableArray<EstateMistake> Mistakes(string endpoint) =>
    [
        .. MistakeCatalog.Offered.Select(m =>
        {
            var scope = ScopeOf(m, _cloud);
            return new EstateMistake(m.Id, m.Title, m.Description, m.Environment, m.Component, Command(m, scope, endpoint), m.Mistake.IsApplied(scope));
        }),
    ];

    /// <summary>Makes a mistake; nothing happens where it is made already, or where the id is not known.</summary>
    public void Apply(string id) => Change(id, isApplied: false, (mistake, scope) =>
    {
        var before = scope.Live(mistake.Address);
        mistake.Apply(scope);
        _before[id] = before;
    });

    /// <summary>Takes a mistake back, to exactly what was there before; nothing happens where it is not made, or where the id is not known.</summary>
    public void Revert(string id) => Change(id, isApplied: true, (mistake, scope) => mistake.Revert(scope, _before.GetValueOrDefault(id)));

    /// <summary>Deploys everything anew: whatever was done by hand since, in any account, is gone.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            // In a cloud of its own, so that nobody ever sees a half of it.
            var fresh = new SandboxCloud(_cloud.Time);
            new EstateDeployment(fresh, _repository).Deploy();
            var before = new Dictionary<string, LiveEntry?>(StringComparer.Ordinal);
            foreach (var listed in MistakeCatalog.Offered)
                before[listed.Id] = ScopeOf(listed, fresh).Live(listed.Mistake.Address);
            foreach (var listed in MistakeCatalog.Offered.Concat(MistakeCatalog.Unlisted).Where(m => m.IsInitial))
                listed.Mistake.Apply(ScopeOf(listed, fresh, listed.By));
            _before = before;
            _cloud.Become(fresh);
        }
    }

    private void Change(string id, bool isApplied, Action<HandMistake, HandScope> change)
    {
        if (MistakeCatalog.Offered.FirstOrDefault(m => m.Id == id) is not { } listed)
            return;
        var scope = ScopeOf(listed, _cloud);
        lock (_lock)
        {
            if (listed.Mistake.IsApplied(scope) != isApplied)
                return;
            try
            {
                change(listed.Mistake, scope);
            }
            catch (SandboxException)
            {
                // Somebody else's hand was there first: the resource, its stack, or the place in it is gone, and there is nothing left to change.
            }
        }
    }

    /// <param name="listed">The mistake.</param>
    /// <param name="cloud">Where it is made.</param>
    /// <param name="by">The person of the story; null: the visitor.</param>
    private static HandScope ScopeOf(ListedMistake listed, SandboxCloud cloud, string? by = null)
    {
        var environment = Application.Environments.First(e => e.Name == listed.Environment);
        var hand = by is null ? new SandboxCaller($"arn:aws:iam::{environment.Account}:user/visitor") : new SandboxCaller($"arn:aws:sts::{environment.Account}:assumed-role/Operations/{by}", "console.amazonaws.com");
        return new HandScope(cloud, environment.Account, environment.Regions[0], EstateDeployment.StackName(Application, listed.Environment, listed.Component), hand);
    }

    private static string Command(ListedMistake listed, HandScope scope, string endpoint)
    {
        var call = listed.Mistake.Call(scope);
        // The older aws command fetches an argument that is an address (a queue's identifier is one) instead of passing it on.
        IEnumerable<string> input = call.Members.Any(m => m.Value.StartsWith("http", StringComparison.Ordinal))
            ? ["--cli-input-json", JsonValues.Write(MapValue.Create(call.Members.Select(m => KeyValuePair.Create(m.Name, (PropertyValue)new ScalarValue(m.Value)))))]
            : call.Members.SelectMany(m => new[] { Option(m.Name), m.Value });
        string[] words = ["aws", "--region", scope.Region, "--endpoint-url", endpoint, "cloudcontrol", call.Operation, .. input];
        return $"AWS_ACCESS_KEY_ID=SANDBOX{scope.Account} AWS_SECRET_ACCESS_KEY=x {string.Join(' ', words.Select(Quote))}";
    }

    /// <summary>"TypeName" as the aws command spells it: "--type-name".</summary>
    private static string Option(string member) =>
        "-" + string.Concat(member.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString()));

    /// <summary>A word as a POSIX shell takes it.</summary>
    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@=+".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
