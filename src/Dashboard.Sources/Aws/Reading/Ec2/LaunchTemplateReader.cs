using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::LaunchTemplate. Its data is write-only in the schema: which version is the default tells whether somebody made another one.</summary>
internal static class LaunchTemplateReader
{
    private static readonly ReadOperation Templates = Ec2Parts.Operation("DescribeLaunchTemplates");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::LaunchTemplate",
        "EC2",
        ReadSection.Of<LaunchTemplate>(
            [Templates],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeLaunchTemplatesAsync(new DescribeLaunchTemplatesRequest { LaunchTemplateIds = [c.Id] }, stop))).LaunchTemplates?.SingleOrDefault(),
            ("LaunchTemplateId", t => Of(t.LaunchTemplateId)),
            ("LaunchTemplateName", t => Of(t.LaunchTemplateName)),
            ("DefaultVersionNumber", t => Of(Of(t.DefaultVersionNumber).Text())),
            ("LatestVersionNumber", t => Of(Of(t.LatestVersionNumber).Text()))));
}
