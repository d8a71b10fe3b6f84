using System.Text;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Intake;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Intake;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WebhookIntakeTests
{
    private const string Secret = "Bearer 0123456789abcdef0123456789abcdef";
    private const string NextSecret = "Bearer fedcba9876543210fedcba9876543210";

    private const string V2 = """
        { "id": 5982324300946918154, "ulid": "01JXA0J2S6SBY1163N77H95GW0", "timestamp": "2026-05-02T10:00:00.246562Z", "user_id": 880011,
          "company_id": 4400123, "project_id": null, "api_version": "v2.0", "event_type": "create", "resource_name": "ERP Requests", "resource_id": 66012345 }
        """;

    private const string V4 = """
        { "id": "01JXA0J2RBVKK0PC6XS8SA4QRE", "timestamp": "2026-05-02T10:00:00.619085Z", "reason": "create", "company_id": "4400123",
          "project_id": null, "user_id": "880011", "resource_type": "ERP Requests", "resource_id": "66012345" }
        """;

    private readonly Mock<ISyncSender> sender = new();
    private string? nextSecret = NextSecret;

    [TestCase(V2, "01JXA0J2S6SBY1163N77H95GW0", Description = "procore-api.md 6.4, v2.0")]
    [TestCase(V4, "01JXA0J2RBVKK0PC6XS8SA4QRE", Description = "procore-api.md 6.4, v4.0: ids as text")]
    public async Task An_event_about_an_erp_request_is_queued_under_its_own_id(string body, string id)
    {
        var answer = await Take(body, Secret);

        Assert.That(answer.Status, Is.EqualTo(202));
        sender.Verify(sender => sender.SendAsync(
            QueueNames.ProcoreEvents,
            It.Is<RequestEvent>(message => message.RequestId == 66012345 && message.ConnectionId == "main" && message.UserId == 880011),
            id,
            It.IsAny<CancellationToken>()));
    }

    [TestCase(Secret, 202)]
    [TestCase(NextSecret, 202, Description = "two secrets at once, for rotation")]
    [TestCase("Bearer 0123456789abcdef0123456789abcdeg", 401)]
    [TestCase("", 401)]
    public async Task Either_secret_opens_and_nothing_else_does(string secret, int status)
    {
        Assert.That((await Take(V2, secret)).Status, Is.EqualTo(status));
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task A_next_secret_that_is_not_set_opens_nothing(string? next)
    {
        nextSecret = next;

        Assert.That((await Take(V2, "")).Status, Is.EqualTo(401));
        Assert.That((await Take(V2, Secret)).Status, Is.EqualTo(202));
    }

    [Test]
    public async Task An_unknown_connection_looks_like_a_wrong_secret()
    {
        Assert.That((await Take(V2, Secret, connection: "other")).Status, Is.EqualTo(401));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("null")]
    [TestCase("\u0000")]
    [TestCase("""{ "resource_name": "ERP Requests" }""")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "ERP Requests", "resource_id": -5, "company_id": 4400123 }""")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "ERP Requests", "resource_id": 99999999999999999999, "company_id": 4400123 }""")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "ERP Requests", "resource_id": {}, "company_id": 4400123 }""")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "ERP Requests", "resource_id": 5, "company_id": 1 }""", Description = "another company")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "ERP Requests", "resource_id": 5, "resource_id": 6, "company_id": 4400123 }""", Description = "two ids")]
    [TestCase("""{ "id": "\ud800", "event_type": "create", "resource_name": "ERP Requests", "resource_id": 5, "company_id": 4400123 }""", Description = "half a character")]
    [TestCase("""{ "\ud800": 1, "id": "\u0000", "event_type": "create", "resource_name": "ERP Requests", "resource_id": 5, "company_id": 4400123 }""")]
    public async Task A_malformed_event_is_told_so_and_never_queued(string body)
    {
        var answer = await Take(body, Secret);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text, Is.Not.Empty);
        sender.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Wrongly_encoded_and_deeply_nested_bodies_are_malformed()
    {
        var latin = await Take([.. "{\"id\":\""u8, 0xE9, 0xFF, .. "\"}"u8], Secret);
        var nested = await Take(Encoding.UTF8.GetBytes(new string('[', 20_000)), Secret);

        Assert.That((latin.Status, nested.Status), Is.EqualTo((400, 400)));
    }

    [Test]
    public async Task A_body_over_64_KB_is_refused_without_reading_on()
    {
        Assert.That((await Take(new byte[64 * 1024 + 1], Secret)).Status, Is.EqualTo(413));
    }

    [TestCase("""{ "id": 1, "event_type": "update", "resource_name": "ERP Requests", "resource_id": 5, "company_id": 4400123 }""")]
    [TestCase("""{ "id": 1, "event_type": "create", "resource_name": "RFIs", "resource_id": 5, "company_id": 4400123 }""")]
    [TestCase("""{ "id": "x", "reason": "forwarded", "resource_type": "Something New", "resource_id": "5", "company_id": "4400123" }""")]
    public async Task What_nobody_listens_to_is_acknowledged(string body)
    {
        Assert.That((await Take(body, Secret)).Status, Is.EqualTo(204));
        sender.VerifyNoOtherCalls();
    }

    [Test(Description = "design 5: 2xx only after the durable send")]
    public async Task A_queue_that_is_down_asks_Procore_to_send_again_and_says_why()
    {
        var failure = new QueueUnreachableException(new Problem("E902", "The queue can't be reached."), new TimeoutException());
        sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<RequestEvent>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(failure);

        Assert.That(await Take(V2, Secret), Is.EqualTo(new IntakeAnswer(503, failure.Message)));
    }

    private Task<IntakeAnswer> Take(string body, string secret, string connection = "main") => Take(Encoding.UTF8.GetBytes(body), secret, connection);

    private async Task<IntakeAnswer> Take(byte[] body, string secret, string connection = "main")
    {
        using var rig = new IntakeRig(sender.Object) { NextSecret = nextSecret };

        return await rig.TakeAsync(new MemoryStream(body), secret, connection);
    }
}
