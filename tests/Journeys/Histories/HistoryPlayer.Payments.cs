using ProcoreNetSuite.Simulators.NetSuite.Ledger;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <content>A payables clerk: payments, credits, vendors.</content>
public sealed partial class HistoryPlayer
{
    private List<LedgerBill> Open => [.. world.Ledger.VendorBills.Where(bill => bill is { ApprovalStatus: "2", IsVoided: false } && bill.Paid < bill.Total)];

    /// <summary>Mostly ours: others don't come to Procore.</summary>
    private LedgerBill? Due(int a, int b) => Pick(b % 4 == 0 || !Open.Any(bill => facts.IsFromProcore(bill.Id)) ? Open : [.. Open.Where(bill => facts.IsFromProcore(bill.Id))], a);

    private void Pay(HistoryStep step)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Act)
        {
            case Act.Pay when Due(a, b) is { } bill:
                Told(Clerk.PayBill(bill.Id, date: Day(b)), bill, bill.Total - bill.Paid);
                break;
            case Act.PayPart when Due(a, b) is { } bill:
                var part = Part(bill, b);
                Told(Clerk.PayBill(bill.Id, part, Day(b)), bill, part);
                break;
            case Act.PaySeveral when Due(a, b) is { } first:
                var several = Open.Where(bill => bill.EntityId == first.EntityId).TakeLast(3).ToList();
                var amounts = several.ToDictionary(bill => bill.Id, bill => (decimal?)Part(bill, b));
                var id = Clerk.PayBills(amounts, Day(b));
                Tell($"payment {id}: {string.Join(", ", several.Select(bill => $"{amounts[bill.Id]} of bill {bill.TranId} ({bill.Id})"))}");
                break;
            case Act.PayWithDiscount when Due(a, b) is { } bill:
                var paid = Part(bill, b);
                var payment = Clerk.PayBills(new Dictionary<string, decimal?> { [bill.Id] = paid }, Day(b), discountByBill: new Dictionary<string, decimal> { [bill.Id] = 1m });
                Tell($"payment {payment}: {paid} of bill {bill.TranId} ({bill.Id}), discount 1");
                break;
            case Act.Credit when Due(a, b) is { } bill:
                Tell($"a credit of {Part(bill, b)} on bill {bill.TranId} ({bill.Id})");
                Clerk.CreditBill(bill.Id, Part(bill, b), "512");
                break;
            case Act.RenameVendor:
                var name = Name("Vendor");
                Tell($"vendor {Vendor(a)} is called {name}");
                Clerk.Edit("vendor", Vendor(a), new { companyName = name });
                break;
            case Act.SwitchVendor when world.Ledger.Vendors.Single(vendor => vendor.Id == Vendor(a)) is { } vendor:
                Tell($"vendor {vendor.Id} is {(vendor.IsInactive ? "active" : "inactive")} now");
                Clerk.SetInactive("vendor", vendor.Id, !vendor.IsInactive);
                break;
            case Act.DeleteVendor:
                Tell($"vendor {Vendor(a)} is deleted");
                Clerk.Delete("vendor", Vendor(a));
                break;
            default:
                if (Pick(world.Ledger.VendorPayments, a) is { } known)
                {
                    Change(step.Act, known, b);
                }

                break;
        }
    }

    private void Change(Act act, LedgerPayment payment, int b)
    {
        var applied = payment.Applications.Count == 0 ? null : payment.Applications[b % payment.Applications.Count];
        switch (act)
        {
            case Act.EditPayment when applied is not null:
                var amount = Math.Round(applied.Amount * (b + 1) / 10m, 2) + 0.01m;
                Tell($"payment {payment.Id} pays {amount} of bill {applied.BillId}, not {applied.Amount}");
                Clerk.Apply("vendorPayment", payment.Id, new Dictionary<string, decimal> { [applied.BillId] = amount });
                break;
            case Act.Unapply when applied is not null:
                Tell($"bill {applied.BillId} is taken off payment {payment.Id}");
                Clerk.Apply("vendorPayment", payment.Id, new Dictionary<string, decimal> { [applied.BillId] = 0m });
                break;
            case Act.RenumberPayment:
                Tell($"payment {payment.Id} is check {1000 + b}");
                Clerk.Edit("vendorPayment", payment.Id, new { tranId = FormattableString.Invariant($"{1000 + b}"), tranDate = days[b % days.Length] });
                break;
            case Act.HoldPayment:
                Tell($"payment {payment.Id} waits for approval");
                Clerk.Edit("vendorPayment", payment.Id, new { approvalStatus = new { id = "1" } });
                break;
            case Act.ReleasePayment:
                Tell($"payment {payment.Id} is approved");
                Clerk.Edit("vendorPayment", payment.Id, new { approvalStatus = new { id = "2" } });
                break;
            case Act.VoidPayment or Act.VoidPaymentByJournal:
                Tell($"payment {payment.Id} is voided{(act is Act.VoidPayment ? "" : " by a journal")}");
                WithVoids(act is Act.VoidPaymentByJournal, () => Clerk.VoidPayment(payment.Id));
                break;
            case Act.DeletePayment:
                Tell($"payment {payment.Id} is deleted");
                Clerk.Delete("vendorPayment", payment.Id);
                break;
        }
    }

    private void Told(string payment, LedgerBill bill, decimal amount) => Tell($"payment {payment}: {amount} of bill {bill.TranId} ({bill.Id})");

    private static DateOnly Day(int b) => new(2026, 6, 1 + b);

    private static decimal Part(LedgerBill bill, int b) => Math.Round((bill.Total - bill.Paid) * (b + 1) / 11m, 2);
}
