using System.Text.Json;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <content>What the operator does over HTTP.</content>
public sealed partial class Stage
{
    /// <summary>Has the connector try an invoice once more.</summary>
    public async Task RetryAsync(ProcoreRecord invoice, CancellationToken cancellationToken)
    {
        await calls.AskAsync(HttpMethod.Post, ConnectorCalls.RetryOf(invoice.Id), cancellationToken);
        await SettleAsync("Trying again", 1, () => TabOf(Invoice, invoice) == "Synced" ? 1 : 0, cancellationToken);
        Show(Invoice, invoice);
    }

    /// <summary>The approver accepts an invoice while Procore doesn't show the connector what was asked; then it does again.</summary>
    public async Task AcceptUnseenAsync(ProcoreRecord invoice, CancellationToken cancellationToken)
    {
        var hidden = accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 403, Path = "*/erp_requests/*", Body = "{}" });
        accounts.Ann.AcceptAndExport(Invoice, [invoice.Id]);
        await pace.UntilAsync(() => Task.FromResult(host.Queues.Any(queue => host.CountDeadLetters(queue) > 0)), cancellationToken);
        accounts.Procore.Faults.Remove(hidden.Id);
        Show(Invoice, invoice);
    }

    /// <summary>The groups of dead letters as the connector lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListDeadLettersAsync(CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(HttpMethod.Get, ConnectorCalls.DeadLetters, cancellationToken)).GetProperty("groups").EnumerateArray()];

    /// <summary>Has a message that was given up sent again; it is about this invoice.</summary>
    public async Task ReplayAsync(string address, ProcoreRecord invoice, CancellationToken cancellationToken)
    {
        await calls.AskAsync(HttpMethod.Post, address, cancellationToken);
        await SettleAsync("Exporting", 1, () => TabOf(Invoice, invoice) == "Exporting" ? 0 : 1, cancellationToken);
        Show(Invoice, invoice);
    }
}
