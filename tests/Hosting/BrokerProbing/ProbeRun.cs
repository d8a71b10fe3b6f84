using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>One queue of a broker as a client sees it, and a notebook for the answers.</summary>
/// <param name="time">The broker's clock.</param>
/// <param name="endLocks">Lets the locks held on the queue run out.</param>
public sealed class ProbeRun(ServiceBusClient client, string name, VirtualTime time, Action endLocks)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan glance = TimeSpan.FromMilliseconds(50);

    private readonly List<string> answers = [];

    public IReadOnlyList<string> Answers => answers;

    public DateTimeOffset Now => time.GetUtcNow();

    public ServiceBusClient Client { get; } = client;

    public ServiceBusSender Sender { get; } = client.CreateSender(name);

    public ServiceBusReceiver Receiver { get; } = client.CreateReceiver(name);

    /// <summary>A second receiver of the same queue.</summary>
    public ServiceBusReceiver Other { get; } = client.CreateReceiver(name);

    public ServiceBusReceiver DeadLetters { get; } = client.CreateReceiver(name, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    public static ServiceBusMessage Message(string id) => new($"body of {id}") { MessageId = id };

    public void Say(string answer) => answers.Add(answer);

    /// <summary>Notes what came of an attempt: "done", or the kind of failure.</summary>
    public async Task SayAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            Say("done");
        }
        catch (ServiceBusException failure)
        {
            var tail = $" ({failure.Reason}). For troubleshooting information, see https://aka.ms/azsdk/net/servicebus/exceptions/troubleshoot.";
            Say($"{failure.Reason}{(failure.IsTransient ? ", transient" : "")}{(failure.Message.EndsWith(tail, StringComparison.Ordinal) ? "" : $", {failure.Message}")}");
        }
        catch (Exception failure)
        {
            Say(failure.GetType().Name);
        }
    }

    public Task SendAsync(params string[] ids) => Sender.SendMessagesAsync(ids.Select(Message));

    /// <summary>The next message, which has to come.</summary>
    public async Task<ServiceBusReceivedMessage> ReceiveAsync() =>
        await Receiver.ReceiveMessageAsync(patience) ?? throw new TimeoutException("No message came.");

    public async Task<ServiceBusReceivedMessage> ReceiveDeadLetterAsync() =>
        await DeadLetters.ReceiveMessageAsync(patience) ?? throw new TimeoutException("No dead letter came.");

    /// <summary>Notes the messages that are ready and completes them, and that none comes any more. Nobody may hold one.</summary>
    public async Task SayRestAsync()
    {
        while ((await Other.PeekMessagesAsync(100, fromSequenceNumber: 0)).Any(message => message.State == ServiceBusMessageState.Active))
        {
            await SayAndCompleteAsync(await ReceiveAsync());
        }

        if (await Receiver.ReceiveMessageAsync(glance) is { } unexpected)
        {
            await SayAndCompleteAsync(unexpected);
        }

        Say("nothing");
    }

    /// <summary>Notes what lies on the queue: id, state and count.</summary>
    public async Task SayPeekAsync(ServiceBusReceiver? where = null)
    {
        var found = await (where ?? Receiver).PeekMessagesAsync(100, fromSequenceNumber: 0);
        Say(found.Count == 0 ? "empty" : string.Join(", ", found.Select(message => $"{message.MessageId} {message.State} {message.DeliveryCount}")));
    }

    public void Advance(TimeSpan span) => time.Advance(span);

    public void EndLocks() => endLocks();

    private async Task SayAndCompleteAsync(ServiceBusReceivedMessage message)
    {
        Say(message.MessageId);
        await Receiver.CompleteMessageAsync(message);
    }
}
