using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>A reference as it was sent, not yet looked up. If both ids are given, the internal one wins (specification 3.1).</summary>
internal sealed record PendingReference(FieldType Field, string? Id, string? ExternalId, string Path);
