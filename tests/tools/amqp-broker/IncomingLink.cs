using Amqp.Listener;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>What a sender sends, one by one or in batches.</summary>
internal sealed class IncomingLink(MessageQueue queue, Engine engine) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext) => engine.Post(() =>
    {
        foreach (var message in Wire.Unpack(messageContext.Message))
        {
            queue.Add(message);
        }

        messageContext.Complete();
    });

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }
}
