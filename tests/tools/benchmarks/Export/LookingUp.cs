using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>
/// A client that looks up for each bill what it needs: the invoice, the vendor, whether the bill is there, the items; then posts, reads back, marks and closes.
/// </summary>
/// <param name="ItemsTogether">All items of a bill in one query, not one query for each line.</param>
/// <param name="BillsAtOnce">1: one bill after the other, as a simple script does.</param>
internal sealed record LookingUp(string Name, bool ItemsTogether, int BillsAtOnce) : IContender
{
    public bool LooksUp => true;

    public async Task RunAsync(RawClient client, RawExport export, IReadOnlyList<ExportRequest> requests, CancellationToken cancellationToken)
    {
        var many = new ParallelOptions { MaxDegreeOfParallelism = BillsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(requests.SelectMany(request => request.Invoices), many, async (one, token) => await ExportAsync(client, export, one.Invoice, one.Detail, token));
    }

    private async Task ExportAsync(RawClient client, RawExport export, Invoice invoice, long detail, CancellationToken cancellationToken)
    {
        var read = (await client.InvoicesAsync(invoice.Project.Id, [invoice.Id], cancellationToken)).Single();
        var vendor = await export.FindVendorAsync(invoice, cancellationToken);
        if (await export.IsThereAsync(invoice, vendor, cancellationToken))
        {
            throw new CheckFailedException($"{invoice.Number} is there already.");
        }

        var items = new Dictionary<string, string>();
        foreach (var names in RawExport.ItemNames(invoice, read).Chunk(ItemsTogether ? ExportScene.LinesOfInvoice : 1))
        {
            foreach (var (name, id) in await export.FindItemsAsync(names, cancellationToken))
            {
                items[name] = id;
            }
        }

        var bill = await export.PostAsync(invoice, read, vendor, name => items[name], cancellationToken);
        if (await export.ReadBackAsync(bill, cancellationToken) != invoice.Total)
        {
            throw new CheckFailedException($"{invoice.Number} was not kept as it was sent.");
        }

        await export.AnswerAsync([(read, bill, detail)], cancellationToken);
    }
}
