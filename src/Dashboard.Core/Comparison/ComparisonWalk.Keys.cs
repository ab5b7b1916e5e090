using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Entries of maps whose keys are not spelled out: secrets, and what a loop or macro makes.</content>
internal sealed partial class ComparisonWalk
{
    /// <summary>Whether a map has entries that nobody can name, and that the other side does not have too: a loop or a macro stands among its keys, of which nobody knows what it makes.</summary>
    private static bool MakesUnknownKeys(MapValue map, MapValue other)
    {
        if (!SymbolicRules.HoldsUnknown(map))
            return false;
        foreach (var (key, value) in map.Entries)
        {
            if (value is UnresolvedValue && IsLoop(key) && !(SymbolicRules.IsMadeOfKnown(value) && value.Equals(other[key])))
                return true;
        }

        return false;
    }

    private static bool IsLoop(string key) => key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>The one entry of the other map whose key is the same but for characters that one of the two shows as "?"; null where there is none, or several may be it.</summary>
    private static KeyValuePair<string, PropertyValue>? MaskOf(string key, MapValue own, MapValue other)
    {
        if (System.Text.Ascii.IsValid(key) && !key.Contains('?', StringComparison.Ordinal))
            return null;
        return Only(key, own, other) is { } twin && Only(twin.Key, other, own) is not null ? twin : null;

        static KeyValuePair<string, PropertyValue>? Only(string key, MapValue own, MapValue other)
        {
            KeyValuePair<string, PropertyValue>? found = null;
            foreach (var entry in other.Entries)
            {
                if (!ScalarRules.DifferByMaskOnly(key, entry.Key) || own[entry.Key] is not null)
                    continue;
                if (found is not null)
                    return null;
                found = entry;
            }

            return found;
        }
    }

    /// <summary>An entry whose key is masked on one side: the two keys are perhaps the same, and what stands there is compared.</summary>
    private void CompareMasked(KeyValuePair<string, PropertyValue> left, KeyValuePair<string, PropertyValue> right, TraitCursor cursor)
    {
        Enter(new PathSegment(left.Key, -1, null));
        Masked(new ScalarValue(left.Key), new ScalarValue(right.Key));
        Compare(left.Value, right.Value, cursor);
        Leave();
    }

    /// <summary>Entries whose keys are the same secret are compared; where nobody can say which those are, that is said once.</summary>
    private void CompareSecretKeys(ImmutableArray<(SecretValue Key, PropertyValue Value)> left, ImmutableArray<(SecretValue Key, PropertyValue Value)> right, TraitCursor map, bool onlyDeclared)
    {
        var leftRest = new List<int>();
        var rightRest = Enumerable.Range(0, right.Length).ToList();
        for (var l = 0; l < left.Length; l++)
        {
            if (rightRest.FindIndex(r => left[l].Key.SameAs(right[r].Key) == true) is not (>= 0 and var found))
            {
                leftRest.Add(l);
                continue;
            }

            Enter(new PathSegment(null, l, null), rightRest[found]);
            Enter(new PathSegment("Value", -1, null));
            Compare(left[l].Value, right[rightRest[found]].Value, map.Item());
            Leave();
            Leave();
            rightRest.RemoveAt(found);
        }

        if (leftRest.Exists(l => rightRest.Exists(r => left[l].Key.SameAs(right[r].Key) is null)))
        {
            Unverified(StatusReason.Secret, "the keys are secrets, and nobody can say which of them are the same", SecretKeys.Entry(Rest(left, leftRest)).Value, SecretKeys.Entry(Rest(right, rightRest)).Value);
            return;
        }

        foreach (var l in leftRest)
            OneSided(l, left[l], isLeft: true);
        foreach (var r in onlyDeclared ? [] : rightRest)
            OneSided(r, right[r], isLeft: false);

        void OneSided(int index, (SecretValue Key, PropertyValue Value) entry, bool isLeft)
        {
            Enter(new PathSegment(null, index, null));
            CompareOneSided(isLeft ? entry.Value : null, isLeft ? null : entry.Value, map.Item());
            Leave();
        }

        static IEnumerable<(SecretValue, PropertyValue)> Rest(ImmutableArray<(SecretValue Key, PropertyValue Value)> all, List<int> rest) =>
            rest.Select(i => all[i]);
    }
}
