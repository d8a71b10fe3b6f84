using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Fills the simulator with records whose figures fit together. Everything goes to the company added last.</summary>
public sealed class ProcoreSeed
{
    private readonly ProcoreParts _parts;
    private ProcoreCompany? _company;

    internal ProcoreSeed(ProcoreParts parts) => _parts = parts;

    private ProcoreState State => _parts.State;

    /// <summary>The company that was added last: what follows is added to it.</summary>
    public ProcoreCompany Company =>
        _company is not null && State.Companies.ContainsKey(_company.Id) ? _company : throw new InvalidOperationException("Add a company first.");

    /// <summary>A company with its cost code and cost type segments and, unless told otherwise, its ERP connection.</summary>
    public ProcoreCompany AddCompany(
        long id = 4_400_123, string name = "Bay Builders", string currency = "USD", string country = "US", bool connected = true) => Locked(() =>
    {
        _company = new() { Id = id, Name = name, Currency = currency, Country = country };
        State.Companies.Add(id, _company);
        _parts.WbsEndpoints.AddSegment(id, "cost_code", "Cost Code", "tiered");
        _parts.WbsEndpoints.AddSegment(id, "line_item_type", "Cost Type", "flat");
        if (connected)
        {
            _parts.Erp.Connect(_company, "https://integration.example", new() { ["settings"] = new JsonObject() });
        }

        return _company;
    });

    /// <summary>An app installed in the company.</summary>
    public ProcoreApp AddApp(string clientId = "procore-client", string clientSecret = "procore-secret", long serviceAccountId = 880_011) => Locked(() =>
    {
        var app = new ProcoreApp { ClientId = clientId, ClientSecret = clientSecret, ServiceAccountId = serviceAccountId, InstalledIn = { Company.Id } };
        State.Apps.Add(app);

        return app;
    });

    /// <summary>The app that was added last: what it may do is set there.</summary>
    public ProcoreApp App => State.Apps.LastOrDefault() ?? throw new InvalidOperationException("Add an app first.");

    /// <summary>Switches a tool of a project on or off: Commitments, Invoicing or Direct Costs.</summary>
    public void SwitchTool(ProcoreRecord project, string tool, bool on) => Locked(() =>
        !ProjectTools.All.Contains(tool) ? throw new ArgumentException($"There is no tool {tool}.", nameof(tool))
        : on ? State.ToolsOff.Remove((project.Id, tool))
        : State.ToolsOff.Add((project.Id, tool)));

    public ProcorePerson AddPerson(ProcorePerson person) => Locked(() =>
    {
        State.People.Add(person.Id, person);

        return person;
    });

    /// <remarks><c>fullCode</c>: With the parent's prefix, such as <c>05-100</c>; the parent has to be there.</remarks>
    public ProcoreRecord AddStandardCostCode(string fullCode, string name, string? originId = null) => Locked(() =>
    {
        var list = Company.ErpCostCodeListId ?? throw new InvalidOperationException("The company has no ERP cost code list.");
        var table = State.Table(Kinds.StandardCostCode);
        var dash = fullCode.LastIndexOf('-');
        var parent = dash < 0 ? null : table.All.First(code => code.ParentId == list && _parts.StandardCodes.FullCode(code) == fullCode[..dash]);

        return Insert(_parts.StandardCodes, new(Company.Id, null, list), new()
        {
            ["code"] = fullCode[(dash + 1)..],
            ["name"] = name,
            ["parent_id"] = parent?.Id,
            ["origin_id"] = originId,
        });
    });

    public ProcoreRecord AddCostType(string code, string name, string baseType = "other", string? originId = null, long? id = null) =>
        Locked(() => Insert(_parts.Types, new(Company.Id), new()
        {
            ["csv_import_code"] = code,
            ["name"] = name,
            ["base_type"] = baseType,
            ["origin_id"] = originId,
        }, id));

