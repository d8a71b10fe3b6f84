using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>What may be sent, what arrives, what is dropped.</summary>
internal static class SendingProbes
{
    private static readonly byte[] hundredKilobytes = new byte[100 * 1024];

    public static IEnumerable<BrokerProbe> All =>
    [
        new("Ids and lifetimes are checked when they are set", async queue =>
        {
            var message = new ServiceBusMessage("x");
            await queue.SayAsync(() => Set(() => message.MessageId = ""));
            await queue.SayAsync(() => Set(() => message.MessageId = new('m', 129)));
            await queue.SayAsync(() => Set(() => message.SessionId = new('s', 129)));
            await queue.SayAsync(() => Set(() => message.TimeToLive = TimeSpan.Zero));
            await queue.SayAsync(() => Set(() => message.TimeToLive = TimeSpan.FromSeconds(-1)));
            message.MessageId = new('m', 128);
            await queue.Sender.SendMessageAsync(message);
            queue.Say($"{(await queue.ReceiveAsync()).MessageId.Length}");
        }, "ArgumentException", "ArgumentOutOfRangeException", "ArgumentOutOfRangeException", "ArgumentOutOfRangeException", "ArgumentOutOfRangeException", "128"),

        new("What is set arrives", async queue =>
        {
            await queue.Sender.SendMessageAsync(new ServiceBusMessage("body")
            {
                MessageId = "id", Subject = "subject", ContentType = "text/plain", CorrelationId = "correlation", SessionId = "session",
                To = "to", ReplyTo = "reply", ReplyToSessionId = "reply session",
                ApplicationProperties =
                {
                    ["int"] = 1, ["long"] = 2L, ["text"] = "three", ["money"] = 4.50m, ["yes"] = true,
                    ["time"] = DateTimeOffset.UnixEpoch, ["span"] = TimeSpan.FromMinutes(1), ["guid"] = Guid.Empty,
                },
            });
            var message = await queue.ReceiveAsync();
            queue.Say($"{message.Body} {message.MessageId} {message.Subject} {message.ContentType} {message.CorrelationId} {message.SessionId}");
            queue.Say($"{message.To} {message.ReplyTo} {message.ReplyToSessionId} {message.State} {message.DeliveryCount}");
            queue.Say(string.Join(", ", message.ApplicationProperties.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value.GetType().Name}")));
            queue.Say($"{message.EnqueuedTime.Offset} {message.EnqueuedTime.Ticks % TimeSpan.TicksPerMillisecond} {message.LockToken != Guid.Empty.ToString()} {message.LockedUntil > message.EnqueuedTime}");
        },
            "body id subject text/plain correlation session",
            "to reply reply session Active 1",
            "guid Guid, int Int32, long Int64, money Decimal, span TimeSpan, text String, time DateTimeOffset, yes Boolean",
            "00:00:00 0 True True"),

        new("Properties of other types are refused", async queue =>
        {
            await queue.SayAsync(() => queue.Sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["list"] = new List<string> { "x" } } }));
            await queue.SayPeekAsync();
        }, "SerializationException", "empty"),

        new("A send may have 256 KB", async queue =>
        {
            await queue.SayAsync(() => queue.Sender.SendMessageAsync(new(new byte[256 * 1024])));
            await queue.SayAsync(() => queue.Sender.ScheduleMessageAsync(new(new byte[256 * 1024]), DateTimeOffset.UnixEpoch));
            await queue.SayAsync(() => queue.Sender.SendMessagesAsync([new(hundredKilobytes), new(hundredKilobytes), new(hundredKilobytes)]));
            await queue.SayAsync(() => queue.Sender.SendMessagesAsync([new(hundredKilobytes) { MessageId = "a" }, new(hundredKilobytes) { MessageId = "b" }]));
            await queue.SayPeekAsync();
        }, "MessageSizeExceeded", "MessageSizeExceeded", "MessageSizeExceeded", "done", "a Active 0, b Active 0"),

        new("Sending no messages does nothing", async queue =>
        {
            await queue.SayAsync(() => queue.Sender.SendMessagesAsync([]));
            await queue.SayPeekAsync();
        }, "done", "empty"),

        new("A queue that isn't there", async queue =>
        {
            await queue.SayAsync(() => queue.Client.CreateSender("nowhere").SendMessageAsync(ProbeRun.Message("x")));
            await queue.SayAsync(() => queue.Client.CreateSender("nowhere").ScheduleMessageAsync(ProbeRun.Message("x"), DateTimeOffset.UnixEpoch));
            await queue.SayAsync(() => queue.Client.CreateReceiver("nowhere").ReceiveMessageAsync(TimeSpan.FromSeconds(1)));
            await queue.SayAsync(() => queue.Client.CreateReceiver("nowhere").PeekMessageAsync());
        }, "MessagingEntityNotFound", "MessagingEntityNotFound", "MessagingEntityNotFound", "MessagingEntityNotFound"),

        new("A second message with an id is dropped while the first is remembered", async queue =>
        {
            await queue.SendAsync("a", "b", "a");
            await queue.SayRestAsync();
            await queue.SendAsync("a");
            await queue.SayRestAsync();
            queue.Advance(TimeSpan.FromMinutes(10));
            await queue.SendAsync("a");
            await queue.SayRestAsync();
        }, "a", "b", "nothing", "nothing", "a", "nothing"),

        new("A scheduled message is remembered from when it was sent", async queue =>
        {
            var later = queue.Now.AddMinutes(1);
            await queue.Sender.ScheduleMessageAsync(ProbeRun.Message("a"), later);
            await queue.SendAsync("a", "b");
            await queue.Sender.ScheduleMessageAsync(ProbeRun.Message("b"), later);
            await queue.SayRestAsync();
            queue.Advance(TimeSpan.FromMinutes(1));
            await queue.SayRestAsync();
        }, "b", "nothing", "a", "nothing"),

        new("Messages come in the order of their numbers, which grow", async queue =>
        {
            await queue.SendAsync("a", "b", "c");
            var first = await queue.ReceiveAsync();
            var second = await queue.ReceiveAsync();
            await queue.Receiver.AbandonMessageAsync(second);
            await queue.Receiver.AbandonMessageAsync(first);
            await queue.SendAsync("d");
            var numbers = (await queue.Receiver.PeekMessagesAsync(10)).Select(message => message.SequenceNumber).ToList();
            queue.Say($"{numbers.SequenceEqual(numbers.Order())} {numbers.Distinct().Count()}");
            await queue.SayRestAsync();
        }, "True 4", "a", "b", "c", "d", "nothing"),
    ];

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
