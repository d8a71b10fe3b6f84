using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Finds what slipped through all the same: bills of one vendor and number, one of which is an invoice's (connector-behaviour.md 13.1, E409).</summary>
public sealed partial class SecondBills(ILinkStore links, ILogger<SecondBills> log)
{
    /// <param name="bills">Bills to look at, at most 1,000: those that changed, whoever's they are, or those of invoices.</param>
    /// <returns>A problem for each number that stands twice; not where approvers wanted all but one of them.</returns>
    internal async Task<IReadOnlyList<Problem>> FindAsync(Connection connection, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        var numbers = await connection.NetSuite.ListNumbersTwiceAsync(bills, cancellationToken);
        if (numbers.Count == 0)
        {
            return [];
        }

        var found = (await connection.NetSuite.ListVendorBillsAsync(numbers, cancellationToken)).Where(bill => !bill.Voided).ToList();
        var ours = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, [.. found.Select(bill => bill.Id)], cancellationToken);
        List<Problem> problems = [];
        foreach (var same in found.GroupBy(bill => new BillNumber(bill.Vendor!.Value, bill.Reference!)).Where(group => group.Count() > 1))
        {
            List<Link> invoices = [.. same.Select(bill => ours.GetValueOrDefault(bill.Id)).OfType<Link>().Where(link => link.IsPair)];
            // The first, and those that approvers wanted beside it.
            var wanted = 1 + invoices.Count(link => link.Bill?.IsSecond is true);
            if (invoices.Count > 0 && same.Count() > wanted)
            {
                problems.Add(Twice(same.Key, [.. same], ours));
                var (record, why) = (invoices[0].Name ?? $"invoice {invoices[0].Key.ProcoreId}", problems[^1].Message);
                Log.Twice(log, record, why);
                ConnectorMetrics.BillFound("Twice");
            }
        }

        return problems;
    }

    private static Problem Twice(BillNumber number, IReadOnlyList<BillFound> bills, IReadOnlyDictionary<NetSuiteId, Link> ours)
    {
        var vendor = bills.Select(bill => ours.GetValueOrDefault(bill.Id)?.Bill?.VendorName).FirstOrDefault(name => name is not null) ?? $"Vendor {number.Vendor}";
        var each = bills.Select(bill => FormattableString.Invariant($"record {bill.Id}, dated {bill.Date:yyyy-MM-dd}, over {Amounts.Text(bill.Total)}{(ours.GetValueOrDefault(bill.Id)?.Name is { } name ? $" ({name})" : "")}"));

        return new Problem("E409", $"{vendor} has {bills.Count} bills of number {number.Reference} in NetSuite: {string.Join("; ", each)}.")
        {
            OtherRemedy = "If they are one and the same, void or delete the wrong one in NetSuite before it is paid; otherwise change the number of one of them there.",
        };
    }

    private static partial class Log
    {
        /// <summary>The alert bills-changed reads this message.</summary>
        [LoggerMessage(1, LogLevel.Warning, "The bill of {Record} is Twice now: {Why}")]
        public static partial void Twice(ILogger logger, string record, string why);
    }
}
