using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// The bills of the vendors that are busy now, so that a possible duplicate is known before writing without asking NetSuite for every batch:
/// the query that checks what was written also brings what is new, and after half a minute all there is. After a minute a vendor's bills are forgotten:
/// people void and renumber bills too.
/// </summary>
public sealed class KnownBills(TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    /// <summary>From then on the query that checks what was written reads all of a vendor's bills, so that a busy vendor needs no query of its own.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>So long it is left to one batch: all that are under way would read the same.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Connection, NetSuiteId Vendor), VendorBills> known = [];

    /// <summary>For each bill, in the same order, another one of its vendor with its reference number that is not voided; null if there is none.</summary>
    public async Task<IReadOnlyList<BillFound?>> FindDuplicatesAsync(
        Connection connection, IReadOnlyList<VendorBill> bills, CancellationToken cancellationToken)
    {
        var (existing, readNow) = await ListAsync(connection, bills.Select(bill => bill.Vendor), anew: false, cancellationToken);

        // Only bills read now may keep an invoice from being written: what was known may have been voided since.
        NetSuiteId[] doubtful = [.. bills.Where(bill => FindDuplicate(bill, existing) is not null).Select(bill => bill.Vendor).Except(readNow)];
        if (doubtful.Length == 0)
        {
            return [.. bills.Select(bill => FindDuplicate(bill, existing))];
        }

        var (fresh, _) = await ListAsync(connection, doubtful, anew: true, cancellationToken);

        return [.. bills.Select(bill => FindDuplicate(bill, doubtful.Contains(bill.Vendor) ? fresh : existing))];
    }

    /// <summary>Reads these bills, and what is new from these vendors, in one query.</summary>
    public async Task<IReadOnlyList<BillFound>> ReadAsync(
        Connection connection, IReadOnlyList<NetSuiteId> ids, IReadOnlyList<NetSuiteId> vendors, CancellationToken cancellationToken)
    {
        Dictionary<NetSuiteId, VendorBills> before;
        bool isAnew;
        var readAt = time.GetUtcNow();
        lock (gate)
        {
            before = vendors.Distinct().Where(vendor => known.ContainsKey((connection.Id, vendor)))
                .ToDictionary(vendor => vendor, vendor => known[(connection.Id, vendor)]);
            isAnew = before.Values.Any(bills => readAt - bills.ReadAt > Fresh && !(readAt - bills.RenewedFrom < Renewal));
            foreach (var (vendor, bills) in isAnew ? before : [])
            {
                known[(connection.Id, vendor)] = bills with { RenewedFrom = readAt };
            }
        }

        var after = isAnew ? 0 : before.Values.Select(bills => bills.UpTo).DefaultIfEmpty().Min();
        var found = await connection.NetSuite.ListVendorBillsAsync(ids, [.. before.Keys], after, cancellationToken);
        var upTo = found.Select(Number).Append(after).Max();
        lock (gate)
        {
            foreach (var vendor in before.Keys)
            {
                // Whoever has read the vendor anew in the meantime may not know all that lies before these.
                if (known.TryGetValue((connection.Id, vendor), out var bills))
                {
                    var isAll = isAnew && bills.ReadAt < readAt;
                    known[(connection.Id, vendor)] = bills with
                    {
                        ReadAt = isAll ? readAt : bills.ReadAt,
                        UpTo = bills.UpTo >= after ? Math.Max(bills.UpTo, upTo) : bills.UpTo,
                        Bills = Merge(bills.Bills.Values.Where(bill => !isAll || Number(bill) > upTo), found.Where(bill => bill.Vendor == vendor)),
                    };
                }
            }
        }

        return found;
    }

    private static BillFound? FindDuplicate(VendorBill bill, ILookup<NetSuiteId?, BillFound> existing) => existing[bill.Vendor].FirstOrDefault(other =>
        !other.Voided && IsSame(other.Reference, bill.Reference) && other.ExternalId?.Equals(bill.ExternalId, StringComparison.OrdinalIgnoreCase) != true);

    private static bool IsSame(string? one, string other) => string.Equals(one?.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The bills of these vendors, and of which vendors they were read just now.</summary>
    /// <param name="anew">Read them all, whatever is known.</param>
    private async Task<(ILookup<NetSuiteId?, BillFound> Bills, IReadOnlyList<NetSuiteId> ReadNow)> ListAsync(
        Connection connection, IEnumerable<NetSuiteId> vendors, bool anew, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        List<BillFound> bills = [];
        List<NetSuiteId> unknown = [];
        long seen;
        lock (gate)
        {
            Forget(readAt - Trusted);
            seen = known.Where(bills => bills.Key.Connection == connection.Id).Select(bills => bills.Value.UpTo).DefaultIfEmpty().Max();
            foreach (var vendor in vendors.Distinct())
            {
                if (known.TryGetValue((connection.Id, vendor), out var kept) && !anew)
                {
                    bills.AddRange(kept.Bills.Values);
                }
                else
                {
                    unknown.Add(vendor);
                }
            }
        }

        if (unknown.Count > 0)
        {
            var found = await connection.NetSuite.ListVendorBillsAsync([], unknown, after: 0, cancellationToken);
            bills.AddRange(found);
            Keep(connection, unknown, found, readAt, found.Select(Number).Append(seen).Max());
        }

        return (bills.ToLookup(bill => bill.Vendor), unknown);
    }

    /// <summary>Bills above <paramref name="upTo"/> that another query brought meanwhile stay known.</summary>
    private void Keep(Connection connection, List<NetSuiteId> vendors, IReadOnlyList<BillFound> found, DateTimeOffset readAt, long upTo)
    {
        lock (gate)
        {
            foreach (var vendor in vendors)
            {
                var newer = known.TryGetValue((connection.Id, vendor), out var kept) ? kept.Bills.Values.Where(bill => Number(bill) > upTo) : [];
                known[(connection.Id, vendor)] = new VendorBills(readAt, upTo, Merge(newer, found.Where(bill => bill.Vendor == vendor)));
            }
        }
    }

    private void Forget(DateTimeOffset readBefore)
    {
        foreach (var (key, _) in known.Where(bills => bills.Value.ReadAt < readBefore).ToList())
        {
            known.Remove(key);
        }
    }

    private static Dictionary<NetSuiteId, BillFound> Merge(IEnumerable<BillFound> old, IEnumerable<BillFound> young)
    {
        var all = old.ToDictionary(bill => bill.Id);
        foreach (var bill in young)
        {
            all[bill.Id] = bill;
        }

        return all;
    }

    private static long Number(BillFound bill) => long.Parse(bill.Id.Value, CultureInfo.InvariantCulture);

    /// <summary>One vendor's bills; never changed once it is kept.</summary>
    /// <param name="ReadAt">When all of them were read.</param>
    /// <param name="UpTo">Bills with higher ids may be missing.</param>
    private sealed record VendorBills(DateTimeOffset ReadAt, long UpTo, IReadOnlyDictionary<NetSuiteId, BillFound> Bills)
    {
        /// <summary>When a batch last set out to read them all once more; null if none did.</summary>
        public DateTimeOffset? RenewedFrom { get; init; }
    }
}
