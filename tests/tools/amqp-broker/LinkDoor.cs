using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Lets senders and receivers in to the queues there are.</summary>
internal sealed class LinkDoor(Engine engine) : ILinkProcessor
{
    /// <summary>The most a message may have, as in the Standard tier: 256 KB.</summary>
    public const int MaxMessageSize = 256 * 1024;

    private const int SendCredit = 300;

    /// <summary>The path that a link is about.</summary>
    public static string? PathOf(Attach attach) =>
        Addresses.PathOf(attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address);

    public void Process(AttachContext attachContext) => engine.Post(() => Answer(attachContext));

    private void Answer(AttachContext context)
    {
        var path = PathOf(context.Attach);
        if (path is null || engine.Find(path) is not { } queue)
        {
            context.Complete(new Error(ErrorCode.NotFound) { Description = $"The messaging entity '{path}' could not be found." });
            return;
        }

        context.Attach.MaxMessageSize = MaxMessageSize;
        if (context.Attach.Role)
        {
            context.Complete(new OutgoingLink(context.Link, queue, engine), 0);
        }
        else
        {
            context.Complete(new IncomingLink(queue, engine), SendCredit);
        }
    }
}
