namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>A page refuses what a user wants to do; the message says why, as the page would.</summary>
public sealed class ProcoreRefusedException(string message) : Exception(message);
