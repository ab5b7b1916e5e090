using Dashboard.Sources.Aws;

namespace Dashboard.Sources.Tests.Aws;

public sealed class AwsAccountSettingsTests
{
    [Fact]
    public void Every_field_of_an_account_is_read_in_any_case()
    {
        var settings = Read(
            ("111111111111", null),
            ("111111111111:Profile", "shop-staging"),
            ("222222222222:ROLEARN", "arn:aws:iam::222222222222:role/driftboard-read"),
            ("222222222222:externalid", "abc"),
            ("222222222222:Endpoint", "http://127.0.0.1:5081"));

        Assert.Empty(settings.Errors);
        Assert.Equal(new AwsAccountOptions("111111111111", Profile: "shop-staging"), settings.Accounts["111111111111"]);
        Assert.Equal(
            new AwsAccountOptions("222222222222", RoleArn: "arn:aws:iam::222222222222:role/driftboard-read", ExternalId: "abc", Endpoint: "http://127.0.0.1:5081"),
            settings.Accounts["222222222222"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_account_that_is_only_named_uses_the_default_credentials(string? value) =>
        Assert.Equal(new AwsAccountOptions("111111111111"), Assert.Single(Read(("", null), ("111111111111", value)).Accounts).Value);

    [Fact]
    public void An_empty_value_is_as_none() =>
        Assert.Equal(new AwsAccountOptions("111111111111"), Assert.Single(Read(("111111111111:Profile", ""), ("111111111111:RoleArn", null)).Accounts).Value);

    [Fact]
    public void Types_to_list_are_a_list_or_in_an_environment_variable_a_text_and_each_must_be_one()
    {
        var settings = Read(
            ("111111111111:Unmanaged", null), ("111111111111:Unmanaged:0", "AWS::S3::Bucket"), ("111111111111:Unmanaged:1", "AWS::KMS::Key"),
            ("222222222222:UNMANAGED", "AWS::S3::Bucket, AWS::S3::Bucket, AWS::EC2::VPC"),
            ("111111111111:DetectDrift", "true"), ("222222222222:detectdrift", "sometimes"),
            ("111111111111:DelegatedAdministrator", "true"), ("222222222222:delegatedadministrator", "perhaps"),
            ("333333333333:Unmanaged:0", "bucket"), ("333333333333:Unmanaged:1", ""));

        Assert.True(settings.Accounts["111111111111"].DetectDrift);
        Assert.False(settings.Accounts["222222222222"].DetectDrift);
        Assert.Equal((true, false), (settings.Accounts["111111111111"].DelegatedAdministrator, settings.Accounts["222222222222"].DelegatedAdministrator));
        Assert.Equal(["AWS::S3::Bucket", "AWS::KMS::Key"], settings.Accounts["111111111111"].Unmanaged);
        Assert.Equal(["AWS::S3::Bucket", "AWS::EC2::VPC"], settings.Accounts["222222222222"].Unmanaged);
        Assert.Equal(
            [
                "Driftboard:Accounts:222222222222:delegatedadministrator: found \"perhaps\"; allowed are true (the account administers its organization's stack sets) and false.",
                "Driftboard:Accounts:222222222222:detectdrift: found \"sometimes\"; allowed are true (drift detections are started in the account) and false.",
                "Driftboard:Accounts:333333333333:Unmanaged:0: found \"bucket\"; allowed are resource types of AWS, such as AWS::S3::Bucket.",
                "Driftboard:Accounts:333333333333:Unmanaged:1: found \"\"; allowed are resource types of AWS, such as AWS::S3::Bucket.",
            ],
            settings.Errors);
    }

    [Fact]
    public void Every_error_is_listed_with_its_key_and_what_is_allowed()
    {
        var settings = Read(
            ("1234", null),
            ("1234:Profile", "x"),
            ("111111111111:AccessKeyId", "AKIACANARY"),
            ("111111111111:Endpoint", "http://example.com"),
            ("111111111111:RoleArn", "reader"),
            ("222222222222", "some text"),
            ("333333333333:ExternalId", "abc"));

        Assert.Equal(
            [
                "Driftboard:Accounts:111111111111:AccessKeyId: there is no such setting; allowed are Profile, RoleArn, ExternalId, Endpoint, Stacks, StackTags, Queue, Unmanaged, DetectDrift and DelegatedAdministrator.",
                "Driftboard:Accounts:111111111111:Endpoint: found \"http://example.com\"; allowed is an https address, or an http one on loopback.",
                "Driftboard:Accounts:111111111111:RoleArn: found \"reader\"; allowed is the ARN of a role, such as arn:aws:iam::111111111111:role/driftboard-read.",
                "Driftboard:Accounts:1234: found \"1234\"; allowed is an account id of twelve digits.",
                "Driftboard:Accounts:222222222222: found a text; allowed are Profile, RoleArn, ExternalId, Endpoint, Stacks, StackTags, Queue, Unmanaged, DetectDrift and DelegatedAdministrator, beneath it.",
                "Driftboard:Accounts:333333333333:ExternalId: found a value, and no RoleArn beside it; allowed is an external id together with the role that asks for it.",
            ],
            settings.Errors);
    }

    private static AwsAccountSettings Read(params (string Key, string? Value)[] settings) =>
        AwsAccountSettings.Read(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
}