    /// <summary>A custom segment after the others, with its values.</summary>
    public ProcoreRecord AddCustomSegment(string name, params IReadOnlyList<(string Code, string Name)> items) => Locked(() =>
    {
        var segment = _parts.WbsEndpoints.AddSegment(Company.Id, "custom", name, "flat");
        foreach (var item in items)
        {
            State.Add(Kinds.SegmentItem, Company.Id, null, segment.Id, new()
            {
                ["code"] = item.Code,
                ["name"] = item.Name,
                ["parent_id"] = null,
                ["status"] = "active",
            });
        }

        return segment;
    });

    /// <summary>Gives a project what is new among the company's cost codes, every code with every cost type.</summary>
    public void UpdateCostCodes(ProcoreRecord project) => Locked(() =>
    {
        CopyCostCodes(project, Company.ErpCostCodeListId!.Value);

        return project;
    });

    private void CopyCostCodes(ProcoreRecord project, long list)
    {
        _parts.CostCodes.CopyStandardList(project, list);
        foreach (var code in CodesOf(project).ToList())
        {
            Types().ForEach(type => _parts.CostCodes.Assign(code, type));
        }
    }

    /// <summary>A project with a copy of the company's cost codes, every code with every cost type; on the list of every installed app.</summary>
    public ProcoreRecord AddProject(string name, string? number, string? originId = null, bool permitted = true, long? id = null) => Locked(() =>
    {
        var project = Insert(_parts.Projects, new(Company.Id), new()
        {
            ["name"] = name,
            ["project_number"] = number,
            ["origin_id"] = originId,
            ["origin_code"] = originId is null ? null : number,
            ["start_date"] = "2026-02-01",
            ["completion_date"] = "2027-06-30",
            ["total_value"] = 12_500_000.00m,
            ["project_stage_id"] = ProjectStages.CourseOfConstruction,
            ["standard_cost_code_list_id"] = Company.ErpCostCodeListId,
        }, id);
        if (Company.ErpCostCodeListId is { } list)
        {
            CopyCostCodes(project, list);
        }

        foreach (var app in State.Apps.Where(app => permitted && app.InstalledIn.Contains(Company.Id)))
        {
            app.PermittedProjects.Add(project.Id);
        }

        return project;
    });

    public ProcoreRecord AddVendor(string name, string? originId = null, string? originCode = null, string? ein = null, long? id = null) => Locked(() =>
    {
        var attributes = new JsonObject
        {
            ["name"] = name,
            ["address"] = "12 Dock Rd",
            ["city"] = "Oakland",
            ["state_code"] = "CA",
            ["country_code"] = "US",
            ["zip"] = "94607",
            ["business_phone"] = "5105550100",
            ["email_address"] = "ap@vendor.example",
            ["origin_id"] = originId,
            ["origin_code"] = originCode,
        };
        if (ein is not null)
        {
            attributes["business_register_attributes"] = new JsonObject { ["type"] = "ein", ["identifier"] = ein };
        }

        return Insert(_parts.Vendors, new(Company.Id), attributes, id);
    });

    /// <summary>The WBS code of a flat code such as <c>05-100.S</c> or <c>05-100.S.A1</c>, made when it is new.</summary>
    public ProcoreRecord AddWbsCode(ProcoreRecord project, string flatCode, string? description = null) => Locked(() =>
    {
        var known = State.Table(Kinds.WbsCode).OfProject(project.Id).FirstOrDefault(code => _parts.Wbs.FlatCode(code) == flatCode);
        if (known is not null)
        {
            return known;
        }

        var codes = flatCode.Split('.');
        var parts = _parts.Wbs.Segments(project.CompanyId, project).Zip(codes, (segment, code) => (
            segment,
            _parts.Wbs.Items(segment, project).FirstOrDefault(item => _parts.Wbs.PathCode(item) == code)
                ?? throw new InvalidOperationException($"{segment.Text("name")} has no {code}.")));

        return _parts.Wbs.Upsert(project, [.. parts], description);
    });

