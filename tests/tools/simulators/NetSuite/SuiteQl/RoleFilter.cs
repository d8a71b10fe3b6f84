namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Which rows a role limited to subsidiaries sees: missing permission means fewer rows, not an error (specification 5.1).</summary>
internal static class RoleFilter
{
    public static string? For(SqlTable table) => table.Name switch
    {
        "transaction" => "ns_visible('transaction', id)",
        "transactionline" or "transactionaccountingline" => "ns_visible('transaction', [transaction])",
        "nexttransactionlinelink" or "previoustransactionlinelink" => "ns_visible('transaction', nextdoc)",
        "vendor" or "job" or "customer" or "employee" => "ns_visible('entity', id)",
        "vendorsubsidiaryrelationship" or "vendoraddressbook" => "ns_visible('entity', entity)",
        "item" or "account" or "subsidiary" or "department" or "classification" or "location" => $"ns_visible('{table.Name}', id)",
        _ => null,
    };
}
