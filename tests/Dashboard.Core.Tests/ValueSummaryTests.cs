using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>What a value says of its whole subtree.</summary>
public sealed class ValueSummaryTests
{
    private static readonly ReferenceValue Reference = new(new ResourceOwner(new StackKey("shop", "staging", "worker", "eu-west-1"), new ResourceAddress("Queue")), "Arn");

    public static TheoryData<PropertyValue, int, int, ValueContents> Samples => new()
    {
        { new ScalarValue("x"), 1, 1, ValueContents.None },
        { new ScalarValue("a {{resolve:ssm:/shop/size}}"), 1, 1, ValueContents.DynamicReference },
        { new UnresolvedValue("macro X"), 1, 1, ValueContents.Unresolved },
        { SecretValue.Unknowable, 1, 1, ValueContents.Secret | ValueContents.UnknowableSecret },
        { SecretFingerprinter.CreateRandom().Fingerprint("hunter2"), 1, 1, ValueContents.Secret },
        { MapValue.Empty, 1, 1, ValueContents.None },
        { new ListValue([new ScalarValue("x"), new ListValue([Reference])]), 4, 3, ValueContents.None },
        { MapValue.Of(("A", new ListValue([SecretValue.Unknowable])), ("B", new UnresolvedValue("?"))), 4, 3, ValueContents.Secret | ValueContents.UnknowableSecret | ValueContents.Unresolved },
        { new CallValue("Fn::Select", [new ScalarValue("0"), CompositeValue.Concatenate([Reference, new ScalarValue("{{resolve:ssm:x}}")])]), 5, 3, ValueContents.DynamicReference },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_knows_how_large_it_is_and_what_stands_in_it(PropertyValue value, int size, int depth, ValueContents contents) =>
        Assert.Equal((size, depth, contents), (value.Size, value.Depth, value.Contents));

    [Fact]
    public void What_is_shared_counts_wherever_it_stands_and_counting_ends()
    {
        PropertyValue value = new ScalarValue("x");
        for (var i = 0; i < 10; i++)
            value = new ListValue([value, value]);
        Assert.Equal((2047, 11), (value.Size, value.Depth));

        for (var i = 0; i < 60; i++)
            value = new ListValue([value, value]);
        Assert.True(value.Size is > 100_000_000 and < int.MaxValue / 2, $"{value.Size}");
    }

    [Fact]
    public void Attributes_of_other_owners_have_other_hashes()
    {
        var owner = Reference.Owner;
        ResourceOwner[] others =
        [
            owner with { Address = new ResourceAddress("Queue2") }, owner with { Address = ResourceAddress.Stack }, owner with { Stack = owner.Stack with { Application = "shop2" } },
            owner with { Stack = owner.Stack with { Environment = "production" } }, owner with { Stack = owner.Stack with { Component = "web" } },
            owner with { Stack = owner.Stack with { Region = "eu-west-2" } }, owner with { Stack = owner.Stack with { Instance = "1" } },
        ];

        ReferenceValue[] all = [Reference, new(owner, "Ref"), .. others.Select(o => new ReferenceValue(o, "Arn"))];

        Assert.Equal(all.Length, all.Select(r => r.StructuralHash).Distinct().Count());
    }
}
