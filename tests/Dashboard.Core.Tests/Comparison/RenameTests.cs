using System.Text;
using Dashboard.Core.Comparison;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Resources that changed their logical id, and loops that were written out: what two template texts say of whole resources.</summary>
public class RenameTests
{
    [Fact]
    public void Any_number_of_renamed_resources_is_found()
    {
        var (left, right) = (new StringBuilder("Resources:\n"), new StringBuilder("Resources:\n"));
        for (var i = 0; i < 400; i++)
        {
            left.Append($"  Old{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: q{i}}}}}\n");
            right.Append($"  New{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: q{i}}}}}\n");
        }

        var renames = Renames(left.ToString(), right.ToString());

        Assert.Equal(800, renames.Count);
        Assert.Equal("New250", renames["Old250"]);
        Assert.Equal("Old250", renames["New250"]);
    }

    [Theory]
    [InlineData("Topic: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref QUEUE], PolicyDocument: {Statement: []}}}", "QUEUE")]
    [InlineData("Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {MetricName: m, AlarmActions: [!GetAtt QUEUE.Arn]}}", "QUEUE")]
    [InlineData("Fn: {Type: AWS::Lambda::Function, Properties: {Handler: h, Environment: {Variables: {URL: !Sub 'x-${QUEUE}'}}}}", "QUEUE")]
    [InlineData("Role: {Type: AWS::IAM::Role, DependsOn: QUEUE, Properties: {RoleName: r}}", "QUEUE")]
    [InlineData("Role: {Type: AWS::IAM::Role, DependsOn: [QUEUE], Properties: {RoleName: r}}", "QUEUE")]
    public void What_refers_to_a_renamed_resource_is_found_with_it(string needer, string hole)
    {
        string Template(string prefix) => $"Resources:\n  {prefix}Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: q}}}}\n  {prefix}{needer.Replace(hole, prefix + "Q", StringComparison.Ordinal)}\n  Keeps: {{Type: AWS::S3::Bucket}}";
        var name = needer[..needer.IndexOf(':', StringComparison.Ordinal)];

        var renames = Renames(Template("Old"), Template("New"));

        Assert.Equal(("NewQ", "New" + name), (renames["OldQ"], renames["Old" + name]));
    }

    [Theory]
    // One property of several, and none that makes another resource of it.
    [InlineData("{QueueName: q, VisibilityTimeout: 30}", "{QueueName: q, VisibilityTimeout: 60}", true)]
    [InlineData("{KmsMasterKeyId: k, MessageRetentionPeriod: 60, VisibilityTimeout: 30}", "{KmsMasterKeyId: k, MessageRetentionPeriod: 60, VisibilityTimeout: 60}", true)]
    [InlineData("{KmsMasterKeyId: k, MessageRetentionPeriod: 60}", "{KmsMasterKeyId: k, MessageRetentionPeriod: 60, VisibilityTimeout: 60}", true)]
    [InlineData("{QueueName: a, MessageRetentionPeriod: 60, VisibilityTimeout: 30}", "{QueueName: b, MessageRetentionPeriod: 60, VisibilityTimeout: 30}", false)]
    [InlineData("{VisibilityTimeout: 30}", "{VisibilityTimeout: 60}", false)]
    [InlineData("{MessageRetentionPeriod: 60, VisibilityTimeout: 30}", "{MessageRetentionPeriod: 60, VisibilityTimeout: 60}", false)]
    [InlineData("{KmsMasterKeyId: k, MessageRetentionPeriod: 60, VisibilityTimeout: 30}", "{KmsMasterKeyId: k, MessageRetentionPeriod: 70, VisibilityTimeout: 60}", false)]
    public void A_renamed_resource_may_differ_in_little(string old, string changed, bool isRenamed)
    {
        var renames = Renames(Queue("Old", old), Queue("New", changed));

        Assert.Equal(isRenamed, renames["Old"] == "New");
        Assert.Equal(isRenamed, renames["New"] == "Old");
    }

    [Theory]
    [InlineData("{QueueName: q}")]
    [InlineData("{}")]
    public void What_becomes_of_a_renamed_resource_says_nothing_of_what_it_is(string properties) => Assert.Equal(
        "New", Renames(Queue("Old", properties), Queue("New", properties).Replace("Type:", "DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Type:", StringComparison.Ordinal))["Old"]);

    [Theory]
    [InlineData("{QueueName: q, VisibilityTimeout: 30}", "{QueueName: q, VisibilityTimeout: 60}", "{QueueName: q, VisibilityTimeout: 90}")]
    [InlineData("{QueueName: q}", "{QueueName: q}", "{QueueName: q}")]
    public void Of_two_that_are_as_good_none_is_claimed(string old, string one, string other)
    {
        var renames = Renames(Queue("Old", old), Queue("One", one) + Queue("Other", other)["Resources:".Length..]);

        Assert.All(renames.Values, Assert.Null);
    }

