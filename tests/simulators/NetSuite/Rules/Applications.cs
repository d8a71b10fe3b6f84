using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Which payment pays how much of which bill: kept up to date with every save.</summary>
internal sealed class Applications
{
    private readonly Dictionary<string, Dictionary<string, decimal>> _byBill = [];

    public decimal PaidOn(string bill, string? exceptPayment = null) =>
        _byBill.TryGetValue(bill, out var payments) ? payments.Where(payment => payment.Key != exceptPayment).Sum(payment => payment.Value) : 0;

    public IEnumerable<string> BillsOf(string payment) => [.. _byBill.Where(bill => bill.Value.ContainsKey(payment)).Select(bill => bill.Key)];

    public void Set(Record payment)
    {
        Remove(payment);
        foreach (var line in payment.ReadLines("apply").Where(line => line.Flag("apply")))
        {
            var bill = line.Reference("doc")!;
            if (!_byBill.TryGetValue(bill, out var payments))
            {
                _byBill[bill] = payments = [];
            }

            payments[payment.Id] = payment.Flag("voided") ? 0 : line.Number("amount") ?? 0;
        }
    }

    public void Remove(Record payment)
    {
        foreach (var line in payment.ReadLines("apply"))
        {
            if (line.Reference("doc") is { } bill && _byBill.TryGetValue(bill, out var payments))
            {
                payments.Remove(payment.Id);
            }
        }
    }

    public void Clear() => _byBill.Clear();
}