    /// <remarks><c>unit</c>: Unit accounting instead of amounts.</remarks>
    public ProcoreRecord AddCommitment(
        ProcoreRecord project, ProcoreRecord vendor, string number, string title, IReadOnlyList<SeedLine> lines, bool purchaseOrder = false,
        decimal retainagePercent = 10, bool unit = false, string status = "Approved", long? id = null) => Locked(() =>
    {
        var contract = Insert(purchaseOrder ? _parts.PurchaseOrders : _parts.WorkOrders, new(Company.Id, project.Id), new()
        {
            ["number"] = number,
            ["title"] = title,
            ["status"] = status,
            ["executed"] = true,
            ["accounting_method"] = unit ? "unit" : "amount",
            ["vendor_id"] = vendor.Id,
            ["retainage_percent"] = Values.Number(retainagePercent),
            ["contract_date"] = "2026-02-01",
        }, id);
        AddLines(project, contract, lines, null);
        AddToDirectory(project, vendor);

        return contract;
    });

    /// <summary>A payment on a commitment's page; with an external payment id, one made through Procore Pay.</summary>
    public ProcoreRecord AddPayment(ProcoreRecord commitment, ProcoreRecord? invoice, decimal amount, DateOnly date, string? originId = null, string? externalPaymentId = null) => Locked(() =>
    {
        var payment = Insert(_parts.Payments, new(commitment.CompanyId, commitment.ProjectId, commitment.Id), new()
        {
            ["requisition_id"] = invoice?.Id,
            ["invoice_number"] = invoice?.Text("invoice_number"),
            ["amount"] = Values.Money(amount),
            ["date"] = Day(date),
            ["origin_id"] = originId,
        });
        (payment.Data["external_payment_id"], payment.Data["status"]) = (externalPaymentId, externalPaymentId is null ? null : "paid");

        return payment;
    });

    /// <summary>A direct cost with lines, as a person enters it.</summary>
    public ProcoreRecord AddDirectCost(ProcoreRecord project, ProcoreRecord? vendor, string number, params IReadOnlyList<SeedLine> lines) => Locked(() =>
    {
        if (vendor is not null)
        {
            AddToDirectory(project, vendor);
        }

        return Insert(_parts.DirectCosts, new(Company.Id, project.Id), new()
        {
            ["direct_cost_type"] = vendor is null ? "expense" : "invoice",
            ["status"] = "approved",
            ["vendor_id"] = vendor?.Id,
            ["invoice_number"] = number,
            ["line_items"] = lines.Select(line => (JsonNode)new JsonObject
            {
                ["wbs_code_id"] = AddWbsCode(project, line.Wbs).Id,
                ["description"] = line.Description,
                ["manual_amount"] = Values.Money(line.Amount),
                ["origin_id"] = line.OriginId,
            }).ToJsonArray(),
        });
    });

    /// <summary>Puts a company vendor into a project's directory, where it can be used (spec 8.3).</summary>
    public ProcoreRecord AddToDirectory(ProcoreRecord project, ProcoreRecord vendor) => Locked(() =>
    {
        VendorResource.AddToDirectory(vendor, project.Id);

        return vendor;
    });

    /// <summary>Puts a project on the list of every installed app, as an administrator does for a new one (spec 8.2).</summary>
    public ProcoreRecord Permit(ProcoreRecord project) => Locked(() =>
    {
        foreach (var app in State.Apps.Where(app => app.InstalledIn.Contains(project.CompanyId)))
        {
            app.PermittedProjects.Add(project.Id);
        }

        return project;
    });

    /// <summary>Takes a project off the list of every app, as an administrator may (spec 1.4).</summary>
    public ProcoreRecord Forbid(ProcoreRecord project) => Locked(() =>
    {
        State.Apps.ForEach(app => app.PermittedProjects.Remove(project.Id));

        return project;
    });

