using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Routing;

/// <summary>What the connector says about records that it doesn't bring over (procore-api.md 7.5).</summary>
internal static class UnsupportedRequests
{
    /// <summary>By a part of the request's name; the longer ones come first.</summary>
    private static readonly (string Part, string Words)[] Kinds =
    [
        ("company_level_direct_cost", "Company-level direct costs"),
        ("prime_contract_change_order", "Prime contract change orders"),
        ("commitment_change_order", "Commitment change orders"),
        ("payment_application", "Owner invoices"),
        ("prime_contract", "Prime contracts"),
        ("contract_payment", "Payments that are made in Procore"),
        ("commitment", "Commitments"),
        ("budget", "Budgets"),
        ("sub_job", "Sub jobs"),
        ("payment", "Payments that are made in Procore"),
    ];

    public static Problem ProblemOf(string name)
    {
        var what = Kinds.FirstOrDefault(kind => name.Contains(kind.Part, StringComparison.OrdinalIgnoreCase)).Words;
        var (doing, remedy) = name.Split('_')[0] switch
        {
            "sync" => ("imported from NetSuite", "Nothing to do."),
            "unlink" or "reset" => ("exported to NetSuite", "Who made this link with another integration can undo it, or have Procore's support reset it."),
            _ => ("exported to NetSuite", null),
        };

        return new Problem("E907", what is null ? "This is something that the connector doesn't do." : $"{what} are not {doing} by this connector.") { OtherRemedy = remedy };
    }
}
