using System.Diagnostics;
using System.Diagnostics.Metrics;
using static ProcoreNetSuite.Telemetry.TelemetryNames;
using Names = ProcoreNetSuite.Telemetry.TelemetryNames.Metrics;

namespace ProcoreNetSuite.Telemetry;

/// <summary>
/// All that is counted. Whole numbers only, and few values to tell them apart by; connection and entity come from <see cref="Work"/>. Counted where it happens: what a
/// crash makes the app do again counts twice, and what a process counted just before it was killed is lost.
/// </summary>
public static class ConnectorMetrics
{
    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly Histogram<long> ExportDurations = Meter.CreateHistogram<long>(Names.ExportDuration, "ms");
    private static readonly Histogram<long> QueueAges = Meter.CreateHistogram<long>(Names.QueueAge, "ms");
    private static readonly Histogram<long> InFlight = Meter.CreateHistogram<long>(Names.InFlight, "{call}");
    private static readonly Gauge<long> InFlightLimits = Meter.CreateGauge<long>(Names.InFlightLimit, "{call}");
    private static readonly Gauge<long> Allowances = Meter.CreateGauge<long>(Names.Allowance, "%");
    private static readonly Gauge<long> SweepAges = Meter.CreateGauge<long>(Names.SweepAge, "s");
    private static readonly Gauge<long> SweepsGivenUp = Meter.CreateGauge<long>(Names.SweepGivenUp, "{request}");
    private static readonly Gauge<long> ImportsLate = Meter.CreateGauge<long>(Names.ImportLate, "s");
    private static readonly Gauge<long> DaysLeft = Meter.CreateGauge<long>(Names.DaysLeft, "d");
    private static readonly Counter<long> Records = Meter.CreateCounter<long>(Names.Records, "{record}");
    private static readonly Counter<long> Parks = Meter.CreateCounter<long>(Names.Parked, "{record}");
    private static readonly Counter<long> LongWaits = Meter.CreateCounter<long>(Names.LongWaits, "{attempt}");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(Names.Calls, "{call}");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(Names.Refusals, "{call}");
    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>(Names.DeadLetters, "{message}");
    private static readonly Counter<long> Unknowns = Meter.CreateCounter<long>(Names.Unknown, "{write}");
    private static readonly Counter<long> UnknownEnds = Meter.CreateCounter<long>(Names.UnknownEnded, "{write}");
    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(Names.Duplicates, "{record}");
    private static readonly Counter<long> SweepFinds = Meter.CreateCounter<long>(Names.SweepFinds, "{request}");
    private static readonly Counter<long> Imports = Meter.CreateCounter<long>(Names.Imports, "{run}");
    private static readonly Counter<long> BillsChanged = Meter.CreateCounter<long>(Names.BillsChanged, "{bill}");
    private static readonly Counter<long> ImportRecords = Meter.CreateCounter<long>(Names.ImportRecords, "{record}");

    /// <summary>A call is sent to one of <see cref="Systems"/>.</summary>
    public static void Called(string system) => Calls.Add(1, Here((Tags.System, system)));

    /// <summary>A system turned a call away because there were too many.</summary>
    public static void Refused(string system) => Refusals.Add(1, Here((Tags.System, system)));

    /// <summary>A call to NetSuite has its turn.</summary>
    /// <param name="underWay">With this one.</param>
    public static void Entered(int underWay, int limit)
    {
        InFlight.Record(underWay, Shared());
        InFlightLimits.Record(limit, Shared());
    }

    /// <summary>Procore said how much of its allowance is left.</summary>
    /// <param name="window">hour or spike.</param>
    public static void Allowed(long percentLeft, string window) => Allowances.Record(percentLeft, Shared((Tags.Window, window)));

    /// <summary>The work on a record ended, or waits.</summary>
    public static void Ended(string outcome) => Records.Add(1, Here((Tags.Outcome, outcome)));

    /// <summary>A record was exported and Procore knows it.</summary>
    public static void Exported(TimeSpan sinceApproval) => ExportDurations.Record((long)sinceApproval.TotalMilliseconds, Here());

