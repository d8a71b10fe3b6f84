using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>How a message becomes a dead letter and comes back. The queues give up after three deliveries.</summary>
internal static class DeadLetterProbes
{
    public static IEnumerable<BrokerProbe> All =>
    [
        new("After its last delivery a message is a dead letter", async queue =>
        {
            await queue.SendAsync("a");
            for (var delivery = 1; delivery <= 3; delivery++)
            {
                var message = await queue.ReceiveAsync();
                queue.Say($"{message.DeliveryCount}");
                await queue.Receiver.AbandonMessageAsync(message);
            }

            await queue.SayRestAsync();
            await queue.SayPeekAsync(queue.DeadLetters);
            var dead = await queue.ReceiveDeadLetterAsync();
            queue.Say($"{dead.DeliveryCount} {dead.DeadLetterReason}: {dead.DeadLetterErrorDescription}");
        }, "1", "2", "3", "nothing", "a Active 3", "4 MaxDeliveryCountExceeded: Message could not be consumed after 3 delivery attempts."),

        new("A lost lock is a delivery", async queue =>
        {
            await queue.SendAsync("a");
            for (var delivery = 1; delivery <= 3; delivery++)
            {
                queue.Say($"{(await queue.ReceiveAsync()).DeliveryCount}");
                queue.EndLocks();
            }

            await queue.SayRestAsync();
            await queue.SayPeekAsync(queue.DeadLetters);
        }, "1", "2", "3", "nothing", "a Active 3"),

        new("A dead letter keeps what it had and says why", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.ReceiveAsync();
            await queue.Receiver.DeadLetterMessageAsync(message, "reason", "description");
            var dead = await queue.ReceiveDeadLetterAsync();
            queue.Say($"{dead.Body} {dead.DeliveryCount} {dead.DeadLetterReason} {dead.DeadLetterErrorDescription} {dead.DeadLetterSource ?? "no source"}");
            queue.Say($"{dead.SequenceNumber == message.SequenceNumber} {dead.EnqueuedTime == message.EnqueuedTime} {dead.State}");
            queue.Say(string.Join(", ", dead.ApplicationProperties.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal)));
        },
            "body of a 1 reason description no source",
            "True True Active",
            "DeadLetterErrorDescription description, DeadLetterReason reason"),

        new("A dead letter needs no reason", async queue =>
        {
            await queue.SendAsync("a");
            await queue.Receiver.DeadLetterMessageAsync(await queue.ReceiveAsync(), new Dictionary<string, object> { ["note"] = "x" });
            var dead = await queue.ReceiveDeadLetterAsync();
            queue.Say($"{dead.DeadLetterReason ?? "none"} {dead.DeadLetterErrorDescription ?? "none"} {dead.ApplicationProperties["note"]}");
        }, "none none x"),

        new("A reason and a description have 4,096 characters at most", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.ReceiveAsync();
            await queue.SayAsync(() => queue.Receiver.DeadLetterMessageAsync(message, new string('r', 4097)));
            await queue.SayAsync(() => queue.Receiver.DeadLetterMessageAsync(message, "reason", new string('d', 4097)));
            await queue.SayAsync(() => queue.Receiver.DeadLetterMessageAsync(message, new string('r', 4096), new string('d', 4096)));
        }, "ArgumentOutOfRangeException", "ArgumentOutOfRangeException", "done"),

        new("Dead letters can be given back without end and completed", async queue =>
        {
            await queue.SendAsync("a");
            await queue.Receiver.DeadLetterMessageAsync(await queue.ReceiveAsync(), "reason");
            for (var delivery = 1; delivery <= 4; delivery++)
            {
                await queue.DeadLetters.AbandonMessageAsync(await queue.ReceiveDeadLetterAsync());
            }

            await queue.SayPeekAsync(queue.DeadLetters);
            await queue.SayAsync(async () => await queue.DeadLetters.CompleteMessageAsync(await queue.ReceiveDeadLetterAsync()));
            await queue.SayPeekAsync(queue.DeadLetters);
        }, "a Active 0", "done", "empty"),

        new("A copy leaves behind what belongs to the delivery", async queue =>
        {
            var message = ProbeRun.Message("a");
            message.ApplicationProperties["Diagnostic-Id"] = "00-1-2-00";
            message.ApplicationProperties["mine"] = "kept";
            message.ScheduledEnqueueTime = queue.Now.AddMinutes(1);
            message.TimeToLive = TimeSpan.FromHours(1);
            await queue.Sender.SendMessageAsync(message);
            queue.Advance(TimeSpan.FromMinutes(1));
            var received = await queue.ReceiveAsync();
            queue.Say(string.Join(", ", received.ApplicationProperties.Keys.Order(StringComparer.Ordinal)));
            await queue.Receiver.DeadLetterMessageAsync(received, "reason", "description");

            var copy = new ServiceBusMessage(await queue.ReceiveDeadLetterAsync());
            queue.Say($"{copy.MessageId} {copy.Body} {copy.TimeToLive} {copy.ScheduledEnqueueTime == default} {string.Join(", ", copy.ApplicationProperties.Keys)}");
            queue.Say(string.Join(", ", copy.GetRawAmqpMessage().MessageAnnotations.Keys));
            copy.MessageId = "again";
            await queue.Sender.SendMessageAsync(copy);
            var again = await queue.ReceiveAsync();
            queue.Say($"{again.DeliveryCount} {again.DeadLetterReason ?? "no reason"} {again.SequenceNumber > received.SequenceNumber}");
        }, "Diagnostic-Id, mine", "a body of a 01:00:00 True mine", "", "1 no reason True"),
    ];
}
