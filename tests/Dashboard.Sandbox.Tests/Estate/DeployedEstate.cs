using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Tests.Estate;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(DeployedEstate))]

namespace Dashboard.Sandbox.Tests.Estate;

/// <summary>The sample estate, deployed once. Tests that change it deploy one of their own.</summary>
public sealed class DeployedEstate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-estate-");

    public DeployedEstate()
    {
        Time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        Cloud = new SandboxCloud(Time);
        Repository = SampleRepository.Create(_folder.FullName);
        Estate = SampleEstate.Deploy(Cloud, Repository);
    }

    internal FakeTimeProvider Time { get; }

    internal SandboxCloud Cloud { get; }

    internal SampleRepository Repository { get; }

    internal SampleEstate Estate { get; }

    public void Dispose() => SampleRepository.Delete(_folder);

    /// <summary>The account of an environment, as the story says.</summary>
    public static string AccountOf(string environment) => environment switch
    {
        "development" => "333333333333",
        "production" => "222222222222",
        _ => "111111111111",
    };

    /// <summary>A component's stack in an environment, or null.</summary>
    internal SandboxStack? Find(string environment, string component) => Cloud.FindStack(AccountOf(environment), Some.Region, $"{environment}-shop-{component}");

    internal SandboxStack Stack(string environment, string component) =>
        Find(environment, component) ?? throw new InvalidOperationException($"{component} is not deployed in {environment}.");

    /// <summary>A resource by its path of logical ids.</summary>
    internal SandboxResource Resource(string environment, string component, string address) =>
        Cloud.Read(AccountOf(environment), Some.Region).ResourceAt($"{environment}-shop-{component}", address)
        ?? throw new InvalidOperationException($"{component} has no {address} in {environment}.");

    internal MapValue Live(string environment, string component, string address)
    {
        var resource = Resource(environment, component, address);
        return Cloud.GetResource(AccountOf(environment), Some.Region, resource.Type, resource.Identifier).Properties;
    }

    /// <summary>Everything that lives in a cloud, to compare it with itself later.</summary>
    internal static Dictionary<string, string> Picture(SandboxCloud cloud)
    {
        var picture = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in SampleEstate.Accounts)
        {
            var region = cloud.Read(account, Some.Region);
            foreach (var (key, live) in region.Live)
                picture[$"{account} {key}"] = $"{live.PhysicalId} {live.StackId} {live.LogicalId} {JsonValues.Write(live.Properties)}";
            foreach (var stack in region.Stacks.Values)
                picture[stack.StackId] = $"{stack.Status} {string.Join(' ', stack.Resources.Values.Select(r => r.PhysicalId))} {string.Join(' ', stack.Outputs)}";
        }

        return picture;
    }
}