    /// <summary>Updates an installed app: its list of permitted projects is empty until an administrator sets it again (corrections).</summary>
    public void UpdateApp(ProcoreApp app) => Locked(() =>
    {
        app.PermittedProjects.Clear();

        return app;
    });

    /// <summary>An approved change order: its lines appear on the invoices made afterwards, and on an earlier one to which it is added.</summary>
    public ProcoreRecord AddChangeOrder(ProcoreRecord project, ProcoreRecord commitment, string number, string title, params IReadOnlyList<SeedLine> lines) =>
        Locked(() =>
        {
            var order = State.Add(Kinds.ChangeOrder, Company.Id, project.Id, commitment.Id, new()
            {
                ["number"] = number,
                ["title"] = title,
                ["status"] = InvoiceModel.Approved,
                ["origin_id"] = null,
            });
            AddLines(project, commitment, lines, order);

            return order;
        });

    public ProcoreRecord AddBillingPeriod(ProcoreRecord project, DateOnly start, DateOnly end, string status = "open") => Locked(() =>
        Insert(_parts.Periods, new(Company.Id, project.Id), new()
        {
            ["start_date"] = Day(start),
            ["end_date"] = Day(end),
            ["due_date"] = Day(end.AddDays(-5)),
            ["status"] = status,
        }));

    /// <summary>An invoice whose items and G702 summary follow from its lines and from the invoice before it.</summary>
    /// <remarks><c>changeOrderLines</c>: Line 1 is the first line of the first change order.</remarks>
    public ProcoreRecord AddInvoice(
        ProcoreRecord commitment, string number, IReadOnlyList<InvoiceLine> lines, IReadOnlyList<InvoiceLine>? changeOrderLines = null,
        string status = "approved", ProcoreRecord? period = null, DateOnly? billingDate = null, string? originId = null, long? id = null) => Locked(() =>
    {
        var invoice = Insert(_parts.Requisitions, new(commitment.CompanyId, commitment.ProjectId, commitment.Id), new()
        {
            ["invoice_number"] = number,
            ["status"] = status,
            ["period_id"] = period?.Id,
            ["billing_date"] = billingDate is { } day ? Day(day) : period?.Text("end_date") ?? "2026-04-30",
            ["requisition_start"] = period?.Text("start_date") ?? "2026-04-01",
            ["requisition_end"] = period?.Text("end_date") ?? "2026-04-30",
        }, id);
        foreach (var line in lines)
        {
            var kind = line.Detail is null ? Kinds.ContractItem : Kinds.ContractDetailItem;
            var source = _parts.Lines.Of(commitment).ElementAt(line.Line - 1);
            var items = _parts.Invoices.ItemsOf(invoice, kind).Where(item => item.Data["line_item_id"].Id() == source.Id);
            Bill(commitment, invoice, items.ElementAt((line.Detail ?? 1) - 1), line);
        }

        foreach (var line in changeOrderLines ?? [])
        {
            Bill(commitment, invoice, _parts.Invoices.ItemsOf(invoice, Kinds.ChangeOrderItem).ElementAt(line.Line - 1), line);
        }

        _parts.Invoices.Recompute(invoice);
        if (originId is not null)
        {
            State.SetOrigin(invoice, originId);
            invoice.ErpStatus = ErpStatuses.Synced;
        }

        return invoice;
    });

    /// <summary>Makes the payment due of the G702 disagree with the items, as rounding in the real system can.</summary>
    public void MakeSummaryWrong(ProcoreRecord invoice, decimal by = 0.01m) => Locked(() =>
    {
        var summary = invoice.Data["summary"]!.AsObject();
        summary["current_payment_due"] = Values.Money(summary.Amount("current_payment_due") + by);

        return invoice;
    });

