using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Routing;

/// <summary>Fetches an ERP Request and turns it into messages for the rooms. What this version doesn't do is answered as such, never lost.</summary>
public sealed partial class RequestRouter(
    Inbox inbox, ISyncSender sender, IJobCostSwitches switches, IRequestStore requests, RequestLooks looks, ICodeDeletions deletions, ErpConnections erp, TimeProvider time,
    ILogger<RequestRouter> log)
{
    /// <summary>Most records in one message: batches keep us inside Procore's rate limit, small ones keep a handler short.</summary>
    private const int ItemsPerMessage = 25;

    /// <summary>How often a request that can't be seen is looked for; Procore may announce it before it can be read.</summary>
    private const int LooksForMissing = 5;

    /// <summary>The answer to requests for company-level codes.</summary>
    private const string NothingToBring =
        "NetSuite has no company-level cost codes or cost types, so there was nothing to bring. Items are made from a project's own codes when it or its invoices are exported.";

    public Task RunAsync(ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellationToken) =>
        inbox.HandleAsync<RequestEvent>(
            QueueNames.ProcoreEvents, received, actions, (message, connection) => RunAsync(message, connection, received, cancellationToken), cancellationToken);

    private async Task RunAsync(RequestEvent message, Connection connection, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope("{Request}", message.RequestId);
        if (await looks.IsAnotherAtItAsync(message, received.MessageId, cancellationToken))
        {
            Log.AnotherEvent(log, message.RequestId);
            return;
        }

        var (_, failure) = await Outcomes.TryAsync(async () =>
        {
            await looks.TellIfLastAsync(connection, message.RequestId, received, () => RouteAsync(connection, message, cancellationToken), cancellationToken);

            return message;
        });
        if (failure is { Status: SyncStatus.Waiting })
        {
            if (time.GetUtcNow() - message.AskedAt > SyncRunner.LongWait)
            {
                ConnectorMetrics.WaitsLong(failure.Problems[0].Code, isUnknown: false);
            }

            await looks.LookAgainAsync(message, failure, received, cancellationToken);
        }
        else if (failure is { Problems: [{ Class: ProblemClass.Setup } setUp, ..] } && !IsMissing(message, setUp))
        {
            // Credentials and permissions are mended, and then the same call is answered: the next delivery may be.
            await looks.KeepAsync(message, received.MessageId, cancellationToken);
            throw new InvalidOperationException($"ERP Request {message.RequestId}: {LogText.Of(setUp)}");
        }
        else if (failure is not null)
        {
            await looks.GiveUpAsync("Refused", message, failure.Problems[0], received, cancellationToken);
        }
        else
        {
            await requests.MarkAsync(connection.Id, message.RequestId, isRouted: true, cancellationToken);
        }
    }

    private static Problem Missing(RequestEvent message) => new("E903", $"ERP Request {message.RequestId} does not exist, or the service account may not see it.");

    private static bool IsMissing(RequestEvent message, Problem problem) => problem == Missing(message);

    private async Task RouteAsync(Connection connection, RequestEvent message, CancellationToken cancellationToken)
    {
        var request = await connection.Procore.FindErpRequestAsync(message.RequestId, cancellationToken);
        if (request is null)
        {
            throw message.Attempt < LooksForMissing
                ? new UnavailableException(new Problem("E902", $"ERP Request {message.RequestId} can't be seen yet."))
                : new RejectedException(Missing(message));
        }

        var work = await ReadAsync(connection, message.RequestId, request, cancellationToken);
        if (await AnswerAtOnceAsync(connection, message, work, cancellationToken))
        {
            return;
        }

        if (ImportOf(work.Kind) is var (import, importQueue))
        {
            await AskForImportAsync(connection, message, work, import, importQueue, projectId: null, cancellationToken);
            return;
        }

        if (work.Kind is ErpWorkKind.ImportDirectCosts)
        {
            await ImportCostsAsync(connection, message, work, cancellationToken);
            return;
        }

        var (queue, command, _) = Destinations.Find(work.Kind) ?? throw new InvalidOperationException($"{work.Name} has no room.");
        var items = await RequestDetails.WithDetailsAsync(connection, work, message.RequestId, message.IsAgain, cancellationToken);
        foreach (var chunk in items.Chunk(ItemsPerMessage))
        {
            var order = new SyncMessage
            {
                ConnectionId = connection.Id,
                Command = command,
                RequestId = message.RequestId,
                RequestedBy = message.UserId,
                AskedAt = message.AskedAt,
                Items = chunk,
            };
            await sender.SendAsync(queue, order, LaterCopies.IdOf(order), cancellationToken);
        }

        Log.Routed(log, work.Name, message.RequestId, queue, items.Count);
    }

    /// <summary>Notes the project's switch, and asks for the import if it is on; an old request that comes late says nothing about now.</summary>
    private async Task ImportCostsAsync(Connection connection, RequestEvent message, ErpWork work, CancellationToken cancellationToken)
    {
        var project = work.Items[0].Id;
        var isLast = await switches.SaveAsync(connection.Id, project, work.TakesJobCosts, message.RequestId, cancellationToken);
        if (work.TakesJobCosts && isLast)
        {
            await AskForImportAsync(connection, message, work, ImportKind.DirectCosts, QueueNames.DirectCosts, project, cancellationToken);
        }
        else
        {
            await RequestDetails.CloseAsync(connection, work.RequestDetailIds, succeeded: true, "ERP Job Cost Transactions Syncing is off for this project.", cancellationToken);
        }
    }

    /// <summary>A request of a shape that nobody expects is told to the person who made it before it goes to the dead-letter queue.</summary>
    private static async Task<ErpWork> ReadAsync(Connection connection, long requestId, ErpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return ErpRequestReader.Read(request);
        }
        catch (JsonException broken)
        {
            var problem = new Problem("E904", $"ERP Request {request.Id} ({request.RequestName}) can't be read: {broken.Message}");
            await RequestDetails.CloseAsync(connection, await RequestDetails.FindAsync(connection, ErpRequestReader.RequestDetailsOf(request), requestId, cancellationToken), succeeded: false, $"{problem}", cancellationToken);

            throw new RejectedException(problem);
        }
    }

    private static (ImportKind Kind, string Queue)? ImportOf(ErpWorkKind kind) => kind switch
    {
        ErpWorkKind.RefreshCompanies => (ImportKind.Vendors, QueueNames.VendorImports),
        ErpWorkKind.RefreshProjects => (ImportKind.Jobs, QueueNames.JobImports),
        ErpWorkKind.ImportPayments => (ImportKind.Payments, QueueNames.BillPayments),
        _ => null,
    };

    /// <summary>The run is named after the request: however many events announce it, it runs once.</summary>
    private async Task AskForImportAsync(
        Connection connection, RequestEvent message, ErpWork work, ImportKind kind, string queue, long? projectId, CancellationToken cancellationToken)
    {
        // The notice about a project has none.
        var details = projectId is null || message.IsAgain ? await RequestDetails.FindAsync(connection, work.RequestDetailIds, message.RequestId, cancellationToken) : work.RequestDetailIds;
        var order = new ImportMessage
        {
            ConnectionId = message.ConnectionId,
            Kind = kind,
            RunId = $"request-{message.RequestId}",
            ProjectId = projectId,
            RequestedBy = message.UserId is { } user ? $"Procore user {user}" : "a request in Procore",
            RequestDetailId = details.Count > 0 ? details[0] : null,
            AskedAt = message.AskedAt,
        };
        await sender.SendAsync(queue, order, order.RunId, cancellationToken);

        Log.Routed(log, work.Name, message.RequestId, queue, 0);
    }

    private async Task AnswerAsync(Connection connection, RequestEvent message, ErpWork work, CancellationToken cancellationToken)
    {
        if (work.Kind is ErpWorkKind.SendMetadata)
        {
            await erp.SendAsync(connection, "a request in Procore", cancellationToken);
            await RequestDetails.CloseAsync(
                connection, await RequestDetails.FindAsync(connection, work.RequestDetailIds, message.RequestId, cancellationToken), succeeded: true, "The connector's metadata was sent.", cancellationToken);
            return;
        }

        var items = await RequestDetails.WithDetailsAsync(connection, work, message.RequestId, isAgain: true, cancellationToken);
        var codes = work.Items.Zip(items, (item, found) => item with { RequestDetailId = found.RequestDetailId }).ToList();
        await DetailClosings.CloseAsync(connection, await deletions.AnswerAsync(connection, codes, cancellationToken), cancellationToken);
    }

    /// <summary>What no room has to work on.</summary>
    private async Task<bool> AnswerAtOnceAsync(Connection connection, RequestEvent message, ErpWork work, CancellationToken cancellationToken)
    {
        switch (work.Kind)
        {
            case ErpWorkKind.NotSupported:
                Log.Unsupported(log, work.Name, message.RequestId);
                await CloseAllAsync(succeeded: false, $"{UnsupportedRequests.ProblemOf(work.Name)}");
                return true;
            case ErpWorkKind.NothingToBring:
                Log.NothingToBring(log, work.Name, message.RequestId);
                await CloseAllAsync(succeeded: true, NothingToBring);
                return true;
            case ErpWorkKind.SendMetadata or ErpWorkKind.DeleteCostCodes or ErpWorkKind.DeleteCostTypes:
                try
                {
                    await AnswerAsync(connection, message, work, cancellationToken);
                }
                catch (RejectedException refusal) when (refusal.Status is not 401)
                {
                    await CloseAllAsync(succeeded: false, $"{refusal.Problem}");
                }

                return true;
            default:
                return false;
        }

        async Task CloseAllAsync(bool succeeded, string text) =>
            await RequestDetails.CloseAsync(connection, await RequestDetails.FindAsync(connection, work.RequestDetailIds, message.RequestId, cancellationToken), succeeded, text, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ERP Request {Name} {RequestId} goes to {Queue}: {Count} records")]
        public static partial void Routed(ILogger logger, string name, long requestId, string queue, int count);

        [LoggerMessage(2, LogLevel.Warning, "ERP Request {Name} {RequestId} is not supported")]
        public static partial void Unsupported(ILogger logger, string name, long requestId);

        [LoggerMessage(4, LogLevel.Information, "ERP Request {RequestId} is being looked at, or was refused, by another event")]
        public static partial void AnotherEvent(ILogger logger, long requestId);

        [LoggerMessage(3, LogLevel.Information, "ERP Request {Name} {RequestId}: NetSuite has nothing of the kind")]
        public static partial void NothingToBring(ILogger logger, string name, long requestId);
    }
}
