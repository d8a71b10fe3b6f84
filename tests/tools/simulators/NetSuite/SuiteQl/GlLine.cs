namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>One line of a transaction as SuiteQL shows it. Amounts are debit less credit, in the transaction's currency.</summary>
internal sealed record GlLine(int Id, bool Main, string? Account, decimal Amount)
{
    public string? Item { get; init; }

    public string? Entity { get; init; }

    public string? Department { get; init; }

    public string? Class { get; init; }

    public string? Location { get; init; }

    public string? Memo { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Rate { get; init; }

    public bool Billable { get; init; }

    public bool Tax { get; init; }

    /// <summary>What of this line is still to be paid; null where payments make no sense.</summary>
    public decimal? Unpaid { get; init; }

    /// <summary>What of a payment or credit is applied, and what is not; null on other lines.</summary>
    public decimal? Used { get; init; }

    public decimal? Unused { get; init; }

    /// <summary>The line as kept, for custom columns.</summary>
    public IReadOnlyDictionary<string, object>? Values { get; init; }
}
