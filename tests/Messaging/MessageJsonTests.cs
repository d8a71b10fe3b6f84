using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Tests.Messaging;

public sealed class MessageJsonTests
{
    private const string Whole =
        """{"version":1,"connectionId":"main","command":"Unlink","requestId":9007199254740993,"requestedBy":55,"askedAt":"2026-03-02T08:00:00+00:00","attempt":2,"items":[{"procoreId":7,"requestDetailId":70,"projectId":3,"projectOriginId":"ns:1:job:4"},{"procoreId":8}]}""";

    private static readonly SyncMessage message = new()
    {
        ConnectionId = "main",
        Command = SyncCommand.Unlink,
        RequestId = 9_007_199_254_740_993,
        RequestedBy = 55,
        AskedAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        Attempt = 2,
        Items = [new(7, 70, 3, "ns:1:job:4"), new(8)],
    };

    [Test]
    public void A_message_is_written_in_the_agreed_form()
    {
        Assert.That(MessageJson.Write(message).ToString(), Is.EqualTo(Whole));
    }

    [Test]
    public void A_message_is_read_as_it_was_written()
    {
        Gen.Select(Gen.String, Gen.Enum<SyncCommand>(), Gen.Long.Nullable(), Gen.DateTimeOffset, Gen.Int, Gen.Select(Gen.Long, Gen.Long.Nullable(), Gen.String.Null()).List[0, 25])
            .Sample((connection, command, request, askedAt, attempt, items) =>
            {
                var written = new SyncMessage
                {
                    ConnectionId = connection,
                    Command = command,
                    RequestId = request,
                    AskedAt = askedAt,
                    Attempt = attempt,
                    Items = [.. items.Select(item => new SyncItem(item.Item1, item.Item2, null, item.Item3))],
                };

                Assert.That(MessageJson.Read<SyncMessage>(MessageJson.Write(written)), Is.EqualTo(written).UsingPropertiesComparer());
            });
    }

    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[{"procoreId":7}]}""", Description = "an older release: no version, no optional property")]
    [TestCase("""{"version":2,"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[{"procoreId":7,"new":{"a":[1]}}],"priority":"high"}""", Description = "a newer release: properties nobody knows yet")]
    [TestCase("""{"ConnectionId":"main","Command":"export","AskedAt":"2026-03-02T09:00:00+01:00","Items":[{"ProcoreId":"7","RequestDetailId":null}]}""", Description = "other spellings")]
    public void Messages_of_other_releases_are_understood(string json)
    {
        var read = MessageJson.Read<SyncMessage>(BinaryData.FromString(json));

        Assert.That(read, Has.Property("ConnectionId").EqualTo("main").And.Property("Command").EqualTo(SyncCommand.Export)
            .And.Property("Attempt").EqualTo(0).And.Property("RequestId").Null.And.Property("AskedAt").EqualTo(message.AskedAt));
        Assert.That(read.Items, Is.EqualTo([new SyncItem(7)]));
    }

    [Test]
    public void An_event_without_its_optional_properties_is_understood()
    {
        var read = MessageJson.Read<RequestEvent>(BinaryData.FromString("""{"connectionId":"main","requestId":1,"askedAt":"2026-03-02T08:00:00Z"}"""));

        Assert.That(read, Is.EqualTo(new RequestEvent { ConnectionId = "main", RequestId = 1, AskedAt = message.AskedAt }));
    }

    [TestCase("", Description = "empty")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[{"procoreId":7}""", Description = "cut off")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z"}""", Description = "no items")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":null}""", Description = "items null")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[null]}""", Description = "an item null")]
    [TestCase("""{"connectionId":null,"command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[]}""", Description = "no connection")]
    [TestCase("""{"connectionId":"main","command":"Explode","askedAt":"2026-03-02T08:00:00Z","items":[]}""", Description = "a command nobody knows")]
    [TestCase("""{"connectionId":"main","command":99,"askedAt":"2026-03-02T08:00:00Z","items":[]}""", Description = "a number that is no command")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[{}]}""", Description = "an item without an id")]
    [TestCase("""{"connectionId":"main","command":"Export","askedAt":"yesterday","items":[]}""", Description = "no time")]
    public void What_can_never_be_read_says_so(string json)
    {
        Assert.That(() => MessageJson.Read<SyncMessage>(BinaryData.FromString(json)), Throws.InstanceOf<MalformedMessageException>()
            .With.Message.StartsWith("The message is not a SyncMessage: "));
    }
}
