using Dashboard.Core.Model;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Stack sets and the stacks that belong to them.</summary>
public sealed class StackSetTests
{
    private const string Template = "Resources: {Alarms: {Type: 'AWS::SNS::Topic'}}";

    private const string Organization = "333333333333";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_administrator_tells_which_stacks_of_which_accounts_belong_to_a_set()
    {
        await using var aws = await StartAsync();
        aws.Cloud.CreateStackSet(Production, Region, "guardrails", Template, (Production, Region), (Staging, Region));
        using var administrator = aws.CreateSource(AwsAccountOptions.Sandbox(Production, aws.Url));
        using var member = aws.CreateSource(AwsAccountOptions.Sandbox(Staging, aws.Url));

        var sets = await administrator.ListStackSetsAsync(Scope(Production), Stop).Soon();
        var none = await member.ListStackSetsAsync(Scope(Staging), Stop).Soon();
        var theirs = (await member.ListStacksAsync(Scope(Staging), Stop).Soon()).Value.Single().StackName;

        Assert.True(sets.IsRead, sets.Detail);
        var set = Assert.Single(sets.Value);
        Assert.Equal(("guardrails", Scope(Production)), (set.Name, set.Home));
        Assert.Equal([Scope(Staging), Scope(Production)], set.Instances.Select(i => i.Scope));
        Assert.Equal(theirs, set.Instances[0].StackName);
        Assert.Empty(none.Value);
        Assert.Equal("guardrails", StackSetFact.OwnerOf(sets.Value, Scope(Staging), theirs));
        Assert.Equal("guardrails", StackSetFact.OwnerOf([], Scope(Staging), theirs));
    }

    [Fact]
    public async Task A_delegated_administrator_sees_its_organizations_sets_where_its_settings_say_so_and_its_own_beside_them()
    {
        await using var aws = await StartAsync();
        aws.Cloud.CreateOrganizationStackSet(Organization, Production, Region, "guardrails", Template, (Staging, Region));
        aws.Cloud.CreateStackSet(Production, Region, "tools", Template, (Production, Region));
        using var plain = aws.CreateSource(AwsAccountOptions.Sandbox(Production, aws.Url));
        using var delegated = aws.CreateSource(AwsAccountOptions.Sandbox(Production, aws.Url) with { DelegatedAdministrator = true });
        using var meter = CallMeter.Begin();

        var own = await plain.ListStackSetsAsync(Scope(Production), Stop).Soon();
        var ownCalls = meter.Count.Calls["cloudformation:ListStackSets"];
        var all = await delegated.ListStackSetsAsync(Scope(Production), Stop).Soon();

        Assert.Equal(["tools"], own.Value.Select(s => s.Name));
        Assert.Equal(["guardrails", "tools"], all.Value.Select(s => s.Name));
        Assert.Equal([Scope(Staging)], all.Value[0].Instances.Select(i => i.Scope));
        Assert.Equal(aws.Cloud.ListStacks(Staging, Region).Single().Name, all.Value[0].Instances[0].StackName);
        // Whoever is no delegate is not asked to be refused.
        Assert.Equal((1, 3), (ownCalls, meter.Count.Calls["cloudformation:ListStackSets"]));
    }

    [Fact]
    public async Task An_account_that_is_called_delegated_and_is_not_says_so()
    {
        await using var aws = await StartAsync();
        using var source = aws.CreateSource(AwsAccountOptions.Sandbox(Production, aws.Url) with { DelegatedAdministrator = true });

        var sets = await source.ListStackSetsAsync(Scope(Production), Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, sets.Outcome);
        Assert.Contains("not a delegated administrator", sets.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StackSet-a-b-0a1b2c3d-1111-2222-3333-444455556666", "a-b")]
    [InlineData("StackSet-a", null)]
    [InlineData("mine-StackSet-a-0a1b2c3d-1111-2222-3333-444455556666", null)]
    public void Without_an_administrator_the_name_that_sets_give_tells(string stack, string? set) =>
        Assert.Equal(set, StackSetFact.OwnerOf([], Scope(Staging), stack));

    [Fact]
    public void A_stack_belongs_to_a_set_by_account_region_and_name_together()
    {
        var listed = new StackSetFact("guardrails", Scope(Production), [new(Scope(Staging), "renamed"), new(Scope(Production), null)]);

        Assert.Equal("guardrails", StackSetFact.OwnerOf([listed], Scope(Staging), "renamed"));
        Assert.Null(StackSetFact.OwnerOf([listed], Scope(Production), "renamed"));
    }
}
