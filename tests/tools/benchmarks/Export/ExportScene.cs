using System.Globalization;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>
/// The work: invoices of 12 lines on ten projects, 25 subcontractors on each, a request for each 25 of one project. One project more, with a subcontractor
/// of its own, is there to warm a program up.
/// </summary>
internal sealed class ExportScene
{
    public const int Batch = 25, LinesOfInvoice = 12;

    private const int Projects = 10, Vendors = Batch;
    private const decimal Budget = 100_000_000m;

    private readonly SimulatorProcess procore;

    private ExportScene(SimulatorProcess procore, IReadOnlyList<Invoice> invoices, IReadOnlyList<Invoice> warmUp) => (this.procore, Invoices, WarmUp) = (procore, invoices, warmUp);

    /// <summary>In the order of their requests.</summary>
    public IReadOnlyList<Invoice> Invoices { get; }

    public IReadOnlyList<Invoice> WarmUp { get; }

    /// <summary>New accounts and new tables, filled.</summary>
    public static async Task<ExportScene> SetAsync(Machines machines, string tables, int slots, int bills, int warmUp, CancellationToken cancellationToken)
    {
        await machines.ResetAsync(slots, cancellationToken);
        var planned = Enumerable.Range(0, bills).Select(number => Plan(number, number / Batch % Projects, number % Batch, $"INV-{number:00000}")).ToList();
        var warming = Enumerable.Range(0, warmUp).Select(number => Plan(number, Projects, Vendors, $"WARM-{number:00000}")).ToList();
        var seed = Site.ProcoreSeed(Projects + 1, Vendors + 1, LinesOfInvoice);
        seed["commitments"] = Enumerable.Range(0, Projects).SelectMany(project => Enumerable.Range(0, Vendors).Select(vendor => Commitment(project, vendor)))
            .Append(Commitment(Projects, Vendors)).ToList();
        seed["invoices"] = planned.Concat(warming).Select(invoice => new
        {
            number = invoice.Number,
            commitment = CommitmentNumber(invoice.Project, invoice.Vendor),
            lines = invoice.Amounts.Select((work, line) => new { line = line + 1, work }),
        }).ToList();
        var seeded = await machines.Procore.PostAsync("seed", seed, cancellationToken);
        var site = await Site.LinkAsync(machines, seeded, tables, Projects + 1, Vendors + 1, LinesOfInvoice, cancellationToken);
        Invoice Made(Planned plan) => new(
            seeded.GetProperty($"requisition:{plan.Number}").GetInt64(), plan.Number, site.Projects[plan.Project], site.Vendors[plan.Vendor], plan.Amounts);

        return new ExportScene(machines.Procore, [.. planned.Select(Made)], [.. warming.Select(Made)]);
    }

    /// <summary>The project team sends them, the approver accepts them, 25 at a time.</summary>
    public async Task<IReadOnlyList<ExportRequest>> AcceptAsync(IReadOnlyList<Invoice> invoices, CancellationToken cancellationToken)
    {
        var requests = new List<ExportRequest>();
        foreach (var batch in invoices.Chunk(Batch))
        {
            foreach (var invoice in batch)
            {
                await procore.PostAsync("actions/send", new { user = SimulatedAccounts.Approver, kind = "requisition", id = invoice.Id }, cancellationToken);
            }

            var accepted = await procore.PostAsync("actions/accept", new { user = SimulatedAccounts.Approver, kind = "requisition", ids = batch.Select(invoice => invoice.Id) }, cancellationToken);
            var details = accepted[0].GetProperty("request_data").GetProperty("requisitions").EnumerateArray()
                .ToDictionary(one => one.GetProperty("procore_requisition_id").GetInt64(), one => one.GetProperty("request_detail_id").GetInt64());
            requests.Add(new ExportRequest(accepted[0].GetProperty("id").GetInt64(), [.. batch.Select(invoice => (invoice, details[invoice.Id]))]));
        }

        return requests;
    }

    /// <summary>Waits until Procore's page shows none of them as exporting.</summary>
    public async Task ShownAsync(IReadOnlyList<Invoice> invoices, CancellationToken cancellationToken)
    {
        foreach (var invoice in invoices)
        {
            while (true)
            {
                var row = await procore.PostAsync("actions/status", new { user = SimulatedAccounts.Approver, kind = "requisition", id = invoice.Id }, cancellationToken);
                if (row.GetProperty("tab").GetString() != "Exporting")
                {
                    break;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static object Commitment(int project, int vendor) => new
    {
        number = CommitmentNumber(project, vendor),
        project = Site.ProjectNumber(project),
        vendor = Site.VendorName(vendor),
        title = "Concrete",
        retainagePercent = 0,
        lines = Enumerable.Range(1, LinesOfInvoice).Select(code => new { wbs = Site.FlatCode(code), description = $"Work {code}", amount = Budget }),
    };

    private static string CommitmentNumber(int project, int vendor) => $"SC-{project}-{vendor}";

    /// <summary>Amounts with cents, a different one for each line.</summary>
    private static Planned Plan(int number, int project, int vendor, FormattableString name) => new(
        name.ToString(CultureInfo.InvariantCulture), project, vendor, [.. Enumerable.Range(1, LinesOfInvoice).Select(line => 100m + (((number * LinesOfInvoice) + line) / 100m))]);

    private sealed record Planned(string Number, int Project, int Vendor, IReadOnlyList<decimal> Amounts);
}
