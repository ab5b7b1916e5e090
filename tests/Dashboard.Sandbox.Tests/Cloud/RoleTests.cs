using System.Net;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

public sealed class RoleTests
{
    private const string Policy = """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["cloudformation:Describe*", "cloudformation:GetResource", "sqs:*"], "Resource": "*"},
          {"Effect": "Deny", "Action": "sqs:ListQueueTags", "Resource": "*"}]}
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("cloudformation:DescribeStacks", null)]
    [InlineData("cloudformation:describestacks", null)]
    [InlineData("cloudformation:GetTemplate", "because no identity-based policy allows the cloudformation:GetTemplate action")]
    [InlineData("sqs:ListQueueTags", "with an explicit deny in an identity-based policy")]
    [InlineData("s3:GetObject", "because no identity-based policy allows the s3:GetObject action")]
    public void A_denial_wins_and_what_is_not_allowed_is_not(string action, string? refusal) => Assert.Equal(refusal, RolePolicy.Read(Policy).Refusal(action));

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement": [{"Effect": "Allow"}]}""")]
    [InlineData("""{"Statement": {"Effect": "Perhaps", "Action": "*"}}""")]
    public void A_policy_that_is_none_is_refused(string document) =>
        Assert.Equal("MalformedPolicyDocument", Assert.Throws<SandboxException>(() => new SandboxCloud().AddRole(new SandboxRole(Account, "reader", document))).Code);

    [Fact]
    public async Task A_role_asks_for_its_external_id_and_the_account_has_no_other_role_then()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxCloud(_time)).Soon();
        server.Cloud.AddRole(new SandboxRole(Account, "reader", Policy, "abc", TimeSpan.FromMinutes(15)));

        var taken = await AssumeAsync("reader", "abc");
        var wrong = await AssumeAsync("reader", "abd");
        var none = await AssumeAsync("reader", null);
        var other = await AssumeAsync("admin", "abc");

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal("2026-11-02T09:15:00Z", taken.Text);
        Assert.All([wrong, none, other], r => Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (r.Status, r.Text)));

        async Task<(HttpStatusCode Status, string Text)> AssumeAsync(string role, string? externalId)
        {
            (string, string)[] fields = [("RoleArn", $"arn:aws:iam::{Account}:role/{role}"), ("RoleSessionName", "s")];
            var (status, answer) = await server.QueryAsync(Other, Region, "sts", "AssumeRole", externalId is null ? fields : [.. fields, ("ExternalId", externalId)]);
            return (status, answer.Descendants(status == HttpStatusCode.OK ? "Expiration" : "Code").Single().Value);
        }
    }

    [Fact]
    public void A_session_speaks_for_its_role_until_it_ends_or_is_ended()
    {
        var roles = new RoleTable(_time);
        roles.Add(new SandboxRole(Account, "reader", Policy));
        var first = roles.Assume("me", Account, "reader", "mine", null)!.Value;

        Assert.Equal("reader", roles.RoleOf(first.Token));
        Assert.Null(roles.RoleOf(null));
        Assert.Equal(("reader", "mine"), RoleTable.SessionOf(first.Token));
        roles.EndSessions();
        Assert.Equal("ExpiredToken", Assert.Throws<SandboxException>(() => roles.RoleOf(first.Token)).Code);
        var second = roles.Assume("me", Account, "reader", "mine", null)!.Value;
        Assert.Equal("reader", roles.RoleOf(second.Token));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("ExpiredToken", Assert.Throws<SandboxException>(() => roles.RoleOf(second.Token)).Code);
    }

    [Fact]
    public void What_a_role_may_not_do_is_refused_with_the_action()
    {
        var roles = new RoleTable(_time);
        roles.Add(new SandboxRole(Account, "reader", Policy));
        roles.Add(new SandboxRole(Account, "admin"));

        var refused = Assert.Throws<SandboxException>(() => roles.Authorize(Account, "reader", "arn:me", ["cloudformation:GetResource", "sqs:ListQueueTags"]));

        Assert.Equal(
            ("AccessDenied", "User: arn:me is not authorized to perform: sqs:ListQueueTags with an explicit deny in an identity-based policy", 403),
            (refused.Code, refused.Message, refused.Status));
        roles.Authorize(Account, "reader", "arn:me", ["cloudformation:GetResource", "sqs:GetQueueAttributes"]);
        roles.Authorize(Account, "admin", "arn:me", ["s3:GetObject"]);
        roles.Authorize(Account, null, "arn:me", ["s3:GetObject"]);
    }

    [Fact]
    public void A_limit_throttles_only_what_exceeds_it()
    {
        var cloud = new SandboxCloud(_time);
        using var limit = cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, CallsPerSecond: 2));

        int Throttled(int calls) => Enumerable.Range(0, calls).Count(_ => !cloud.HitFaults(Account, Region, "GetResource").IsEmpty);

        Assert.Equal(3, Throttled(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Throttled(2));
    }
}
