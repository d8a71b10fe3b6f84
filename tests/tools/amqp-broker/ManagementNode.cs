using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>What the client asks of a queue beside sending and receiving.</summary>
internal sealed class ManagementNode(MessageQueue queue, Engine engine) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext requestContext) => engine.Post(() => requestContext.Complete(Answer(requestContext.Message)));

    private Message Answer(Message request)
    {
        var body = (Map)request.Body;
        return (string)request.ApplicationProperties["operation"] switch
        {
            "com.microsoft:schedule-message" => Schedule((List)body["messages"]),
            "com.microsoft:cancel-scheduled-message" => Cancel((long[])body["sequence-numbers"]),
            "com.microsoft:peek-message" => Peek((long)body["from-sequence-number"], (int)body["message-count"]),
            "com.microsoft:receive-by-sequence-number" => ReceiveDeferred((long[])body["sequence-numbers"]),
            "com.microsoft:renew-lock" => Renew((Guid[])body["lock-tokens"]),
            "com.microsoft:update-disposition" => Settle((Guid[])body["lock-tokens"], Read(body)),
            var other => Answer(501, $"{other} is not supported.", new Symbol(ErrorCode.NotImplemented)),
        };
    }

    private Message Schedule(List messages)
    {
        var bodies = messages.Cast<Map>().Select(message => (byte[])message["message"]).ToList();
        return bodies.Exists(body => body.Length > LinkDoor.MaxMessageSize)
            ? Answer(403, "The message is larger than is allowed.", new Symbol(ErrorCode.MessageSizeExceeded))
            : Answer(new Map { ["sequence-numbers"] = bodies.Select(body => queue.Add(Wire.Decode(body))).ToArray() });
    }

    private Message Cancel(long[] numbers) => queue.Cancel(numbers)
        ? Answer([])
        : Answer(404, "There is no scheduled message with this sequence number.", Errors.MessageNotFound);

    private Message Peek(long from, int count)
    {
        var messages = new List();
        messages.AddRange(queue.Peek(from, count).Select(message => new Map { ["message"] = Wire.ForPeek(message) }));
        return messages.Count > 0
            ? Answer(new Map { ["messages"] = messages })
            : Answer(204, "There are no messages.", Errors.MessageNotFound);
    }

    private Message ReceiveDeferred(long[] numbers)
    {
        if (queue.TakeDeferred(numbers) is not { } taken)
        {
            return Answer(404, "There is no deferred message with this sequence number.", Errors.MessageNotFound);
        }

        var messages = new List();
        messages.AddRange(taken.Select(message => new Map { ["lock-token"] = message.LockToken, ["message"] = Wire.Encode(Wire.ForReceiver(message)) }));
        return Answer(new Map { ["messages"] = messages });
    }

    private Message Renew(Guid[] lockTokens)
    {
        var ends = lockTokens.Select(queue.Renew).ToList();
        return ends.Contains(null)
            ? Answer(410, Errors.LockLostText, Errors.LockLost)
            : Answer(new Map { ["expirations"] = ends.Select(end => end!.Value.UtcDateTime).ToArray() });
    }

    private Message Settle(Guid[] lockTokens, Settlement settlement) =>
        lockTokens.Select(token => queue.Settle(token, settlement)).ToList().Contains(false)
            ? Answer(410, Errors.LockLostText, Errors.LockLost)
            : Answer([]);

    private static Settlement Read(Map body) => new((string)body["disposition-status"] switch
    {
        "completed" => SettlementKind.Complete,
        "abandoned" => SettlementKind.Abandon,
        "suspended" => SettlementKind.DeadLetter,
        "defered" => SettlementKind.Defer,
        _ => SettlementKind.Release,
    })
    {
        Properties = (body["properties-to-modify"] as Map ?? []).ToDictionary(pair => (string)pair.Key, pair => (object?)pair.Value),
        Reason = body["deadletter-reason"] as string,
        Description = body["deadletter-description"] as string,
    };

    private static Message Answer(Map body) => Answer(200, "OK", null, body);

    private static Message Answer(int status, string text, Symbol? error, Map? body = null)
    {
        var answer = new ApplicationProperties();
        answer["statusCode"] = status;
        answer["statusDescription"] = text;
        if (error is not null)
        {
            answer["errorCondition"] = error;
        }

        return new Message(body ?? []) { Properties = new Properties(), ApplicationProperties = answer };
    }
}
