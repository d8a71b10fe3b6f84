namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>One thing that must be so at the end of the day.</summary>
/// <param name="Found">What was there instead.</param>
public sealed record Check(string What, bool IsOk, string? Found = null);
