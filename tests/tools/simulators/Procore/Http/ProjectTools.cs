namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The tools of a project: whoever calls into one that is switched off is refused with 403 (spec 2.1).</summary>
internal static class ProjectTools
{
    public const string Commitments = "Commitments", Invoicing = "Invoicing", DirectCosts = "Direct Costs";

    public static IReadOnlyList<string> All { get; } = [Commitments, Invoicing, DirectCosts];

    public static void CheckOn(Call call, string path)
    {
        if (call.State.ToolsOff.Count > 0 && ToolOf(path) is { } tool && call.FindId("project_id") is { } project && call.State.ToolsOff.Contains((project, tool)))
        {
            throw Refusal.Forbidden();
        }
    }

    private static string? ToolOf(string path) => path.Split('/') switch
    {
        var parts when parts.Contains("requisitions") => Invoicing,
        var parts when parts.Contains("direct_costs") => DirectCosts,
        var parts when parts.Any(part => part is "work_order_contracts" or "purchase_order_contracts" or "commitments" or "contract_payments") => Commitments,
        _ => null,
    };
}
