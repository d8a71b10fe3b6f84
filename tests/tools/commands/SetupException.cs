namespace ProcoreNetSuite.Commands;

/// <summary>The work can't go on; the message is all that a person needs to read.</summary>
public sealed class SetupException(string message) : Exception(message);
