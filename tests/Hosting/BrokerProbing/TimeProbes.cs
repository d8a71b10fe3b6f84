namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>What happens by the clock.</summary>
internal static class TimeProbes
{
    public static IEnumerable<BrokerProbe> All =>
    [
        new("A scheduled message waits for its time and gets a new number then", async queue =>
        {
            var due = queue.Now.AddMinutes(5).AddTicks(7);
            var number = await queue.Sender.ScheduleMessageAsync(ProbeRun.Message("later"), due);
            await queue.SendAsync("sooner");
            await queue.SayPeekAsync();
            queue.Advance(TimeSpan.FromMinutes(5));
            await queue.SendAsync("after");
            await queue.SayPeekAsync();
            var later = (await queue.Receiver.PeekMessagesAsync(10, 0)).Single(message => message.MessageId == "later");
            queue.Say($"{later.SequenceNumber > number} {due - later.EnqueuedTime} {due - later.ScheduledEnqueueTime}");
        },
            "later Scheduled 0, sooner Active 0",
            "sooner Active 0, later Active 0, after Active 0",
            "True 00:00:00.0000007 00:00:00.0000007"),

        new("A scheduled message can be taken back once", async queue =>
        {
            var due = queue.Now.AddHours(1);
            var number = await queue.Sender.ScheduleMessageAsync(ProbeRun.Message("a"), due);
            await queue.SayAsync(() => queue.Sender.CancelScheduledMessageAsync(number));
            await queue.SayAsync(() => queue.Sender.CancelScheduledMessageAsync(number));
            await queue.SendAsync("a");
            await queue.SayRestAsync();
        }, "done", "MessageNotFound", "nothing"),

        new("A message that appeared can't be taken back", async queue =>
        {
            var number = await queue.Sender.ScheduleMessageAsync(ProbeRun.Message("a"), DateTimeOffset.UnixEpoch);
            await queue.SayAsync(() => queue.Sender.CancelScheduledMessageAsync(number));
            await queue.SayRestAsync();
        }, "MessageNotFound", "a", "nothing"),

        new("A message may be scheduled by its own property", async queue =>
        {
            var message = ProbeRun.Message("a");
            message.ScheduledEnqueueTime = queue.Now.AddMinutes(1);
            await queue.Sender.SendMessageAsync(message);
            await queue.SayPeekAsync();
            queue.Advance(TimeSpan.FromMinutes(1));
            await queue.SayPeekAsync();
        }, "a Scheduled 0", "a Active 0"),

        new("A message that lay too long is a dead letter", async queue =>
        {
            var message = ProbeRun.Message("a");
            message.TimeToLive = TimeSpan.FromMinutes(1);
            await queue.Sender.SendMessageAsync(message);
            queue.Advance(TimeSpan.FromMinutes(1));
            await queue.SayPeekAsync();
            var dead = await queue.ReceiveDeadLetterAsync();
            queue.Say($"{dead.DeadLetterReason}: {dead.DeadLetterErrorDescription} {dead.TimeToLive}");
        }, "empty", "TTLExpiredException: The message expired and was dead lettered. 00:01:00"),

        new("The lifetime starts when a scheduled message appears", async queue =>
        {
            var message = ProbeRun.Message("a");
            message.TimeToLive = TimeSpan.FromMinutes(1);
            await queue.Sender.ScheduleMessageAsync(message, queue.Now.AddMinutes(2));
            queue.Advance(TimeSpan.FromMinutes(2));
            await queue.SayPeekAsync();
            queue.Advance(TimeSpan.FromMinutes(1));
            await queue.SayPeekAsync();
        }, "a Active 0", "empty"),

        new("A held message doesn't expire, and can be completed", async queue =>
        {
            var message = ProbeRun.Message("a");
            message.TimeToLive = TimeSpan.FromMinutes(1);
            await queue.Sender.SendMessageAsync(message);
            var held = await queue.ReceiveAsync();
            queue.Advance(TimeSpan.FromMinutes(1));
            await queue.SayPeekAsync();
            await queue.SayAsync(() => queue.Receiver.CompleteMessageAsync(held));
            await queue.SayPeekAsync(queue.DeadLetters);
        }, "a Active 0", "done", "empty"),

        new("A message lives a week at most, a dead letter for ever", async queue =>
        {
            await queue.SendAsync("a");
            var longer = ProbeRun.Message("b");
            longer.TimeToLive = TimeSpan.FromDays(30);
            await queue.Sender.SendMessageAsync(longer);
            queue.Say($"{(await queue.Receiver.PeekMessageAsync()).TimeToLive}");
            queue.Advance(TimeSpan.FromDays(7));
            await queue.SayPeekAsync();
            queue.Advance(TimeSpan.FromDays(100));
            await queue.SayPeekAsync(queue.DeadLetters);
        }, "7.00:00:00", "empty", "a Active 0, b Active 0"),
    ];
}
