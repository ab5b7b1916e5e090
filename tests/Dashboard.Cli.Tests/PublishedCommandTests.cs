namespace Dashboard.Cli.Tests;

/// <summary>What is compiled ahead of time answers as what is compiled while it runs.</summary>
public sealed class PublishedCommandTests : IDisposable
{
    private readonly CommandRunner _cli = new();

    public PublishedCommandTests()
    {
        _cli.File("left.yaml", """
            Parameters: {Size: {Type: Number, Default: 30}}
            Mappings: {Sizes: {eu-west-1: {Large: "60"}}}
            Resources:
              Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Size, Tags: [{Key: a, Value: "1"}, {Key: b, Value: "2"}]}}
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}}}}
            """);
        _cli.File("right.yaml", """
            Parameters: {Size: {Type: Number, Default: 30}}
            Mappings: {Sizes: {eu-west-1: {Large: "60"}}}
            Resources:
              Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !FindInMap [Sizes, eu-west-1, Large], Tags: [{Key: b, Value: "2"}, {Key: a, Value: "1"}]}}
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: [ec2.amazonaws.com]}, Action: [sts:AssumeRole]}]}}}
            """);
        _cli.File("production.toml", "version = 0.1\n[default.deploy.parameters]\nparameter_overrides = \"Size=90\"\n");
        _cli.File("pair.jsonl", """{"id": 1, "left": "A: {B: 1}", "right": "{\"A\": {\"B\": 2}}"}""");
    }

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("diff", "--help")]
    [InlineData("diff", "left.yaml", "right.yaml", "--show-folded")]
    [InlineData("diff", "left.yaml", "right.yaml", "--format", "json")]
    [InlineData("diff", "left.yaml", "right.yaml", "--format", "sarif")]
    [InlineData("diff", "left.yaml", "right.yaml", "--format", "markdown", "--left-parameters", "production.toml")]
    [InlineData("diff", "--batch", "pair.jsonl")]
    [InlineData("render", "left.yaml", "--region", "eu-west-1")]
    [InlineData("render", "none.yaml")]
    [InlineData("scan")]
    [InlineData("nonsense")]
    public async Task It_answers_alike(params string[] arguments)
    {
        var published = await PublishedCommand.RunAsync(_cli.Folder, arguments);

        Assert.Equal(await _cli.RunAsync(arguments), published);
    }
}
