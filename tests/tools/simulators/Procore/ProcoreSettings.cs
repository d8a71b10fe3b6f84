using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>
/// What a test or a user of the simulator can set, and every value the spec marks as assumed [A]: one place each.
/// A finding in a real sandbox is an edit here.
/// </summary>
public sealed record ProcoreSettings : SimulatorSettings
{
    /// <summary>Requests per company in 60 minutes (spec 3; default 3,600).</summary>
    public int HourlyLimit { get; init; } = 3_600;

    /// <summary>Requests per company in 10 seconds (spec 3; default 25).</summary>
    public int SpikeLimit { get; init; } = 25;

    /// <summary>[D 3] 429 says in <c>Retry-After</c> when to come back. Off by default: it may lack (corrections), and only the limit's own headers tell.</summary>
    public bool RetryAfter { get; init; }

    /// <summary>[D corrections] While Procore is being maintained every call is sent on with this status, 301 to 308, to a page of HTML that answers 503; 0 when it is not.</summary>
    public int MaintenanceStatus { get; init; }

    /// <summary>Answer for a project outside the app's permitted list: 403 or 404 (spec 1.4, 13.2).</summary>
    public int NotPermittedStatus { get; init; } = 403;

    /// <summary>[A 4.1] Page size of v1 lists whose default is not documented.</summary>
    public int DefaultPageSize { get; init; } = 20;

    /// <summary>[A 4.1] Largest page of v1 lists.</summary>
    public int MaximumPageSize { get; init; } = 2_000;

    /// <summary>[D 4.1] Default page of requisitions.</summary>
    public int RequisitionPageSize { get; init; } = 30;

    /// <summary>[D 4.1] Default page of v2 collections; the maximum is 100.</summary>
    public int Version2PageSize { get; init; } = 10;

    /// <summary>[D 5.1] Entries of one sync call; more are refused with 413.</summary>
    public int SyncLimit { get; init; } = 1_000;

    /// <summary>[A 11.16] Longest <c>origin_data</c>.</summary>
    public int OriginDataLength { get; init; } = 4_000;

    /// <summary>[A 1.3] Status of a call without the company header.</summary>
    public int MissingCompanyStatus { get; init; } = 400;

    /// <summary>[D 2.1] Status of a write that names a field the resource does not have; 0 drops such fields silently.</summary>
    public int UnknownFieldStatus { get; init; } = 406;

    /// <summary>[D 8.12] Procore's support has enabled direct costs of type <c>subcontractor_invoice</c>.</summary>
    public bool SubcontractorInvoiceCosts { get; init; }

    /// <summary>[D 8.3] A direct cost takes only vendors of the project's directory.</summary>
    public bool VendorsNeedProjectDirectory { get; init; } = true;

    /// <summary>[D corrections] Whether each requisition of <c>create_requisitions</c> carries its request detail id. As documented it doesn't: clients need the list of details.</summary>
    public bool RequisitionDetailIds { get; init; }

    /// <summary>[A 7.8] Age at which an open request detail turns stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>[I 7.8] Entries of a sync answer come back in another order than sent (spec 5.1).</summary>
    public bool ShuffleSyncAnswers { get; init; } = true;

    /// <summary>Plain http is accepted as a webhook destination on this machine; elsewhere https is required (spec 6.2).</summary>
    public bool AllowHttpOnLoopback { get; init; } = true;

    /// <summary>Delivers webhooks on its own, in real time. Off for tests, which call <c>DeliverDueAsync</c>.</summary>
    public bool DeliverInBackground { get; init; }

    /// <summary>Every event is delivered twice with the same ids (spec 6.5).</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Every action raises two events with different ids (spec 6.5).</summary>
    public bool TwoEventsPerAction { get; init; }

    /// <summary>[D 6.5] Time a destination has to answer.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>[D 6.5] First and longest pause of an endpoint that failed, doubling in between.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>[D 6.5] See <see cref="FirstPause"/>.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>[D 6.5] After this long without a success the queued events are discarded.</summary>
    public TimeSpan DiscardAfter { get; init; } = TimeSpan.FromHours(12);

    /// <summary>[D 6.5] A hook whose events were discarded is deactivated as well, as Procore may do; off by default.</summary>
    public bool DisableFailingHooks { get; init; }

    /// <summary>[D 1.4] Life of an access token.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromSeconds(5_400);
}
