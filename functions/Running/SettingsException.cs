namespace ProcoreNetSuite.Functions.Running;

/// <summary>Settings are missing or bad; the text names each one and what it should be.</summary>
public sealed class SettingsException(string message) : InvalidOperationException(message);