    /// <summary>Puts tax on the invoice, as its tax codes would; on top of the payment due, or inside it (spec 8.10: not documented, assumed outside).</summary>
    public void TaxInvoice(ProcoreRecord invoice, decimal tax, bool isInside = false) => Locked(() =>
    {
        var summary = invoice.Data["summary"]!.AsObject();
        summary["tax_applicable_to_this_payment"] = Values.Money(tax);
        summary["current_payment_due"] = Values.Money(summary.Amount("current_payment_due") + (isInside ? tax : 0));
        invoice.Data["_tax"] = new JsonArray(new JsonObject
        {
            ["tax_code_id"] = 3,
            ["tax_code_name"] = "GST",
            ["tax_code_rate"] = "5.0",
            ["applied_amount"] = Values.Money(tax),
        });

        return invoice;
    });

    /// <summary>Takes a contract line out of the items while the G702 goes on adding it up, as an answer can that was cut short.</summary>
    public void LoseLine(ProcoreRecord invoice, int line) => Locked(() =>
    {
        State.Table(Kinds.ContractItem).Remove(_parts.Invoices.ItemsOf(invoice, Kinds.ContractItem).ElementAt(line - 1));

        return invoice;
    });

    /// <summary>Makes room for a change of any field, as if a user had made it.</summary>
    public void Set(ProcoreRecord record, string field, JsonNode? value) => Locked(() =>
    {
        if (field == "origin_id")
        {
            State.SetOrigin(record, value.Text());
        }
        else
        {
            record.Data[field] = value?.DeepClone();
        }

        State.Touch(record);

        return record;
    });

    private void Bill(ProcoreRecord commitment, ProcoreRecord invoice, ProcoreRecord item, InvoiceLine line)
    {
        var percent = line.RetainagePercent ?? commitment.Amount("retainage_percent");
        var stored = line.Stored ?? item.Amount("_stored") - line.MaterialsMoved;
        _parts.Invoices.SetItem(invoice, item, new(
            line.Work, stored, line.Retained ?? Math.Round(line.Work * percent / 100, 2, MidpointRounding.AwayFromZero), line.Released,
            line.MaterialsRetained, line.MaterialsReleased, line.MaterialsMoved, line.MaterialsRetainageMoved));
        item.Data["subcontractor_claimed_amount"] = item.Text("gross_amount");
    }

    private void AddLines(ProcoreRecord project, ProcoreRecord commitment, IReadOnlyList<SeedLine> lines, ProcoreRecord? order)
    {
        foreach (var line in lines)
        {
            var stored = Insert(_parts.Lines, new(Company.Id, project.Id, commitment.Id), new()
            {
                ["wbs_code_id"] = AddWbsCode(project, line.Wbs).Id,
                ["description"] = line.Description,
                ["amount"] = Values.Money(line.Amount),
                ["quantity"] = Values.Number(line.Quantity ?? 1),
                ["unit_cost"] = Values.Money(line.UnitCost ?? line.Amount),
                ["origin_id"] = line.OriginId,
            });
            stored.Data["change_order_id"] = order?.Id;
            foreach (var (description, amount) in line.Details)
            {
                State.Add(Kinds.LineItemDetail, Company.Id, project.Id, commitment.Id, new()
                {
                    ["amount"] = Values.Money(amount),
                    ["description"] = description,
                    ["line_item_id"] = stored.Id,
                    ["position"] = State.Table(Kinds.LineItemDetail).Count + 1,
                    ["billed_to_date"] = "0.00",
                    ["billed_against"] = false,
                });
            }
        }
    }

    private static ProcoreRecord Insert(Resource resource, Scope scope, JsonObject attributes, long? id = null)
    {
        var record = resource.Insert(scope, attributes, false, null, id);
        record.ErpStatus = record.OriginId is null ? null : ErpStatuses.Synced;

        return record;
    }

    private IEnumerable<ProcoreRecord> CodesOf(ProcoreRecord project) => State.Table(Kinds.CostCode).OfProject(project.Id);

    private List<ProcoreRecord> Types() => [.. State.Table(Kinds.LineItemType).All.Where(type => type.CompanyId == Company.Id)];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private T Locked<T>(Func<T> work)
    {
        lock (State.Gate)
        {
            return work();
        }
    }
}
