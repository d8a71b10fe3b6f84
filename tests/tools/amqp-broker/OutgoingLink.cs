using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>One receiver: what it waits for and how it settles.</summary>
internal sealed class OutgoingLink : LinkEndpoint
{
    private readonly ListenerLink link;
    private readonly MessageQueue queue;
    private readonly Engine engine;
    private int uncounted;
    private bool isClosed;

    public OutgoingLink(ListenerLink link, MessageQueue queue, Engine engine)
    {
        (this.link, this.queue, this.engine) = (link, queue, engine);
        link.AddClosedCallback((_, _) => Close());
        queue.Attach(this);
    }

    /// <summary>How many messages the receiver takes now.</summary>
    public int Credit { get; private set; }

    /// <returns>False if the receiver is gone.</returns>
    public bool TrySend(StoredMessage message)
    {
        try
        {
            Credit--;
            link.SendMessage(Wire.ForReceiver(message));
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            return false;
        }

        if (link.SettleOnSend)
        {
            queue.Settle(message.LockToken!.Value, new(SettlementKind.Complete));
        }

        return true;
    }

    public override void OnFlow(FlowContext flowContext)
    {
        var isDraining = link.IsDraining;
        engine.Note(() => Count(flowContext.Messages, isDraining));
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // When a link goes the library settles what it sent; Service Bus lets the locks run out.
        if (!isClosed && dispositionContext is { Message: Delivery delivery, DeliveryState: { } state })
        {
            engine.Post(() => Settle(delivery, state));
        }
    }

    private void Close()
    {
        isClosed = true;
        engine.Note(() => queue.Detach(this));
    }

    /// <summary>The library counts from zero again after a flow that adds nothing, while the credit is still there.</summary>
    private void Count(int added, bool isDraining)
    {
        Credit = Math.Max(0, Credit + added - uncounted);
        uncounted = added > 0 ? 0 : Credit;
        if (isDraining)
        {
            queue.Deliver();
            Credit = uncounted = 0;
            link.SetCredit(0, drain: false, autoRestore: false);
        }
    }

    private void Settle(Delivery delivery, DeliveryState state)
    {
        var isDone = queue.Settle(delivery.LockToken, Read(state));
        link.DisposeMessage(delivery, isDone ? Answer(state) : Lost(), settled: true);
    }

    private static Rejected Lost() => new() { Error = new Error(Errors.LockLost) { Description = Errors.LockLostText } };

    /// <summary>A rejection with an error would be a refusal of the settlement.</summary>
    private static DeliveryState Answer(DeliveryState state) => state is Rejected ? new Rejected() : state;

    private static Settlement Read(DeliveryState state) => state switch
    {
        Accepted => new(SettlementKind.Complete),
        Modified modified => new(modified.UndeliverableHere ? SettlementKind.Defer : SettlementKind.Abandon)
        {
            Properties = Texts(modified.MessageAnnotations),
        },
        Rejected rejected => new(SettlementKind.DeadLetter) { Properties = Texts(rejected.Error?.Info) },
        _ => new(SettlementKind.Release),
    };

    private static Dictionary<string, object?> Texts(Fields? fields) =>
        (fields ?? []).ToDictionary(pair => pair.Key.ToString()!, pair => (object?)pair.Value);
}
