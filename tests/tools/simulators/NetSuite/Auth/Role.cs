namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>What an integration's role may see and do (specification 9).</summary>
public sealed record Role
{
    /// <summary>A person in NetSuite's own pages, or a simulator without login.</summary>
    public static Role Everything { get; } = new() { Administrator = true };

    public bool Administrator { get; init; }

    /// <summary>Ids of the subsidiaries it is limited to; empty for all.</summary>
    public IReadOnlyList<string> Subsidiaries { get; init; } = [];

    /// <summary>Record types it has no permission for.</summary>
    public IReadOnlyList<string> DeniedRecordTypes { get; init; } = [];

    /// <summary>Record types it has at level View: it reads them, and may not make, change or delete any.</summary>
    public IReadOnlyList<string> ViewOnlyRecordTypes { get; init; } = [];

    internal bool MayOnlyView(string recordType) => ViewOnlyRecordTypes.Contains(recordType, StringComparer.OrdinalIgnoreCase);

    internal bool Denies(string recordType) => DeniedRecordTypes.Contains(recordType, StringComparer.OrdinalIgnoreCase);
}
