namespace ProcoreNetSuite.Sandbox;

/// <summary>A setting is missing or bad; the message says which and what it should be.</summary>
public sealed class BadSettingsException(string message) : Exception(message);
