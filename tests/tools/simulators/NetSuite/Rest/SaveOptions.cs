using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>How a save is to be done: what the caller asked for in its headers and query.</summary>
internal sealed record SaveOptions(Role Role, string Origin)
{
    /// <summary>Sublists (or fields, with <see cref="ReplaceSelectedFields"/>) named by replace=.</summary>
    public IReadOnlySet<string> Replace { get; init; } = new HashSet<string>();

    public bool ReplaceSelectedFields { get; init; }

    /// <summary>Error, Warning or Ignore (specification 3.2).</summary>
    public string NameValidation { get; init; } = "Warning";

    public string ValueValidation { get; init; } = "Error";

    /// <summary>What the caller is told in Warning headers.</summary>
    public List<string> Warnings { get; } = [];
}
