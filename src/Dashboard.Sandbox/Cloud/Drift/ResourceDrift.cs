namespace Dashboard.Sandbox.Cloud.Drift;

/// <summary>What drift detection found of one resource.</summary>
/// <param name="Status">IN_SYNC, MODIFIED or DELETED.</param>
/// <param name="Expected">The properties that the template sets and drift detection looks at.</param>
/// <param name="Actual">The same places of the live resource; null where it is deleted.</param>
/// <param name="Differences">Empty unless modified.</param>
/// <param name="Timestamp">When it was looked at.</param>
internal sealed record ResourceDrift(
    string Status, MapValue Expected, MapValue? Actual, ImmutableArray<PropertyDrift> Differences, DateTimeOffset Timestamp);

/// <summary>One property that differs.</summary>
/// <param name="Path">A JSON pointer with list indexes.</param>
/// <param name="Kind">ADD, REMOVE or NOT_EQUAL.</param>
/// <param name="Expected">The template's value as text; "null" for ADD.</param>
/// <param name="Actual">The live value as text; "null" for REMOVE.</param>
internal sealed record PropertyDrift(string Path, string Kind, string Expected, string Actual);
