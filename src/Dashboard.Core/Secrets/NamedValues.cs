namespace Dashboard.Core.Secrets;

/// <summary>Lists of names and values: in <c>{Name: DB_PASSWORD, Value: x}</c> the name that counts stands beside the value.</summary>
public static class NamedValues
{
    /// <summary>Keys that hold a name, the surest first.</summary>
    public static ImmutableArray<string> NameKeys { get; } = ["Name", "Key", "ParameterKey", "OptionName", "HeaderName", "name", "key"];

    /// <summary>Whether the value at a key is named by what stands beside it, or by what the whole mapping is called (<c>DbPassword: {Value: x}</c>).</summary>
    public static bool IsValueKey(string key) => key is "Value" or "value" or "ParameterValue" or "HeaderValue";

    /// <summary>Whether a type says that the value only names where the credential is kept, as CodeBuild's variables do.</summary>
    public static bool IsPointerType(string type) => type is "PARAMETER_STORE" or "SECRETS_MANAGER";
}