    [Fact]
    public void The_better_one_of_two_is_claimed()
    {
        var renames = Renames(
            Queue("Old", "{QueueName: q, VisibilityTimeout: 30, DelaySeconds: 1}"),
            Queue("One", "{QueueName: q, VisibilityTimeout: 30, DelaySeconds: 1}") + Queue("Other", "{QueueName: q, VisibilityTimeout: 30, DelaySeconds: 2}")["Resources:".Length..]);

        Assert.Equal(("One", "Old", null), (renames["Old"], renames["One"], renames["Other"]));
    }

    [Fact]
    public void An_alarm_of_another_resource_is_another_alarm()
    {
        static string Template(string name) => $"Resources:\n  {name}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {name}}}}}\n  {name}Alarm: {{Type: AWS::CloudWatch::Alarm, Properties: {{MetricName: m, Namespace: n, Period: 60, Dimensions: [{{Name: QueueName, Value: !GetAtt {name}.QueueName}}]}}}}";

        Assert.All(Renames(Template("Orders"), Template("Payments")).Values, Assert.Null);
    }

    [Fact]
    public void A_chain_of_renamed_resources_is_found_to_its_end()
    {
        static string Template(string prefix) => "Resources:\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
            $"  {prefix}{i}: {{Type: AWS::SNS::Topic, {(i > 0 ? $"DependsOn: {prefix}{i - 1}, " : "")}Properties: {{DisplayName: {(i == 0 ? "first" : "next")}}}}}\n"));

        Assert.All(Renames(Template("Old"), Template("New")), r => Assert.NotNull(r.Value));
    }

    private const string Loop = "Fn::ForEach::Topics: [Name, [A, B], {'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub 'the ${Name}'}}}]";

    [Theory]
    [InlineData("TopicA: {Type: AWS::SNS::Topic, Properties: {DisplayName: the A}}\n  TopicB: {Type: AWS::SNS::Topic, Properties: {DisplayName: the B}}")]
    [InlineData("TopicA: {Type: AWS::SNS::Topic, Properties: {DisplayName: the A}}\n  TopicB: {Type: AWS::SNS::Topic, Properties: {DisplayName: other}}", "NotEqual TopicB/Properties/DisplayName Confirmed")]
    [InlineData("TopicA: {Type: AWS::SNS::Topic, Properties: {DisplayName: the A}}", "Remove TopicB Confirmed")]
    [InlineData("Fn::ForEach::Topics: [Name, [B, A], {'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub 'the ${Name}'}}}]")]
    [InlineData("Fn::ForEach::Topics: [Name, [B, A], {'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub 'a ${Name}'}}}]", "NotEqual Fn::ForEach::Topics/2/Topic${Name}/Properties/DisplayName Confirmed")]
    [InlineData("Fn::ForEach::Topics: [Name, [A, C], {'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub 'the ${Name}'}}}]", "NotEqual Fn::ForEach::Topics/1/1 Confirmed")]
    public void A_loop_over_texts_is_what_it_makes(string right, params string[] expected)
    {
        Assert.Equal(expected, Differences($"Resources:\n  {Loop}", $"Resources:\n  {right}"));
        Assert.Equal(expected.Length, Differences($"Resources:\n  {right}", $"Resources:\n  {Loop}").Length);
    }

    [Theory]
    [InlineData("Resources: {F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {'Fn::ForEach::V': [V, @, {'V${V}': !Ref V}]}}}}}")]
    [InlineData("Resources: {F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {A: b, 'Fn::ForEach::V': [V, @, {'V${V}': !Ref V}]}}}}}")]
    [InlineData("Resources: {F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {'Fn::ForEach::V': [V, [x], {'Fn::ForEach::W': [W, @, {'${V}${W}': !Ref V}]}]}}}}}")]
    [InlineData("Resources: {'Fn::ForEach::V': [V, [x, y], {'Fn::ForEach::W': [W, @, {'${V}${W}': {Type: AWS::SNS::Topic}}]}]}")]
    [InlineData("Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {'Fn::ForEach::V': [V, @, {'O${V}': {Value: !Ref V}}]}")]
    [InlineData("Resources: {T: {Type: AWS::SNS::Topic}}\nConditions: {'Fn::ForEach::V': [V, @, {'C${V}': !Equals [!Ref V, a]}]}")]
    public void A_loop_makes_the_same_in_any_order(string template)
    {
        var (first, other, less) = (template.Replace("@", "[a, !Ref P, c]", StringComparison.Ordinal), template.Replace("@", "[c, a, !Ref P]", StringComparison.Ordinal), template.Replace("@", "[c, a]", StringComparison.Ordinal));

        Assert.Empty(Differences(first, other));
        Assert.True(Compare(first, other).FoldedCount > 0);
        Assert.NotEmpty(Differences(first, less));
        Assert.NotEmpty(Differences(less, other));
    }

    [Fact]
    public void What_an_unknown_loop_makes_cannot_be_verified() => Assert.Equal(
        ["Remove Fn::ForEach::Topics Unverifiable", "Add Other Confirmed", "Add TopicA Unverifiable"],
        Differences(
            $"Parameters: {{P: {{Type: CommaDelimitedList}}}}\nResources:\n  {Loop.Replace("[A, B]", "!Ref P", StringComparison.Ordinal)}",
            "Parameters: {P: {Type: CommaDelimitedList}}\nResources:\n  TopicA: {Type: AWS::SNS::Topic}\n  Other: {Type: AWS::SNS::Topic}"));

    [Fact]
    public void A_secret_that_a_loop_writes_is_no_text()
    {
        const string Secret = "Fn::ForEach::Databases: [Name, [hunter2xyz, B], {'D&{Name}': {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Sub '${Name}'}}}]";
        var differences = Compare($"Resources:\n  {Secret}", "Resources:\n  Dhunter2xyz: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: other}}").Differences;

        Assert.NotEmpty(differences);
        Assert.DoesNotContain(differences, d => $"{d.Left} {d.Right}".Contains(" hunter2xyz", StringComparison.Ordinal) || $"{d.Left}".Contains("MasterUserPassword: hunter2xyz", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("!Select [0, [!Ref A, b]]", "!Ref A", true)]
    [InlineData("!Select [1, [!Ref A, !GetAtt T.TopicName]]", "!GetAtt T.TopicName", true)]
    [InlineData("!Select [1, [!Ref A, b]]", "!Ref A", false)]
    [InlineData("!Select [0, [!Ref 'AWS::NoValue', !Ref A]]", "!Ref A", false)]
    [InlineData("!Select [1, [!If [C, a, !Ref 'AWS::NoValue'], !Ref A]]", "!Ref A", false)]
    public void What_is_selected_is_what_stands_there(string left, string right, bool isSame) => Assert.Equal(isSame, Differences(Topic(left), Topic(right)).Length == 0);

    [Theory]
    [InlineData("!Ref AWS::AccountId", "!Sub 'arn:aws:iam::${AWS::AccountId}:root'", true)]
    [InlineData("!Ref AWS::AccountId", "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'", true)]
    [InlineData("[!Ref AWS::AccountId, '111111111111']", "['111111111111', !Sub 'arn:aws:iam::${AWS::AccountId}:root']", true)]
    [InlineData("!Ref AWS::AccountId", "!Sub 'arn:aws:iam::${AWS::AccountId}:role/admin'", false)]
    [InlineData("!Ref AWS::AccountId", "!Sub 'arn:aws:iam::${Other}:root'", false)]
    [InlineData("!Ref AWS::AccountId", "!Sub 'arn:aws:sts::${AWS::AccountId}:root'", false)]
    public void The_own_account_as_a_principal_is_its_root(string left, string right, bool isSame)
    {
        Assert.Equal(isSame, Differences(Role(left), Role(right)).Length == 0);
        Assert.Equal(isSame, Differences(Role(right), Role(left)).Length == 0);

        static string Role(string principal) =>
            $"Resources: {{R: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{Statement: [{{Effect: Allow, Action: 'sts:AssumeRole', Principal: {{AWS: {principal}}}}}]}}}}}}}}";
    }

    private static string Topic(string name) => $"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {name}}}}}}}";

    private static string Queue(string name, string properties) => $"Resources:\n  {name}: {{Type: AWS::SQS::Queue, Properties: {properties}}}\n";

    private static string[] Differences(string left, string right) => [.. Compare(left, right).Differences.Select(d => $"{d.Kind} {d.Entry}{d.Path} {d.Confidence}")];

    private static Dictionary<string, string?> Renames(string left, string right) =>
        Compare(left, right).Differences.Where(d => d.Path.Segments.IsEmpty).ToDictionary(d => d.Entry, d => d.Renamed, StringComparer.Ordinal);

    private static TemplateComparison Compare(string left, string right) => TemplateComparer.Compare(Read(left), Read(right), ComparisonOptions.Sources);

    private static TemplateContent Read(string text) => TemplateContentReader.Read(TemplateReader.Read("template.yaml", text), Write.Fingerprinter).Content!;
}
