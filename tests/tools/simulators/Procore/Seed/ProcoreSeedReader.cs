using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Reads a seed from the control interface: an empty object gives the default, otherwise lists of records that name each other by number or name.</summary>
internal sealed class ProcoreSeedReader(ProcoreSeed seed)
{
    private readonly Dictionary<string, ProcoreRecord> _projects = [];
    private readonly Dictionary<string, ProcoreRecord> _vendors = [];
    private readonly Dictionary<string, ProcoreRecord> _commitments = [];
    private readonly Dictionary<string, long> _ids = [];

    /// <returns>The ids of what was made, under its number or name.</returns>
    public object Read(JsonElement given)
    {
        var root = JsonNode.Parse(given.GetRawText()) as JsonObject ?? throw new ControlException("A seed is a JSON object.");
        if (root.Count == 0)
        {
            var made = ProcoreDefaultSeed.AddTo(seed);
            return new
            {
                companyId = made.Company.Id,
                clientId = made.App.ClientId,
                clientSecret = made.App.ClientSecret,
                approverId = made.Approver.Id,
                superUserId = made.SuperUser.Id,
                projectId = made.Project.Id,
                vendorId = made.Vendor.Id,
                syncedVendorId = made.SyncedVendor.Id,
                subcontractId = made.Subcontract.Id,
                invoiceId = made.Invoice.Id,
                exportedInvoiceId = made.ExportedInvoice.Id,
            };
        }

        try
        {
            Add(root);
        }
        catch (Exception failure) when (failure is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or JsonException)
        {
            throw new ControlException(failure.Message);
        }

        return _ids;
    }

    private void Add(JsonObject root)
    {
        foreach (var company in List(root, "companies"))
        {
            seed.AddCompany(
                company["id"].Id() ?? 4_400_123, Text(company, "name", "Bay Builders"), Text(company, "currency", "USD"), Text(company, "country", "US"),
                company["connected"].Flag() ?? true);
        }

        foreach (var app in List(root, "apps"))
        {
            seed.AddApp(Text(app, "clientId", "procore-client"), Text(app, "clientSecret", "procore-secret"), app["serviceAccountId"].Id() ?? 880_011);
        }

        foreach (var person in List(root, "people"))
        {
            seed.AddPerson(person.Deserialize<ProcorePerson>(ControlJson.Options)!);
        }

        foreach (var type in List(root, "costTypes"))
        {
            seed.AddCostType(Need(type, "code"), Need(type, "name"), Text(type, "baseType", "other"), type["originId"].Text());
        }

        foreach (var code in List(root, "standardCostCodes"))
        {
            Keep(Need(code, "code"), seed.AddStandardCostCode(Need(code, "code"), Need(code, "name"), code["originId"].Text()));
        }

        foreach (var segment in List(root, "customSegments"))
        {
            seed.AddCustomSegment(Need(segment, "name"), [.. List(segment, "items").Select(item => (Need(item, "code"), Need(item, "name")))]);
        }

        foreach (var project in List(root, "projects"))
        {
            _projects[Need(project, "number")] = Keep(Need(project, "number"), seed.AddProject(
                Need(project, "name"), Need(project, "number"), project["originId"].Text(), project["permitted"].Flag() ?? true, project["id"].Id()));
        }

        foreach (var vendor in List(root, "vendors"))
        {
            _vendors[Need(vendor, "name")] = Keep(Need(vendor, "name"), seed.AddVendor(
                Need(vendor, "name"), vendor["originId"].Text(), vendor["originCode"].Text(), vendor["ein"].Text(), vendor["id"].Id()));
        }

        foreach (var cost in List(root, "directCosts"))
        {
            Keep(Need(cost, "number"), seed.AddDirectCost(
                _projects[Need(cost, "project")], cost["vendor"].Text() is { } vendor ? _vendors[vendor] : null, Need(cost, "number"), [.. List(cost, "lines").Select(Line)]));
        }

        foreach (var contract in List(root, "commitments"))
        {
            AddCommitment(contract);
        }

        foreach (var invoice in List(root, "invoices"))
        {
            Keep(Need(invoice, "number"), seed.AddInvoice(
                _commitments[Need(invoice, "commitment")], Need(invoice, "number"), Lines(invoice, "lines"), Lines(invoice, "changeOrderLines"),
                Text(invoice, "status", "approved"), billingDate: Day(invoice, "billingDate"), originId: invoice["originId"].Text(), id: invoice["id"].Id()));
        }

        foreach (var payment in List(root, "payments"))
        {
            seed.AddPayment(
                _commitments[Need(payment, "commitment")], null, payment["amount"].Decimal() ?? 0, Day(payment, "date") ?? throw new KeyNotFoundException("'date' is missing."),
                payment["originId"].Text(), payment["externalPaymentId"].Text());
        }
    }

    private void AddCommitment(JsonObject contract)
    {
        var project = _projects[Need(contract, "project")];
        var made = seed.AddCommitment(
            project, _vendors[Need(contract, "vendor")], Need(contract, "number"), Text(contract, "title", Need(contract, "number")),
            [.. List(contract, "lines").Select(Line)], contract["purchaseOrder"].Flag() ?? false, contract["retainagePercent"].Decimal() ?? 10,
            contract["unit"].Flag() ?? false, Text(contract, "status", "Approved"), contract["id"].Id());
        _commitments[Need(contract, "number")] = Keep(Need(contract, "number"), made);
        foreach (var order in List(contract, "changeOrders"))
        {
            seed.AddChangeOrder(project, made, Need(order, "number"), Text(order, "title", "Change"), [.. List(order, "lines").Select(Line)]);
        }
    }

    private static SeedLine Line(JsonObject line) => new(
        Need(line, "wbs"), Text(line, "description", "Work"), line["amount"].Decimal() ?? 0, line["quantity"].Decimal(), line["unitCost"].Decimal());

    private static List<InvoiceLine> Lines(JsonObject invoice, string name) =>
        [.. List(invoice, name).Select(line => line.Deserialize<InvoiceLine>(ControlJson.Options)!)];

    private static DateOnly? Day(JsonObject node, string name) =>
        node[name].Text() is { } text ? DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    private ProcoreRecord Keep(string name, ProcoreRecord record)
    {
        _ids[$"{record.Kind}:{name}"] = record.Id;

        return record;
    }

    private static IEnumerable<JsonObject> List(JsonObject node, string name) => (node[name] as JsonArray ?? []).Select(one => one!.AsObject());

    private static string Need(JsonObject node, string name) => node[name].Text() ?? throw new KeyNotFoundException($"'{name}' is missing.");

    private static string Text(JsonObject node, string name, string otherwise) => node[name].Text() ?? otherwise;
}
