using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Which payment, credit or void journal settles how much of which bill: kept up to date with every save.</summary>
internal sealed class Applications(RecordStore store)
{
    private readonly Dictionary<string, Dictionary<string, decimal>> _byBill = [];
    private readonly Dictionary<string, List<string>> _billsOf = [];

    /// <summary>The bills a transaction settles: what is paid, and what was settled with it by discount.</summary>
    public IEnumerable<(string Bill, decimal Amount, decimal Discount)> Of(Record transaction)
    {
        var voided = transaction.Flag("voided");
        if (transaction.Type.Name == "journalEntry")
        {
            return transaction.Flag("void") && transaction.Reference("createdFrom") is { } id && store.Find("vendorBill", id) is { } bill ? [(id, bill.Number("total") ?? 0, 0m)] : [];
        }

        return transaction.ReadLines("apply").Where(line => line.Flag("apply") && line.Reference("doc") is not null)
            .Select(line => (line.Reference("doc")!, voided ? 0 : line.Number("amount") ?? 0, voided ? 0 : line.Number("disc") ?? 0));
    }

    public decimal PaidOn(string bill, string? exceptPayment = null) =>
        _byBill.TryGetValue(bill, out var payments) ? payments.Where(payment => payment.Key != exceptPayment).Sum(payment => payment.Value) : 0;

    public IReadOnlyList<string> BillsOf(string transaction) => [.. _billsOf.GetValueOrDefault(transaction) ?? []];

    public void Set(Record transaction)
    {
        Remove(transaction);
        foreach (var (bill, amount, discount) in Of(transaction))
        {
            if (!_byBill.TryGetValue(bill, out var payments))
            {
                _byBill[bill] = payments = [];
            }

            payments[transaction.Id] = amount + discount;
            if (!_billsOf.TryGetValue(transaction.Id, out var bills))
            {
                _billsOf[transaction.Id] = bills = [];
            }

            bills.Add(bill);
        }
    }

    public void Remove(Record transaction)
    {
        if (_billsOf.Remove(transaction.Id, out var bills))
        {
            bills.ForEach(bill => _byBill[bill].Remove(transaction.Id));
        }
    }

    public void Clear()
    {
        _byBill.Clear();
        _billsOf.Clear();
    }
}
