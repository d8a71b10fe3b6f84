using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>What is to be done about one payment.</summary>
public enum PaymentStep
{
    /// <summary>As it should be.</summary>
    Keep,

    Create,
    Change,

    /// <summary>NetSuite doesn't hold it any more, or not for this bill.</summary>
    Remove,

    /// <summary>Gone on both sides.</summary>
    Forget,

    /// <summary>Gone in NetSuite, and Procore's staff took it out of our hands.</summary>
    Leave,

    /// <summary>Procore's staff took it out of our hands, and it shows something else than NetSuite paid: told, and left to them.</summary>
    Tell,
}

/// <param name="Row">What is known of it, with its ids.</param>
/// <param name="Write">What it shall be; null where it goes.</param>
/// <param name="Shown">Procore's payment; null if there is none.</param>
public sealed record PaymentAction(PaymentStep Step, IssuedPayment Row, ContractPaymentWrite? Write = null, ContractPayment? Shown = null);

/// <summary>One bill, and what is known of it here.</summary>
/// <param name="Invoice">The invoice it was made from; null if it is linked to none now: then nothing new is brought.</param>
/// <param name="Rows">Its payments that were brought before.</param>
public sealed record PaidInvoice(NetSuiteId Bill, SubcontractorInvoice? Invoice, IReadOnlyList<IssuedPayment> Rows);

/// <summary>The bills of one commitment.</summary>
/// <param name="Name">The commitment and its project, in words.</param>
public sealed record CommitmentWork(ContractPlace Place, string Name, IReadOnlyList<PaidInvoice> Bills);

/// <summary>What there is to do, and the linked bills whose invoice Procore doesn't show.</summary>
public sealed record FoundWork(IReadOnlyList<CommitmentWork> Works, IReadOnlyList<HiddenBill> Hidden);

/// <param name="Detail">What Procore says about it, if it refused.</param>
public sealed record HiddenBill(NetSuiteId Bill, Link Link, IReadOnlyList<IssuedPayment> Rows, string? Detail);
