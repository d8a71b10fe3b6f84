using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Takes the client's tokens, all alike, or refuses them all.</summary>
internal sealed class ClaimsNode(Engine engine) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext requestContext) => engine.Post(() => requestContext.Complete(Answer()));

    private Message Answer()
    {
        var answer = new ApplicationProperties();
        answer["status-code"] = engine.Refuses ? 401 : 202;
        answer["status-description"] = engine.Refuses ? "Unauthorized access. The token has no claim for this." : "Accepted";
        return new Message { Properties = new Properties(), ApplicationProperties = answer };
    }
}
