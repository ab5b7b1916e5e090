using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Contract;

/// <summary>A fact that an endpoint answers otherwise than the service.</summary>
/// <param name="Endpoint">"sandbox" or "moto".</param>
/// <param name="Fact">The fact.</param>
/// <param name="Answer">What it answers.</param>
/// <param name="Reason">Why that is so, and why it does no harm.</param>
internal sealed record ContractDifference(string Endpoint, string Fact, string Answer, string Reason)
{
    /// <summary>The endpoints that there are.</summary>
    public static readonly string[] Endpoints = ["moto", "sandbox"];
}

/// <summary>Reads differences.tsv.</summary>
internal static class ContractDifferences
{
    public static readonly ContractDifference[] All =
    [
        .. File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "tests", "Dashboard.Sources.Tests", "Aws", "Contract", "differences.tsv"))
            .Select(l => l.Split('\t')).Select(c => new ContractDifference(c[0], c[1], c[2], c[3])),
    ];
}
