using System.Text.Json;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>
/// Asks a room once more for what Procore asked last about a record. The room looks at everything afresh and writes through the same claim as ever, so it does no
/// harm to ask twice; the answer goes to the same request detail, which Procore overwrites (procore-api.md 7.4.2).
/// </summary>
public sealed class RecordRetry(RecordFinder finder, IConnections connections, ILinkStore links, ISyncSender sender, TimeProvider time)
{
    /// <summary>Words of an invoice that the approver let go and has not taken back (procore-api.md 7.8, assumed).</summary>
    private static readonly string[] Accepted = ["exporting", "failed_to_export", "synced"];

    public async Task<Answer> RetryAsync(string connectionId, string entity, string procoreId, string? project, Caller caller, CancellationToken cancellationToken)
    {
        var (link, refusal) = await finder.FindAsync(connectionId, entity, procoreId, project, cancellationToken);
        if (link is null)
        {
            return refusal!;
        }

        if (FindObstacle(link) is { } obstacle)
        {
            return Answer.Refuse(Answer.Conflict, obstacle);
        }

        var connection = connections.GetConnection(connectionId);
        var (order, failure) = await Outcomes.TryAsync(() => FindOrderAsync(connection, link, cancellationToken));
        if (order is null)
        {
            return Answer.Refuse(Answer.Unavailable, $"{failure!.Problems[0]}");
        }

        return order.Obstacle is { } other
            ? Answer.Refuse(Answer.Conflict, other)
            : await QueueAsync(link, order.Queue!, order.Message! with { Operator = caller.Name }, cancellationToken);
    }

    private string? FindObstacle(Link link)
    {
        var name = RecordWords.NameOf(link);

        return RecordWords.StateOf(link, time.GetUtcNow()) switch
        {
            RecordWords.Synced => $"{name} is synced as NetSuite record {link.NetSuiteId}: there is nothing to do again.",
            RecordWords.NotSent => $"{name} was unlinked. Export it in Procore.",
            // Its job is made anew.
            RecordWords.Orphaned when link.Key.Entity is EntityType.Project => null,
            RecordWords.Orphaned => $"{name} was exported as NetSuite record {link.NetSuiteId}, which is no longer there. {ExactlyOnce.UnlinkFirst}",
            RecordWords.Changed => $"{name} was changed in NetSuite after its export. Correct it there, or delete it there and unlink it in Procore.",
            _ when link.LeaseUntil > time.GetUtcNow() => $"{name} is in work until {link.LeaseUntil.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Look again then.",
            _ => null,
        };
    }

    private async Task<Order> FindOrderAsync(Connection connection, Link link, CancellationToken cancellationToken)
    {
        var message = new SyncMessage { ConnectionId = connection.Id, Command = SyncCommand.Export, AskedAt = time.GetUtcNow(), Items = [] };
        if (link.Key.Entity is EntityType.WbsCode)
        {
            // An item is made for a project or an invoice; Procore has no request for it.
            return new Order(QueueNames.WbsCodes, message with { Items = [new SyncItem(link.Key.ProcoreId, ProjectId: link.Key.ProjectId)] });
        }

        // Records of different kinds may have one number.
        foreach (var detail in (await connection.Procore.ListRequestDetailsAsync(link.Key.ProcoreId, cancellationToken)).Reverse())
        {
            if (detail.ErpRequestId is { } requestId && await connection.Procore.FindErpRequestAsync(requestId, cancellationToken) is { } request
                && TryRead(request) is { } work && Destinations.Find(work.Kind) is var (queue, command, entity) && entity == link.Key.Entity
                && work.Items.FirstOrDefault(item => item.Id == link.Key.ProcoreId) is { } found)
            {
                var item = Destinations.ItemOf(found, found.RequestDetailId ?? detail.Id) with { ProjectId = found.ProjectId ?? link.ProjectId };
                var order = new Order(queue, message with { Command = command, RequestId = requestId, Items = [item] });

                return command is SyncCommand.Export && entity is EntityType.SubcontractorInvoice ? await CheckAcceptedAsync(connection, link, order, cancellationToken) : order;
            }
        }

        return new Order($"Procore no longer says what was asked about {RecordWords.NameOf(link)}. Export it in Procore.");
    }

    /// <summary>Nothing reaches NetSuite that the approver has sent back meanwhile (connector-behaviour.md 3).</summary>
    private async Task<Order> CheckAcceptedAsync(Connection connection, Link link, Order order, CancellationToken cancellationToken)
    {
        var item = order.Message!.Items[0];
        var job = ExternalIds.ReadOrigin(item.ProjectOriginId, connection.Settings.NetSuite.AccountId, "job");
        var project = item.ProjectId ?? (job is null ? null
            : (await links.FindByNetSuiteIdAsync(connection.Id, EntityType.Project, projectId: null, new NetSuite.NetSuiteId(job), cancellationToken))?.Key.ProcoreId);
        if (project is null)
        {
            return new Order($"The project of {RecordWords.NameOf(link)} isn't synced with NetSuite. Export the project first, then export the invoice again.");
        }

        var invoices = await connection.Procore.ListSubcontractorInvoicesAsync(project.Value, [item.ProcoreId], cancellationToken);

        return invoices.Any(invoice => invoice.Id == item.ProcoreId && Accepted.Contains(invoice.ErpStatus, StringComparer.OrdinalIgnoreCase))
            ? order
            : new Order($"{RecordWords.NameOf(link)} was rejected, taken back or deleted in Procore. Have it sent and exported there again.");
    }

    private static ErpWork? TryRead(ErpRequest request)
    {
        try
        {
            return ErpRequestReader.Read(request);
        }
        catch (JsonException)
        {
            // Nothing of an order stands in it: an older request may say more.
            return null;
        }
    }

    private async Task<Answer> QueueAsync(Link link, string queue, SyncMessage message, CancellationToken cancellationToken)
    {
        var id = $"{Guid.NewGuid():N}";

        // First the history: nothing is done that doesn't say who asked for it.
        await links.AppendHistoryAsync([new HistoryEntry(link.Key, id, "retry-asked", time.GetUtcNow(), message.Operator, Sent: null, $"{message.Command}, once more")], cancellationToken);
        await sender.SendAsync(queue, message, id, cancellationToken);

        return new Answer(Answer.Accepted, new { record = RecordWords.AddressOf(link.Key), name = RecordWords.NameOf(link), command = $"{message.Command}", askedBy = message.Operator });
    }

    /// <summary>A message for a room, or why there is none.</summary>
    private sealed record Order(string? Queue, SyncMessage? Message, string? Obstacle = null)
    {
        public Order(string obstacle)
            : this(null, null, obstacle)
        {
        }
    }
}
