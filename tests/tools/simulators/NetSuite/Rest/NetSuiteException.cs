namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>A refusal in NetSuite's words (specification 7). Nothing was changed when it is thrown.</summary>
public sealed class NetSuiteException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>JSON path in the request body.</summary>
    public string? ErrorPath { get; init; }

    public string? QueryParameter { get; init; }

    public string? Header { get; init; }

    public string? Url { get; init; }

    public string? Title { get; init; }

    internal static NetSuiteException User(string detail, string? path = null) =>
        new(400, "USER_ERROR", "Error while accessing a resource. " + detail) { ErrorPath = path };

    internal static NetSuiteException Content(string detail, string? path = null) =>
        new(400, "INVALID_CONTENT", "Error while accessing a resource. " + detail) { ErrorPath = path };

    internal static NetSuiteException InvalidValue(string value, string field, string path) =>
        User($"You have entered an Invalid Field Value {value} for the following field: {field}", path);

    internal static NetSuiteException InvalidParameter(string parameter, string detail) =>
        new(400, "INVALID_PARAMETER", detail) { QueryParameter = parameter };

    internal static NetSuiteException NoInstance() =>
        new(404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.");

    internal static NetSuiteException NoType(string type, string url) =>
        new(404, "NONEXISTENT_ID", $"Record type '{type}' does not exist.") { Url = url };

    internal static NetSuiteException NoMethod(string method) =>
        new(405, "METHOD_NOT_ALLOWED", $"The method {method} is not allowed for this resource.");
}
