using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>
/// Compares what NetSuite paid of a bill with what Procore shows of it (connector-behaviour.md 7.5). It looks at both sides as they are, so that a step which is
/// done again finds its own work and does only the rest.
/// </summary>
public sealed class PaymentPlan(string connectionId, long companyId, string currency, Func<string, string> originId)
{
    private const string Type = "vendorPayment";

    /// <summary>Origin id of a payment of a bill.</summary>
    public string OriginOf(NetSuiteId payment, NetSuiteId bill) => originId($"{payment.Value}:{bill.Value}");

    /// <summary>The payment and bill that an origin id of ours names; null for any other.</summary>
    public static (NetSuiteId Payment, NetSuiteId Bill)? ReadOrigin(string? origin, string accountId) =>
        ExternalIds.ReadOrigin(origin, accountId, Type)?.Split(':') is [{ Length: > 0 } payment, { Length: > 0 } bill] ? (new(payment), new(bill)) : null;

    /// <param name="payments">All that NetSuite has for this bill.</param>
    /// <param name="shown">All that Procore shows on the commitment.</param>
    public IReadOnlyList<PaymentAction> Make(ContractPlace place, PaidInvoice bill, IReadOnlyList<BillPayment> payments, IReadOnlyList<ContractPayment> shown)
    {
        // A payment that Procore hid before may come to a commitment only now.
        var rows = bill.Rows.ToDictionary(row => row.PaymentId, row => row with { ProjectId = place.ProjectId, ContractId = place.ContractId });
        var byOrigin = shown.Where(payment => payment.OriginId is not null).ToLookup(payment => payment.OriginId!, StringComparer.OrdinalIgnoreCase);
        var byPay = shown.Where(payment => payment.ExternalPaymentId is not null && payment.OriginId is null && payment.RequisitionId == bill.Invoice?.Id).ToList();
        var suffix = $":{bill.Bill.Value}";
        var here = originId("");
        List<PaymentAction> actions = [];
        foreach (var payment in payments)
        {
            var row = rows.GetValueOrDefault(payment.PaymentId);
            var found = byOrigin[OriginOf(payment.PaymentId, bill.Bill)].FirstOrDefault() ?? Held(row, shown);
            if (!payment.Pays)
            {
                actions.AddRange(Take(row ?? NewRow(place, bill, payment.PaymentId, found), row, found));
            }
            else if (bill.Invoice is { } invoice)
            {
                actions.Add(Bring(payment, invoice, row ?? NewRow(place, bill, payment.PaymentId, found), row, found, byPay));
            }
        }

        var known = payments.Select(payment => payment.PaymentId).ToHashSet();
        foreach (var row in rows.Values.Where(row => !known.Contains(row.PaymentId)))
        {
            actions.AddRange(Take(row, row, byOrigin[OriginOf(row.PaymentId, bill.Bill)].FirstOrDefault() ?? Held(row, shown)));
        }

        foreach (var found in byOrigin.SelectMany(group => group).Where(payment =>
            payment.OriginId!.StartsWith(here, StringComparison.OrdinalIgnoreCase) && payment.OriginId.EndsWith(suffix, StringComparison.Ordinal)))
        {
            var id = new NetSuiteId(found.OriginId![here.Length..^suffix.Length]);
            if (!known.Contains(id) && !rows.ContainsKey(id))
            {
                actions.AddRange(Take(NewRow(place, bill, id, found), null, found));
            }
        }

        return actions;
    }

    /// <summary>The payments that wait for an invoice that Procore doesn't show: nobody else remembers them.</summary>
    public IReadOnlyList<IssuedPayment> Hold(HiddenBill hidden, IReadOnlyList<BillPayment> payments) =>
    [
        .. payments.Where(payment => payment.Pays).Select(payment => hidden.Rows.FirstOrDefault(row => row.PaymentId == payment.PaymentId) ?? new IssuedPayment
        {
            ConnectionId = connectionId,
            PaymentId = payment.PaymentId,
            BillId = hidden.Bill,
            ProjectId = hidden.Link.ProjectId ?? 0,
            ContractId = 0,
            RequisitionId = hidden.Link.Key.ProcoreId,
        }),
    ];

