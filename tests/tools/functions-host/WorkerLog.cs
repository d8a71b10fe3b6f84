namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>A line of the worker's log as the host gets it, with the text of its exception.</summary>
public sealed record WorkerLog(string Level, string Category, string Message, string? Exception);
