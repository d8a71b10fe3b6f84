using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Accounting periods: dates within them, closed and locked ones (specification 7.2, 8.4, 10.13).</summary>
internal static class PeriodRules
{
    private const string OutOfRange = "The transaction date you specified is not within the date range of your accounting period.";

    public static Record? Covering(RecordStore store, DateOnly day) => store.OfType("accountingPeriod").FirstOrDefault(period =>
        period.Flag("isPosting") && !period.Flag("isQuarter") && !period.Flag("isYear") && !period.Flag("isAdjust") && !period.IsInactive
        && period.Day("startDate") <= day && day <= period.Day("endDate"));

    public static void Check(SaveContext save, bool changesLedger)
    {
        var period = save.Record.Reference("postingPeriod") is { } id ? save.Store.Find("accountingPeriod", id) : null;
        var day = save.Record.Day("tranDate")!.Value;
        if (period is null || !period.Flag("isPosting") || period.Day("startDate") > day || day > period.Day("endDate"))
        {
            throw NetSuiteException.User(OutOfRange, "tranDate");
        }

        CheckOpen(period, changesLedger, save.Record.Type);
        if (save.Before?.Reference("postingPeriod") is { } old && old != period.Id && save.Store.Find("accountingPeriod", old) is { } left)
        {
            CheckOpen(left, changesLedger, save.Record.Type);
        }
    }

    /// <summary>A lock of A/P doesn't stop journals.</summary>
    public static void CheckOpen(Record period, bool changesLedger, RecordType type)
    {
        var state = period.Flag("closed") ? "closed" : period.Flag("allLocked") || (period.Flag("apLocked") && type.Name != "journalEntry") ? "locked" : null;
        if (state is not null && (changesLedger || !period.Flag("allowNonGLChanges")))
        {
            throw NetSuiteException.User($"The accounting period {period.Text("periodName")} is {state}. You cannot make this change to a transaction in a {state} period.", "postingPeriod");
        }
    }
}
