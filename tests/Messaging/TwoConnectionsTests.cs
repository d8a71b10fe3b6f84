using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.ServiceBusBroker;

namespace ProcoreNetSuite.Tests.Messaging;

/// <summary>All connections share the queues, and Service Bus drops a second message of one id: what one connection asks never takes away what another one does.</summary>
public sealed class TwoConnectionsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 6, 2, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_same_id_of_two_connections_is_two_messages_and_of_one_connection_one([Values] bool isLater)
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.DirectCosts] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        var sender = new ServiceBusSyncSender(client);

        foreach (var connection in new[] { "east", "west", "east" })
        {
            var message = new ImportMessage { ConnectionId = connection, Kind = ImportKind.DirectCosts, RunId = "scheduled-202606020900", RequestedBy = "the schedule (Daily)", AskedAt = Morning };
            await (isLater
                ? sender.SendLaterAsync(QueueNames.DirectCosts, message, TimeProvider.System.GetUtcNow().AddHours(1), "scheduled-202606020900-1-1", default)
                : sender.SendAsync(QueueNames.DirectCosts, message, "scheduled-202606020900-2", default));
        }

        Assert.That(broker.Count(QueueNames.DirectCosts), Is.EqualTo(2));
    }
}
