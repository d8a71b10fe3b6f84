using System.Text.Json;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Procore's REST services, webhooks and ERP Integrations tool, in memory.</summary>
public sealed class ProcoreSimulator : Simulator<ProcoreSettings>, IDisposable
{
    private readonly ProcoreParts _parts;
    private readonly WebhookPump _pump;

    public ProcoreSimulator(TimeProvider time, ProcoreSettings? settings = null)
        : base(settings ?? new ProcoreSettings(), time)
    {
        _parts = new(new ProcoreState(time, () => Settings), Faults.DropsWebhook);
        _pump = new(this, _parts.Outbox);
        Data = new(_parts);
        OnSettingsChanged();
    }

    public override string Name => "procore";

    /// <summary>Fills the simulator from C#.</summary>
    public ProcoreSeed Data { get; }

    /// <summary>Every ERP Request, oldest first.</summary>
    public IReadOnlyList<ErpRequest> ErpRequests => Read(() => _parts.Tool.Requests.ToList());

    /// <summary>Every request detail in order of creation, with how it was closed and how often.</summary>
    public IReadOnlyList<RequestDetail> RequestDetails => Read(() =>
    {
        _parts.Tool.Age();
        return _parts.Tool.Details.Values.ToList();
    });

    /// <summary>What external data holds now.</summary>
    public IReadOnlyList<ExternalDataEntry> ExternalData => Read(() => _parts.Tool.External.OrderBy(entry => entry.Id).ToList());

    /// <summary>Every single write of external data, oldest first.</summary>
    public IReadOnlyList<ExternalDataEntry> ExternalDataWrites => Read(() => _parts.Tool.Writes.ToList());

    /// <summary>Every event on its way to a destination, with its attempts.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => Read(() => _parts.Outbox.Deliveries.ToList());

    /// <summary>When the next webhook can be sent; null when none waits.</summary>
    public DateTimeOffset? NextDeliveryDue => _parts.Outbox.NextDue;

    /// <summary>The pages of ERP Integrations and of the project tools, as one person uses them.</summary>
    /// <exception cref="ProcoreRefusedException">There is no such person.</exception>
    public ProcorePages As(long userId) => Read(() =>
        new ProcorePages(_parts, _parts.State.People.GetValueOrDefault(userId) ?? throw new ProcoreRefusedException($"There is no user {userId}.")));

    /// <summary>Where a record stands on the ERP Integrations page.</summary>
    /// <remarks><c>kind</c>: As in <c>Requisition</c> or <c>requisition</c>.</remarks>
    public ErpScreenRow Status(string kind, long id) => Read(() => ErpScreenRow.Of(_parts.Tool, Find(kind, id)
        ?? throw new ProcoreRefusedException($"There is no {kind} {id}.")));

    /// <summary>The ERP Integrations page: everything that was ever sent or is synced.</summary>
    public IReadOnlyList<ErpScreenRow> Screen() => Read(() => ((string[])[Kinds.Vendor, Kinds.Project, Kinds.Requisition, Kinds.StandardCostCode])
        .SelectMany(kind => _parts.State.Table(kind).All)
        .Where(record => record.ErpStatus is not null || record.OriginId is not null)
        .Select(record => ErpScreenRow.Of(_parts.Tool, record)).ToList());

    /// <summary>A record as it is stored; null when there is none.</summary>
    public ProcoreRecord? FindRecord(string kind, long id) => Read(() => Find(kind, id));

    /// <summary>All records of a kind.</summary>
    public IReadOnlyList<ProcoreRecord> Records(string kind) => Read(() => _parts.State.Table(Kinds.FromName(kind)).All.ToList());

    /// <summary>What the direct costs of each project come to, counted and added up: for checkers of more lines than a ledger can be read with.</summary>
    public IReadOnlyList<DirectCostTotal> DirectCostTotals => Read(() => _parts.State.Table(Kinds.DirectCost).All
        .GroupBy(cost => cost.ProjectId!.Value, cost => _parts.DirectCostLines.Of(cost))
        .Select(lines => new DirectCostTotal(lines.Key, lines.Count(), lines.Sum(one => one.Count), lines.Sum(one => one.Sum(DirectCostLineResource.Total)))).ToList());

    /// <summary>Sends what is due and waits for the answers.</summary>
    /// <returns>How many requests were sent.</returns>
    public Task<int> DeliverDueAsync(CancellationToken cancellationToken) => _parts.Outbox.DeliverDueAsync(cancellationToken);

    /// <summary>Queues the latest event, or the latest about this ERP Request, once more with the same id.</summary>
    public void RepeatEvent(long? erpRequestId = null)
    {
        lock (_parts.State.Gate)
        {
            _parts.Outbox.Repeat(erpRequestId);
        }
    }

    public override object DescribeLedger() => Read<object>(() => ProcoreLedger.Describe(_parts, Screen()));

    public override object Seed(JsonElement seed) => Read(() => new ProcoreSeedReader(Data).Read(seed));

    public override Task<object> ActAsync(string action, JsonElement arguments, CancellationToken cancellationToken) =>
        new ProcoreActions(this).ActAsync(action, arguments, cancellationToken);

    public override void ExpireTokens()
    {
        lock (_parts.State.Gate)
        {
            _parts.State.Tokens.Clear();
        }
    }

    public void Dispose()
    {
        _pump.Dispose();
        _parts.Outbox.Dispose();
    }

    protected internal override Task HandleAsync(HttpContext context, Func<Task> pause) => _parts.Gate.HandleAsync(context, pause);

    protected internal override Task RefuseForLimitAsync(HttpContext context) => _parts.Gate.RefuseForLimitAsync(context);

    protected override void OnEmptied()
    {
        lock (_parts.State.Gate)
        {
            _parts.Clear();
        }
    }

    protected override void OnSettingsChanged() => _pump.Switch(Settings.DeliverInBackground);

    private ProcoreRecord? Find(string kind, long id) => _parts.State.Table(Kinds.FromName(kind)).Find(id);

    private T Read<T>(Func<T> read)
    {
        lock (_parts.State.Gate)
        {
            return read();
        }
    }
}
