using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DeadLetters;

/// <summary>
/// Sends dead letters again. First the history, then the copy, then the dead letter is completed: whatever fails in between leaves the dead letter, and at worst a
/// second copy, which does no harm (design: "Exactly one effect").
/// </summary>
public sealed partial class DeadLetterReplay(DeadLetterReader reader, ServiceBusClient client, ILinkStore links, TimeProvider time, ILogger<DeadLetterReplay> log)
{
    /// <summary>In one call, which then answers well within the host's time for a request.</summary>
    private const int Most = 500;

    private const int PerReceive = 50;

    /// <summary>Copies appear on their queue one by one, five a second: what broke under a heap of work isn't given the same heap again.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="queue">Null for all queues.</param>
    /// <param name="reason">Null for all reasons.</param>
    /// <param name="number">The sequence number of the only message; null for all.</param>
    public async Task<Answer> ReplayAsync(string? queue, string? reason, long? number, Caller caller, CancellationToken cancellationToken)
    {
        var (sent, left) = (0, 0);
        try
        {
            foreach (var name in queue is null ? QueueNames.All : [queue])
            {
                var wanted = (await reader.ListAsync(name, cancellationToken))
                    .Where(letter => (reason is null || letter.Reason == reason) && (number is null || letter.Number == number))
                    .Select(letter => letter.Number)
                    .ToHashSet();
                left += wanted.Count - await ReplayAsync(name, wanted, sent, caller, () => sent++, cancellationToken);
            }
        }
        catch (QueueUnreachableException failure) when (sent > 0)
        {
            return Answer.Refuse(Answer.Unavailable, $"{failure.Message} {sent} messages were sent again before that; ask again for the rest.");
        }

        return sent == 0 && left == 0
            ? Answer.Refuse(Answer.NotFound, "There is no such dead letter. Look at the list again.")
            : new Answer(Answer.Accepted, new { sent, left, askedBy = caller.Name, note = left > 0 ? "Ask again for those that are left; some may be in another caller's hands for five minutes." : null });
    }

    /// <returns>How many of them were sent.</returns>
    private async Task<int> ReplayAsync(string queue, IReadOnlySet<long> wanted, int sentBefore, Caller caller, Action onSent, CancellationToken cancellationToken)
    {
        var sent = 0;
        List<ServiceBusReceivedMessage> others = [];
        await using var receiver = reader.Open(queue);
        await using var sender = client.CreateSender(queue);

        // One can't be received by its number: those in front of it are held meanwhile, and given back.
        while (sent < wanted.Count && sentBefore + sent < Most && others.Count < DeadLetterReader.Most)
        {
            var received = await QueueCalls.RunAsync(() => receiver.ReceiveMessagesAsync(PerReceive, Patience, cancellationToken));
            if (received.Count == 0)
            {
                break;
            }

            foreach (var message in received)
            {
                if (!wanted.Contains(message.SequenceNumber) || sentBefore + sent >= Most)
                {
                    others.Add(message);
                    continue;
                }

                await SendAgainAsync(queue, message, (sentBefore + sent) * Pace, caller, sender, cancellationToken);
                sent++;
                onSent();
                await SettleAsync(message, () => receiver.CompleteMessageAsync(message, cancellationToken));
            }
        }

        foreach (var message in others)
        {
            await SettleAsync(message, () => receiver.AbandonMessageAsync(message, cancellationToken: cancellationToken));
        }

        return sent;
    }

    private async Task SendAgainAsync(
        string queue, ServiceBusReceivedMessage message, TimeSpan wait, Caller caller, ServiceBusSender sender, CancellationToken cancellationToken)
    {
        var (letter, now) = (DeadLetter.Read(queue, message), time.GetUtcNow());
        var copy = letter.Copy(now, now + wait);
        Log.SentAgain(log, caller.Name, queue, message.MessageId, letter.Reason, copy.MessageId);
        await links.AppendHistoryAsync(
            [.. letter.Keys.Select(key => new HistoryEntry(key, copy.MessageId, "replay-asked", now, caller.Name, Sent: null, $"{letter.About}, out of the dead letters of {queue}: {letter.Reason}"))],
            cancellationToken);
        await QueueCalls.RunAsync(() => sender.SendMessageAsync(copy, cancellationToken));
    }

    /// <summary>One whose lock has run out stands among the dead letters already, or again; sending it once more does no harm.</summary>
    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<Task> settle)
    {
        if (!await LostLock.TrySettleAsync(() => QueueCalls.RunAsync(settle)))
        {
            Log.LockLost(log, message.MessageId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Who} sends a dead letter of {Queue} again: {MessageId} ({Reason}) as {NewMessageId}")]
        public static partial void SentAgain(ILogger logger, string who, string queue, string messageId, string reason, string newMessageId);

        [LoggerMessage(2, LogLevel.Information, "The lock of dead letter {MessageId} ran out before it was settled: it stays where it is")]
        public static partial void LockLost(ILogger logger, string messageId);
    }
}