    /// <summary>A record was refused.</summary>
    /// <param name="problemClass">Who ends it.</param>
    public static void Parked(string code, string problemClass) => Parks.Add(1, Here((Tags.Code, code), (Tags.Class, problemClass)));

    /// <summary>A record that was asked for more than an hour ago waits once more.</summary>
    /// <param name="isUnknown">NetSuite may hold it already.</param>
    public static void WaitsLong(string code, bool isUnknown) => LongWaits.Add(1, Here((Tags.Code, code), (Tags.Outcome, isUnknown ? "unknown" : "waiting")));

    /// <summary>A message was delivered.</summary>
    /// <param name="age">How long it lay on its queue.</param>
    public static void Delivered(TimeSpan age) => QueueAges.Record((long)age.TotalMilliseconds, Here());

    /// <summary>The app put a message into a dead-letter queue.</summary>
    public static void DeadLettered(string queue, string reason) => DeadLetters.Add(1, new(Tags.Entity, queue), new(Tags.Reason, reason));

    /// <summary>NetSuite may or may not hold a record now.</summary>
    public static void OutcomeIsUnknown() => Unknowns.Add(1, Here());

    /// <summary>It is known what became of such a record.</summary>
    /// <param name="outcome">adopted, written or parked.</param>
    public static void UnknownEnded(string outcome) => UnknownEnds.Add(1, Here((Tags.Outcome, outcome)));

    /// <summary>Something that was there already was not made a second time.</summary>
    /// <param name="by">What prevented it: answered, linked or adopted.</param>
    public static void DuplicatePrevented(string by, int count = 1) => Duplicates.Add(count, Here((Tags.Reason, by)));

    /// <summary>A sweep queued requests again.</summary>
    public static void Swept(string reason, int count) => SweepFinds.Add(count, Shared((Tags.Reason, reason)));

    /// <summary>How the sweeps stand.</summary>
    /// <param name="age">Since the last one that read all it should.</param>
    public static void SweepStands(TimeSpan age, int givenUp)
    {
        SweepAges.Record((long)age.TotalSeconds, Shared());
        SweepsGivenUp.Record(givenUp, Shared());
    }

    /// <summary>A run of an import ended.</summary>
    /// <param name="records">How many became what.</param>
    public static void Imported(string outcome, params ReadOnlySpan<(string Became, int Count)> records)
    {
        Imports.Add(1, Here((Tags.Outcome, outcome)));
        foreach (var (became, count) in records)
        {
            ImportRecords.Add(count, Here((Tags.Outcome, became)));
        }
    }

    /// <summary>A bill of an invoice is not, or not any more, as it was found before.</summary>
    /// <param name="state">Changed, Orphaned, Twice or Linked.</param>
    public static void BillFound(string state) => BillsChanged.Add(1, Here((Tags.Outcome, state)));

    /// <summary>How late a scheduled import is; zero if it isn't.</summary>
    public static void ImportIsLate(string queue, TimeSpan late) =>
        ImportsLate.Record((long)late.TotalSeconds, new(Tags.Connection, Work.Connection), new(Tags.Entity, queue));

    /// <summary>When a certificate or secret ends.</summary>
    public static void Ends(string credential, int daysLeft) => DaysLeft.Record(daysLeft, Shared((Tags.Credential, credential)));

    private static TagList Here(params ReadOnlySpan<(string Name, string Value)> more) =>
        With(new TagList { { Tags.Connection, Work.Connection }, { Tags.Entity, Work.Entity } }, more);

    /// <summary>For what all entities of a connection share.</summary>
    private static TagList Shared(params ReadOnlySpan<(string Name, string Value)> more) => With(new TagList { { Tags.Connection, Work.Connection } }, more);

    private static TagList With(TagList tags, ReadOnlySpan<(string Name, string Value)> more)
    {
        foreach (var (name, value) in more)
        {
            tags.Add(name, value);
        }

        return tags;
    }
}
