using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>Which records a role sees (specification 5.1, 9).</summary>
internal static class RoleRules
{
    public static bool MaySee(this Role role, RecordStore store, Record record) =>
        role.Subsidiaries.Count == 0 || role.Subsidiaries.Any(subsidiary => Subsidiaries.Covers(store, record, subsidiary));
}
