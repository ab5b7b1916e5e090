using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What undoing or releasing a difference does, in words.</summary>
public sealed class StatusWordsTests
{
    [Theory]
    [InlineData("/", DifferenceKind.Add, DifferenceBetween.DeployedLive, Impact.Update, "deletes the resource")]
    [InlineData("/", DifferenceKind.Remove, DifferenceBetween.DeployedLive, Impact.Replacement, "makes the resource")]
    [InlineData("/Tags/0", DifferenceKind.Add, DifferenceBetween.DeployedLive, Impact.Update, "updates in place")]
    [InlineData("/", DifferenceKind.Remove, DifferenceBetween.DesiredDeployed, Impact.Create, "makes the resource")]
    [InlineData("/", DifferenceKind.Add, DifferenceBetween.DesiredDeployed, Impact.Delete, "deletes the resource")]
    [InlineData("/", DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, Impact.Replacement, "replaces the resource")]
    [InlineData("/Name", DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, Impact.Unknown, "effect unknown")]
    public void What_it_does(string path, DifferenceKind kind, DifferenceBetween between, Impact impact, string words) =>
        Assert.Equal(words, StatusWords.Of(new Difference(path == "/" ? PropertyPath.Root : PropertyPath.Parse(path), kind, between, null, null, impact)));
}
