using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DeadLetters;

/// <summary>Looks at dead letters without touching them.</summary>
public sealed class DeadLetterReader(ServiceBusClient client)
{
    /// <summary>Messages of one queue in one answer.</summary>
    public const int Most = 2000;

    private const int PerPeek = 200;

    internal ServiceBusReceiver Open(string queue) => client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    /// <returns>Oldest first, <see cref="Most"/> at most.</returns>
    internal async Task<IReadOnlyList<DeadLetter>> ListAsync(string queue, CancellationToken cancellationToken)
    {
        await using var receiver = Open(queue);
        var found = new List<DeadLetter>();
        for (var from = 0L; found.Count < Most;)
        {
            // Fewer than asked for may come although there are more: only nothing means the end.
            var page = await QueueCalls.RunAsync(() => receiver.PeekMessagesAsync(Math.Min(PerPeek, Most - found.Count), from, cancellationToken));
            if (page.Count == 0)
            {
                break;
            }

            found.AddRange(page.Select(message => DeadLetter.Read(queue, message)));
            from = page[^1].SequenceNumber + 1;
        }

        return found;
    }
}
