namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The worker process didn't start, ended, or a function in it threw.</summary>
public sealed class WorkerFailedException(string message) : Exception(message);
