using ProcoreNetSuite.Money;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// What both systems hold since a moment, read from their own ledgers only: every record that was created in NetSuite, what Procore's screen shows, and how
/// request details ended. Two runs of the same work must leave the same books, whatever happened on the way.
/// </summary>
public sealed class Books
{
    private readonly SimulatedAccounts accounts;
    private readonly int creations;
    private readonly int deletions;
    private readonly int details;
    private readonly HashSet<long> external;

    private Books(SimulatedAccounts accounts)
    {
        this.accounts = accounts;
        creations = accounts.NetSuite.Ledger.Creations.Count;
        deletions = accounts.NetSuite.Ledger.Deletions.Count;
        details = accounts.Procore.RequestDetails.Count;
        external = [.. accounts.Procore.ExternalData.Select(entry => entry.Id)];
    }

    /// <summary>Remembers how both stand now.</summary>
    public static Books OpenAt(SimulatedAccounts accounts) => new(accounts);

    /// <summary>One line for each record, in the order of their names. A record that was created twice says so.</summary>
    public IReadOnlyList<string> Read()
    {
        var ledger = accounts.NetSuite.Ledger;
        var times = ledger.CreationsByExternalId;
        var bills = ledger.VendorBills.ToDictionary(bill => bill.Id);
        var items = ledger.Items.ToDictionary(item => item.Id);
        var names = ledger.Vendors.Concat(ledger.Jobs).Concat(items.Values).ToDictionary(record => record.Id, record => record.Name);
        var made = ledger.Creations.Skip(creations).Select(creation =>
            $"NetSuite {creation.Type} {(bills.TryGetValue(creation.Id, out var bill) ? Text(bill, items) : names.GetValueOrDefault(creation.Id, "?"))}"
            + (times.GetValueOrDefault(creation.ExternalId ?? "") == 1 ? "" : $" CREATED {times.GetValueOrDefault(creation.ExternalId ?? "")} TIMES"));
        var gone = ledger.Deletions.Skip(deletions).Select(deletion => $"NetSuite {deletion.Type} {deletion.Name} DELETED");
        var screen = accounts.Procore.Screen().ToDictionary(row => row.Id);
        var closed = accounts.Procore.RequestDetails.Skip(details).Select(detail =>
            $"Procore {detail.ItemType} {screen.GetValueOrDefault(detail.ItemId ?? 0)?.Name} is {screen.GetValueOrDefault(detail.ItemId ?? 0)?.Tab}, its request {detail.Status}"
            + $"{string.Concat(detail.Messages.Select(message => $" ({message})"))}");
        var named = accounts.Procore.ExternalData.Where(entry => !external.Contains(entry.Id)).Select(entry =>
            $"Procore {entry.ItemType} is {Named(entry.OriginId, names, bills)}");

        return [.. made.Concat(gone).Concat(closed).Concat(named).Order(StringComparer.Ordinal)];
    }

    private static string Named(string? origin, Dictionary<string, string> names, Dictionary<string, LedgerBill> bills)
    {
        var parts = origin?.Split(':') ?? [];

        return parts is [_, _, var kind, var id, ..] ? names.GetValueOrDefault(id) ?? bills.GetValueOrDefault(id)?.TranId ?? $"a {kind}" : "nothing";
    }

    private static string Text(LedgerBill bill, Dictionary<string, LedgerRecord> items) =>
        $"{bill.TranId} {Amounts.Text(bill.Total)}: "
        + string.Join(", ", bill.Lines.Select(line => $"{items[line.ItemId!].Name} {Amounts.Text(line.Amount)}"));
}
