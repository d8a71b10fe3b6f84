namespace ProcoreNetSuite.Simulators.Control;

/// <summary>A control call (seed, action, settings) that makes no sense; the message says why.</summary>
public sealed class ControlException(string message) : Exception(message);
