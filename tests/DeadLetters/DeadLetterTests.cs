using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DeadLetters;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Tests.DeadLetters;

/// <summary>What a dead letter is about, and what is sent in its place.</summary>
[NonParallelizable]
public sealed class DeadLetterTests
{
    private static readonly DateTimeOffset now = new(2026, 6, 5, 9, 0, 0, TimeSpan.Zero);

    [TestCase(QueueNames.Companies, "Export", "Company 7")]
    [TestCase(QueueNames.Projects, "Unlink", "Project 7")]
    [TestCase(QueueNames.SubcontractorInvoices, "Export", "SubcontractorInvoice 7")]
    [TestCase(QueueNames.WbsCodes, "Export", "WbsCode 7 of 3")]
    [TestCase(QueueNames.WbsCodes, "Acknowledge", "StandardCostCode 7")]
    public void A_message_to_a_room_is_about_its_records(string queue, string command, string expected)
    {
        var letter = Read(queue, Sync.Replace("Export", command, StringComparison.Ordinal));

        Assert.That(letter.Records.Select(Words), Is.EqualTo(new[] { expected }));
        Assert.That((letter.ConnectionId, letter.About), Is.EqualTo(("main", $"{command}, ERP Request 66")));
    }

    [TestCase(QueueNames.ProcoreEvents, """{"connectionId":"main","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""", "ERP Request 66")]
    [TestCase(QueueNames.BillPayments, """{"connectionId":"main","kind":"Payments","runId":"r1","step":3,"requestedBy":"Ann","askedAt":"2026-06-01T12:00:00Z"}""", "run r1 of Payments, step 3")]
    [TestCase(QueueNames.Companies, "no json", "a message that can't be read")]
    public void Any_other_message_is_about_what_it_says(string queue, string body, string expected)
    {
        var letter = Read(queue, body);

        Assert.That(letter.Records, Is.Empty);
        Assert.That(letter.About, Is.EqualTo(expected));
    }

    [Test]
    public void A_copy_waits_anew_and_carries_everything_else()
    {
        var copy = Read(QueueNames.Companies, Sync).Copy(now, now.AddSeconds(1));

        var sent = MessageJson.Read<SyncMessage>(copy.Body);
        Assert.That((sent.AskedAt, sent.Attempt, sent.RequestId, sent.RequestedBy, sent.Operator), Is.EqualTo((now, 0, 66L, 55L, (string?)null)));
        Assert.That(sent.Items, Is.EqualTo(new[] { new SyncItem(7, 70, 3) }));
        Assert.That((copy.ScheduledEnqueueTime, copy.Subject), Is.EqualTo((now.AddSeconds(1), "Export")));
        Assert.That(copy.ApplicationProperties, Does.Not.ContainKey("DeadLetterReason"));
    }

    [TestCase(QueueNames.BillPayments, """{"connectionId":"main","kind":"Payments","runId":"r1","step":3,"requestedBy":"Ann","askedAt":"2026-06-01T12:00:00Z"}""", Description = "a run knows from its time whether it has ended")]
    [TestCase(QueueNames.Companies, "no json")]
    public void A_copy_of_what_has_no_wait_is_the_same(string queue, string body) =>
        Assert.That(Read(queue, body).Copy(now, now).Body.ToString(), Is.EqualTo(body));

    [Test(Description = "Service Bus drops the second of two copies of one dead letter, and takes the next release of the same message")]
    public void A_copy_has_an_id_of_its_own_that_is_the_same_each_time()
    {
        var first = Read(QueueNames.Companies, Sync).Copy(now, now).MessageId;

        Assert.That(Read(QueueNames.Companies, Sync).Copy(now.AddMinutes(1), now).MessageId, Is.EqualTo(first));
        Assert.That(Read(QueueNames.Companies, Sync, number: 9).Copy(now, now).MessageId, Is.Not.EqualTo(first));
        Assert.That(first, Is.Not.EqualTo("m1"));
    }

    [Test]
    public void A_long_description_is_cut() => Assert.That(Read(QueueNames.Companies, Sync, description: new string('x', 1000)).Description, Has.Length.EqualTo(304));

    private const string Sync =
        """{"connectionId":"main","command":"Export","requestId":66,"requestedBy":55,"askedAt":"2026-06-01T12:00:00Z","attempt":9,"items":[{"procoreId":7,"requestDetailId":70,"projectId":3}]}""";

    private static string Words(LinkKey key) => key.ProjectId is { } project ? $"{key.Entity} {key.ProcoreId} of {project}" : $"{key.Entity} {key.ProcoreId}";

    private static DeadLetter Read(string queue, string body, long number = 8, string description = "ten deliveries") => DeadLetter.Read(queue, ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: BinaryData.FromString(body),
        messageId: "m1",
        subject: "Export",
        sequenceNumber: number,
        properties: new Dictionary<string, object> { ["DeadLetterReason"] = "MaxDeliveryCountExceeded", ["DeadLetterErrorDescription"] = description }));
}
