using System.Collections.Immutable;

namespace Dashboard.Web.Presentation;

/// <summary>The sandbox as a visitor handles it: make a mistake by hand, take it back, begin anew. Safe to call from any thread.</summary>
public interface ISandboxControls
{
    /// <summary>Whether the installation shows its sandbox; nothing else is meaningful where it does not.</summary>
    bool IsEnabled { get; }

    /// <summary>The sandbox cloud's endpoint, such as "http://127.0.0.1:5081"; empty where it is not enabled.</summary>
    string Endpoint { get; }

    /// <summary>Whether an account is one of the sandbox cloud's.</summary>
    bool Holds(string account);

    /// <summary>Every mistake on offer, with its state as of now.</summary>
    ImmutableArray<SandboxMistake> Mistakes { get; }

    /// <summary>Makes a mistake. An unknown or already applied one changes nothing.</summary>
    Task ApplyAsync(string id);

    /// <summary>Takes a mistake back. One that is not applied changes nothing.</summary>
    Task RevertAsync(string id);

    /// <summary>Deploys the sample estate anew: everything that was changed by hand is gone.</summary>
    Task ResetAsync();
}

/// <summary>A change that somebody might make by hand in a real account.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Title">A few words: "Open the web security group to the world".</param>
/// <param name="Description">What it does, and what the board will say.</param>
/// <param name="Environment">The environment that it touches.</param>
/// <param name="Component">The component that it touches.</param>
/// <param name="AwsCommand">The command that does the same by hand.</param>
/// <param name="IsApplied">Whether it is in place now.</param>
public sealed record SandboxMistake(
    string Id, string Title, string Description, string Environment, string Component, string AwsCommand, bool IsApplied);
