using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The simulator's inner parts, wired once.</summary>
internal sealed class ProcoreParts
{
    public ProcoreParts(ProcoreState state, Func<string, string, string, bool> drops)
    {
        State = state;
        Wbs = new(state);
        CostCodes = new(state);
        StandardCodes = new(state);
        Types = new(state);
        Projects = new(state);
        Vendors = new(state);
        var codes = new LineCodes(state, Wbs, CostCodes);
        Lines = new(state, codes);
        WorkOrders = new(state, Kinds.WorkOrderContract, Lines);
        PurchaseOrders = new(state, Kinds.PurchaseOrderContract, Lines);
        Periods = new(state);
        Invoices = new(state, Wbs, Lines);
        var view = new RequisitionView(state, Invoices, Wbs);
        Requisitions = new(state, Invoices, view);
        WbsEndpoints = new(state, Wbs, StandardCodes, CostCodes);
        Tool = new(state);
        Payments = new(state, Tool);
        DirectCostLines = new(state, codes);
        DirectCosts = new(state, DirectCostLines);
        Erp = new(state, Tool);
        Payloads = new(state, CostCodes, StandardCodes, Vendors, Invoices, Wbs);
        Outbox = new(state, drops);
        state.Raise = Outbox.Raise;
        Limiter = new(state.Time);

        Projects.Map(Routes);
        Vendors.Map(Routes);
        CostCodes.Map(Routes);
        StandardCodes.Map(Routes);
        Types.Map(Routes);
        WbsEndpoints.Map(Routes);
        WorkOrders.Map(Routes);
        PurchaseOrders.Map(Routes);
        Periods.Map(Routes);
        Requisitions.Map(Routes);
        new RequisitionItemEndpoints(state, Invoices, view).Map(Routes);
        Payments.Map(Routes);
        DirectCosts.Map(Routes);
        Erp.Map(Routes);
        new CompanyResource(state).Map(Routes);
        new StagedRecordEndpoints(state).Map(Routes);
        new HookEndpoints(state, Outbox).Map(Routes);
        Gate = new(state, Routes, new OAuth(state), Limiter, new Maintenance(state));
    }

    public ProcoreState State { get; }

    public RouteTable Routes { get; } = new();

    public Gatekeeper Gate { get; }

    public RateLimiter Limiter { get; }

    public WbsModel Wbs { get; }

    public WbsResource WbsEndpoints { get; }

    public CostCodeResource CostCodes { get; }

    public StandardCostCodeResource StandardCodes { get; }

    public LineItemTypeResource Types { get; }

    public ProjectResource Projects { get; }

    public VendorResource Vendors { get; }

    public LineItemResource Lines { get; }

    public CommitmentResource WorkOrders { get; }

    public CommitmentResource PurchaseOrders { get; }

    public BillingPeriodResource Periods { get; }

    public InvoiceModel Invoices { get; }

    public RequisitionResource Requisitions { get; }

    public ContractPaymentResource Payments { get; }

    public DirectCostLineResource DirectCostLines { get; }

    public DirectCostResource DirectCosts { get; }

    public ErpTool Tool { get; }

    public ErpEndpoints Erp { get; }

    public ErpPayloads Payloads { get; }

    public WebhookOutbox Outbox { get; }

    /// <summary>A change by a person on the record's own page.</summary>
    public void Write(ProcoreRecord record, JsonObject changes, long userId)
    {
        Resource resource = record.Kind switch
        {
            Kinds.Project => Projects,
            Kinds.Vendor => Vendors,
            Kinds.Requisition => Requisitions,
            Kinds.CostCode => CostCodes,
            Kinds.ContractPayment => Payments,
            Kinds.DirectCost => DirectCosts,
            Kinds.DirectCostLine => DirectCostLines,
            Kinds.WorkOrderContract => WorkOrders,
            Kinds.PurchaseOrderContract => PurchaseOrders,
            _ => throw new ProcoreRefusedException($"A {record.Kind} can't be edited here."),
        };
        resource.Write(record, changes.DeepClone().AsObject(), false, userId);
    }

    /// <summary>A record imported from the ERP.</summary>
    public ProcoreRecord Insert(string kind, long companyId, JsonObject attributes, long userId) =>
        (kind == Kinds.Vendor ? (Resource)Vendors : Projects).Insert(new(companyId), attributes, true, userId);

    public void Clear()
    {
        State.Clear();
        Tool.Clear();
        Outbox.Clear();
        Limiter.Clear();
    }
}
