namespace ProcoreNetSuite.LocalHosting;

/// <summary>The process "died" here. Thrown at every further effect of the same life, so that no clean-up can reach outside.</summary>
public sealed class ProcessKilledException(string message) : Exception(message);
