using CsCheck;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Generators;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What holds of parity, whatever the two environments hold.</summary>
public class ParityLawTests
{
    private const int Rounds = 300;

    [Fact]
    public void An_environment_is_never_different_from_its_twin() => Gen.Select(Types, Maps(4, isPlain: false)).Sample(
        (type, value) =>
        {
            var parity = new Scene().Both(s => s.Add("R", type, (MapValue)Moved(value, s))).Parity();
            Assert.DoesNotContain(parity.Items, i => i.Pile is not (ParityPile.Equal or ParityPile.Unverifiable));
            Assert.NotEmpty(parity.Items);
        },
        iter: Rounds);

    [Fact]
    public void What_was_changed_by_hand_to_what_the_other_template_says_is_equal() => Gen.Select(Types, Maps(4, isPlain: true), Maps(4, isPlain: true)).Sample(
        (type, declared, running) =>
        {
            // Of what no service returns only the template's word is known; and no renderer leaves a null in a list.
            if (TraitsCatalog.Get(type).HasWriteOnly || HoldsNullItem(declared) || HoldsNullItem(running))
                return;
            var scene = new Scene();
            scene.Staging().Add("R", type, declared).Live("R", running);
            scene.Production().Add("R", type, running);

            // What the template of staging does not declare is not looked at there: only production has it.
            Assert.DoesNotContain(scene.Parity().Items, i => i.Pile is not (ParityPile.Equal or ParityPile.Unverifiable) && i.Left is not null);
        },
        iter: Rounds);

    [Fact]
    public void Nothing_throws_and_every_unit_is_counted_once() =>
        Gen.Select(Types, Maps(4, isPlain: false), Maps(4, isPlain: false), Maps(4, isPlain: false), Maps(4, isPlain: false)).Sample(
            (type, left, leftLive, right, rightLive) =>
            {
                var scene = new Scene();
                scene.Staging().Add("R", type, left).Live("R", leftLive);
                scene.Production().Add("R", type, right).Live("R", rightLive).Desired(Scene.MainCommit, Write.Resource("R", type, left));

                var parity = scene.Parity();
                var counts = parity.Counts;
                Assert.Equal(parity.Items.Length, counts.Equal + counts.Declared + counts.Configured + counts.Pending + counts.Unexplained + counts.Unverifiable);
                Assert.NotEmpty(parity.Items);
            },
            iter: Rounds);

    private static bool HoldsNullItem(PropertyValue value) => value switch
    {
        ListValue list => list.Items.Any(i => i is ScalarValue { Kind: ScalarKind.Null } || HoldsNullItem(i)),
        MapValue map => map.Entries.Any(e => HoldsNullItem(e.Value)),
        _ => false,
    };

    /// <summary>The same value with references to the same resources of another stack.</summary>
    private static PropertyValue Moved(PropertyValue value, StackScene stack) => value switch
    {
        ReferenceValue reference => stack.Ref(reference.Owner.Address.ToString(), reference.Attribute),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => Moved(p, stack))),
        CallValue call => new CallValue(call.Function, [.. call.Arguments.Select(a => Moved(a, stack))]),
        ListValue list => new ListValue([.. list.Items.Select(i => Moved(i, stack))]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Moved(e.Value, stack)))),
        _ => value,
    };
}
