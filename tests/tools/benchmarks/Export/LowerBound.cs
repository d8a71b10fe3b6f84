using System.Collections.Concurrent;
using System.Text.Json;
using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>
/// The raw lower bound: it knows all ids beforehand, reads 50 invoices in a call, has every slot busy with a post all the time, and answers Procore in the fewest
/// calls there are. It claims nothing, checks nothing and remembers nothing.
/// </summary>
internal sealed class LowerBound : IContender
{
    private const int InvoicesOfCall = 50;

    public string Name => "raw lower bound";

    public bool LooksUp => false;

    public async Task RunAsync(RawClient client, RawExport export, IReadOnlyList<ExportRequest> requests, CancellationToken cancellationToken)
    {
        var done = new ConcurrentBag<(JsonElement Read, string Bill, long Detail)>();
        var reads = requests.SelectMany(request => request.Invoices).GroupBy(one => one.Invoice.Project).SelectMany(project => project.Chunk(InvoicesOfCall));
        await Task.WhenAll(reads.Select(async chunk =>
        {
            var read = (await client.InvoicesAsync(chunk[0].Invoice.Project.Id, chunk.Select(one => one.Invoice.Id), cancellationToken))
                .ToDictionary(invoice => invoice.GetProperty("id").GetInt64());
            await Task.WhenAll(chunk.Select(async one =>
            {
                var (invoice, detail) = one;
                var items = invoice.Project.Items.Select((id, at) => (id, Name: $"{invoice.Project.Number}-{Site.FlatCode(at + 1)}")).ToDictionary(item => item.Name, item => item.id);
                var bill = await export.PostAsync(invoice, read[invoice.Id], invoice.Vendor.Vendor, name => items[name], cancellationToken);
                done.Add((read[invoice.Id], bill, detail));
            }));
        }));
        await export.AnswerAsync([.. done], cancellationToken);
    }
}
