using System.Globalization;
using CsCheck;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>What happens in a step of a history. Two small numbers say to which record, and how.</summary>
public enum Act
{
    // A bookkeeper in NetSuite.
    EnterBill,
    EnterJournal,
    CopyBill,
    EditAmount,
    Recode,
    AddLine,
    RemoveLine,
    Renumber,
    Redate,
    ChangeVendor,
    Void,
    VoidByJournal,
    Unapprove,
    Approve,
    DeleteBill,
    EditJournal,
    UnapproveJournal,
    ApproveJournal,
    DeleteJournal,
    EditOurBill,
    DeleteOurBill,
    VoidOurBill,

    // A payables clerk in NetSuite.
    Pay,
    PayPart,
    PaySeveral,
    PayWithDiscount,
    Credit,
    EditPayment,
    RenumberPayment,
    Unapply,
    HoldPayment,
    ReleasePayment,
    VoidPayment,
    VoidPaymentByJournal,
    DeletePayment,
    RenameVendor,
    SwitchVendor,
    DeleteVendor,

    // People in Procore.
    Invoice,
    LinkInvoice,
    Unlink,
    ExportAgain,
    ResetInvoice,
    SwitchProject,
    OwnCost,
    OwnPayment,
    EditCost,
    DeleteCost,
    BillToOwner,
    MergeCompany,
    ExportCompany,
    ResetPayment,
    EditOwnPayment,
    DeleteOwnPayment,

    // Imports.
    SyncJob,
    Night,
    ImportCosts,
    ImportCostsOfProject,
    ImportAllCosts,
    ImportPayments,
    ImportAllPayments,
    AskPayments,
    RefreshVendors,
    AskForCosts,
    AskForPayments,
    Check,

    // Time.
    Minutes,
    Hours,
    Days,

    // Trouble.
    Fault,
    ProcoreDown,
    NetSuiteDown,
}

/// <summary>One step; written and read as its name and its numbers, such as <c>Recode 2 7</c>.</summary>
public sealed record HistoryStep(Act Act, int A, int B)
{
    private static readonly Gen<Act> calm = Gen.Frequency(
        Of(20, Act.EnterBill),
        Of(14, Act.Invoice),
        Of(10, Act.Pay, Act.PayPart, Act.ImportCosts, Act.ImportPayments, Act.Minutes),
        Of(6, Act.EnterJournal, Act.EditAmount, Act.Recode, Act.AddLine, Act.PaySeveral, Act.EditPayment, Act.Check, Act.Hours),
        Of(3, Act.RemoveLine, Act.DeleteBill, Act.Void, Act.VoidByJournal, Act.Unapprove, Act.Approve, Act.DeletePayment, Act.VoidPayment, Act.Unapply, Act.SyncJob,
            Act.AskPayments, Act.DeleteOurBill, Act.VoidOurBill, Act.Unlink, Act.ExportAgain, Act.LinkInvoice, Act.Days),
        Of(2, Act.CopyBill, Act.Renumber, Act.Redate, Act.ChangeVendor, Act.EditJournal, Act.UnapproveJournal, Act.ApproveJournal, Act.DeleteJournal, Act.EditOurBill,
            Act.PayWithDiscount, Act.Credit, Act.RenumberPayment, Act.HoldPayment, Act.ReleasePayment, Act.VoidPaymentByJournal, Act.Night, Act.ImportCostsOfProject,
            Act.SwitchProject, Act.ImportAllCosts, Act.ImportAllPayments),
        Of(1, Act.RenameVendor, Act.SwitchVendor, Act.DeleteVendor, Act.ResetInvoice, Act.OwnCost, Act.OwnPayment, Act.BillToOwner, Act.MergeCompany, Act.ExportCompany,
            Act.ResetPayment, Act.EditOwnPayment, Act.DeleteOwnPayment, Act.RefreshVendors, Act.EditCost, Act.DeleteCost, Act.AskForCosts, Act.AskForPayments));

    private static readonly Gen<Act> rough = Gen.Frequency((9, calm), Of(4, Act.Fault), Of(1, Act.ProcoreDown, Act.NetSuiteDown));

    /// <summary>A history by its number: the same number makes the same history.</summary>
    /// <param name="withTrouble">The process dies, answers are lost, and the other side is down for a while.</param>
    public static IReadOnlyList<HistoryStep> Make(int seed, int length, bool withTrouble)
    {
        var steps = Gen.Select(withTrouble ? rough : calm, Gen.Int[0, 9], Gen.Int[0, 9], (act, a, b) => new HistoryStep(act, a, b)).Array[length];

        return steps.Generate(new PCG(1, (ulong)seed), null, out _);
    }

    /// <summary>Reads steps as a failed test prints them, a line for each.</summary>
    public static IReadOnlyList<HistoryStep> Parse(string text) =>
    [
        .. text.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .Select(words => new HistoryStep(Enum.Parse<Act>(words[0]), Number(words, 1), Number(words, 2))),
    ];

    public override string ToString() => FormattableString.Invariant($"{Act} {A} {B}");

    private static int Number(string[] words, int index) => words.Length > index ? int.Parse(words[index], CultureInfo.InvariantCulture) : 0;

    private static (int, Gen<Act>) Of(int weight, params IReadOnlyList<Act> acts) => (weight * acts.Count, Gen.Int[0, acts.Count - 1].Select(which => acts[which]));
}
