using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Scanning;

/// <summary>Tells which stacks import an export: while one does, CloudFormation neither removes nor changes it.</summary>
internal interface IExportImporters
{
    /// <summary>The names of the stacks; empty where nobody imports it.</summary>
    Task<ReadResult<ImmutableArray<string>>> OfAsync(AccountRegion scope, string export, CancellationToken cancellation);
}

/// <summary>Asks CloudFormation.</summary>
internal sealed class CloudFormationImporters(ILiveStateSource live) : IExportImporters
{
    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<string>>> OfAsync(AccountRegion scope, string export, CancellationToken cancellation) => live is AwsLiveStateSource aws
        ? aws.ListImportersAsync(scope, export, cancellation)
        : Task.FromResult(new ReadResult<ImmutableArray<string>>(ReadOutcome.Failed, [], "this cloud does not tell"));
}
