namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>A line of the Login Audit Trail (specification 2.3): the only place where the reason stands.</summary>
public sealed record LoginFailure(DateTimeOffset At, string Method, string Reason);
