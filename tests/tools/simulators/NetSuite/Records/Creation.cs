namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>A record came into being; kept even when it is deleted later.</summary>
public sealed record Creation(string Type, string Id, string? ExternalId, DateTimeOffset At, string Origin);

/// <summary>A record was deleted.</summary>
public sealed record Deletion(string Type, string Id, string? ExternalId, string Name, DateTimeOffset At, string Context);