    /// <summary>What a payment is to be, as it is remembered: method and invoice date can't be read back.</summary>
    public static string HashOf(ContractPaymentWrite write) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(write))));

    private PaymentAction Bring(BillPayment payment, SubcontractorInvoice invoice, IssuedPayment row, IssuedPayment? known, ContractPayment? found, List<ContractPayment> byPay)
    {
        var write = CommitmentPaymentMapper.Map(payment, invoice, OriginOf(payment.PaymentId, payment.BillId)) with { Decimals = Amounts.MinorUnits(currency) };
        if (found is null && IsFromProcore(payment, byPay))
        {
            return new(PaymentStep.Keep, row);
        }

        var step = found is null ? PaymentStep.Create
            : found.ExternalPaymentId is not null ? PaymentStep.Keep
            : IsReset(known, found) ? PaysSame(found, write) ? PaymentStep.Keep : PaymentStep.Tell
            : IsSame(found, write) && IsWritten(known, write) ? PaymentStep.Keep
            : PaymentStep.Change;

        return new(step, row, write, found);
    }

    private static IEnumerable<PaymentAction> Take(IssuedPayment row, IssuedPayment? known, ContractPayment? found)
    {
        if (found is { ExternalPaymentId: null } || known is not null)
        {
            yield return new(found is not { ExternalPaymentId: null } ? PaymentStep.Forget : IsReset(known, found) ? PaymentStep.Leave : PaymentStep.Remove, row, Shown: found);
        }
    }

    /// <summary>Money that Procore Pay moved comes to NetSuite by itself: by an external id of ours, or as the same amount on the same invoice.</summary>
    private bool IsFromProcore(BillPayment payment, List<ContractPayment> byPay)
    {
        if (payment.ExternalId?.StartsWith($"procore-{companyId}-", StringComparison.OrdinalIgnoreCase) == true)
        {
            return true;
        }

        // One payment accounts for one: a second one of the same amount is another payment.
        return byPay.Find(pay => pay.Amount == payment.Amount) is { } same && byPay.Remove(same);
    }

    /// <summary>It was written to its end and has no origin id now: somebody in Procore took it out of our hands (reset_payment, 7.5).</summary>
    private static bool IsReset(IssuedPayment? known, ContractPayment found) => found.OriginId is null && known?.PayloadHash is not null;

    private static bool IsSame(ContractPayment found, ContractPaymentWrite write) =>
        found.OriginId is not null && PaysSame(found, write) && Same(found.InvoiceNumber, write.InvoiceNumber) && Same(found.Notes, write.Notes);

    /// <summary>The same money on the same invoice; texts are whose the payment is.</summary>
    private static bool PaysSame(ContractPayment found, ContractPaymentWrite write) =>
        found.RequisitionId == write.RequisitionId && found.Amount == write.Amount && found.Date == write.Date && Same(found.CheckNumber, write.CheckNumber);

    /// <summary>A change that was begun is done to its end. Without a row the answer to its creation was lost.</summary>
    private static bool IsWritten(IssuedPayment? known, ContractPaymentWrite write) => known?.ProcoreId is null || known.PayloadHash == HashOf(write);

    private static bool Same(string? one, string? other) => string.Equals(one ?? "", other ?? "", StringComparison.Ordinal);

    private static ContractPayment? Held(IssuedPayment? row, IReadOnlyList<ContractPayment> shown) =>
        row?.ProcoreId is { } id ? shown.FirstOrDefault(payment => payment.Id == id && payment.OriginId is null) : null;

    private IssuedPayment NewRow(ContractPlace place, PaidInvoice bill, NetSuiteId payment, ContractPayment? found) => new()
    {
        ConnectionId = connectionId,
        PaymentId = payment,
        BillId = bill.Bill,
        ProjectId = place.ProjectId,
        ContractId = place.ContractId,
        RequisitionId = bill.Invoice?.Id ?? found?.RequisitionId ?? 0,
        ProcoreId = found?.Id,
    };
}
