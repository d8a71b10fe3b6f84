using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.BillPayments;

public sealed class CommitmentPaymentMapperTests
{
    private static readonly BillPayment Payment = new(new("8812"), new("4711"), "10442", null, new DateOnly(2026, 5, 20), 9_000.00m, " May run ", "Bank", true);

    [Test]
    public void A_payment_takes_the_amount_applied_to_the_bill_and_names_the_invoice()
    {
        var write = CommitmentPaymentMapper.Map(Payment, InvoiceBuilder.Invoice(), "ns:A:vendorPayment:8812:4711");

        Assert.That(write, Is.EqualTo(new ContractPaymentWrite(
            "ns:A:vendorPayment:8812:4711", 58820, 9_000.00m, new DateOnly(2026, 5, 20), "check", "10442", "INV-0007", "May run")));
    }

    [TestCase("10442", "Bank", "check")]
    [TestCase(null, "Bank", "check", Description = "to be printed: it has no number yet")]
    [TestCase("ACH 77", "Bank", "electronic")]
    [TestCase("eft-2026-05", "Bank", "electronic")]
    [TestCase("Wire 3", null, "electronic")]
    [TestCase("10442", "CredCard", "credit_card")]
    [TestCase("Cash box", "Bank", null, Description = "Procore has no word for it")]
    public void The_method_follows_from_account_and_number(string? number, string? account, string? method) =>
        Assert.That(CommitmentPaymentMapper.Map(Payment with { Number = number, AccountType = account }, InvoiceBuilder.Invoice(), "x").Method, Is.EqualTo(method));

    [TestCase(null)]
    [TestCase("  ")]
    public void An_empty_memo_is_no_note(string? memo) =>
        Assert.That(CommitmentPaymentMapper.Map(Payment with { Memo = memo }, InvoiceBuilder.Invoice(), "x").Notes, Is.Null);
}
