namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>How deliveries end.</summary>
internal static class SettlingProbes
{
    public static IEnumerable<BrokerProbe> All =>
    [
        new("A message is settled once", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.ReceiveAsync();
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.AbandonMessageAsync(message));
        }, "done", "MessageLockLost", "MessageLockLost"),

        new("With a lost lock nothing can be done", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.ReceiveAsync();
            queue.EndLocks();
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.AbandonMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.DeferMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.DeadLetterMessageAsync(message, "reason"));
            await queue.SayAsync(() => queue.Receiver.RenewMessageLockAsync(message));
            var again = await queue.ReceiveAsync();
            queue.Say($"{again.DeliveryCount} {again.LockToken != message.LockToken} {again.SequenceNumber == message.SequenceNumber}");
        }, "MessageLockLost", "MessageLockLost", "MessageLockLost", "MessageLockLost", "MessageLockLost", "2 True True"),

        new("Another receiver settles with the lock token", async queue =>
        {
            await queue.SendAsync("a", "b");
            var first = await queue.ReceiveAsync();
            var second = await queue.ReceiveAsync();
            await queue.SayAsync(() => queue.Other.AbandonMessageAsync(second));
            await queue.SayAsync(() => queue.Other.CompleteMessageAsync(first));
            await queue.SayPeekAsync();
        }, "done", "done", "b Active 1"),

        new("A message that was only looked at can't be settled", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.Receiver.PeekMessageAsync();
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(message));
            await queue.SayAsync(() => queue.Receiver.RenewMessageLockAsync(message));
            queue.Say($"{message.LockToken == Guid.Empty.ToString()} {message.LockedUntil == default}");
        }, "InvalidOperationException", "InvalidOperationException", "True True"),

        new("A renewed lock lasts", async queue =>
        {
            await queue.SendAsync("a");
            var message = await queue.ReceiveAsync();
            var until = message.LockedUntil;
            await queue.SayAsync(() => queue.Receiver.RenewMessageLockAsync(message));
            queue.Say($"{message.LockedUntil >= until}");
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(message));
        }, "done", "True", "done"),

        new("Giving back sets properties and counts", async queue =>
        {
            await queue.SendAsync("a");
            await queue.Receiver.AbandonMessageAsync(await queue.ReceiveAsync(), new Dictionary<string, object> { ["why"] = "busy", ["left"] = 2 });
            var again = await queue.ReceiveAsync();
            queue.Say($"{again.DeliveryCount} {again.ApplicationProperties["why"]} {again.ApplicationProperties["left"]}");
        }, "2 busy 2"),

        new("A message put aside stays and isn't delivered", async queue =>
        {
            await queue.SendAsync("a");
            await queue.SayAsync(async () => await queue.Receiver.DeferMessageAsync(await queue.ReceiveAsync()));
            await queue.SayRestAsync();
            await queue.SayPeekAsync();
        }, "done", "nothing", "a Deferred 1"),

        new("Peeking goes on where it ended, and shows what is held as it was", async queue =>
        {
            await queue.SendAsync("a", "b", "c", "d");
            var held = await queue.ReceiveAsync();
            queue.Say(string.Join(", ", (await queue.Receiver.PeekMessagesAsync(3)).Select(message => $"{message.MessageId} {message.State} {message.DeliveryCount}")));
            queue.Say(string.Join(", ", (await queue.Receiver.PeekMessagesAsync(3)).Select(message => message.MessageId)));
            queue.Say($"{(await queue.Receiver.PeekMessagesAsync(3)).Count} {await queue.Receiver.PeekMessageAsync() is null}");
            queue.Say((await queue.Receiver.PeekMessageAsync(held.SequenceNumber)).MessageId);
            queue.Say((await queue.Receiver.PeekMessageAsync()).MessageId);
        }, "a Active 0, b Active 0, c Active 0", "d", "0 True", "a", "b"),

        new("With nothing there nothing is received", async queue =>
        {
            queue.Say($"{await queue.Receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(50)) is null}");
            queue.Say($"{(await queue.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromMilliseconds(50))).Count}");
            await queue.SayAsync(() => queue.Receiver.ReceiveMessagesAsync(0, TimeSpan.FromMilliseconds(50)));
            await queue.SayAsync(() => queue.Receiver.ReceiveMessagesAsync(1, TimeSpan.Zero));
        }, "True", "0", "ArgumentOutOfRangeException", "ArgumentOutOfRangeException"),
    ];
}
