using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// Every refusal that an accounting approver can read, provoked through the two systems, word for word: the whole page is
/// <c>Samples/approved/messages.txt</c>, one message a line, in the order of the cases.
/// </summary>
public sealed partial class ErrorMessages
{
    private static readonly string?[] received = new string?[Cases.Length];

    public static MessageCase[] Cases =>
        [.. CompanyMessages.Cases, .. ProjectMessages.Cases, .. InvoiceMessages.Cases, .. BillMessages.Cases, .. OutageMessages.Cases, .. RequestMessages.Cases];

    [TestCaseSource(nameof(Cases))]
    public async Task Approvers_read_what_a_person_has_approved(MessageCase refusal)
    {
        var line = Array.FindIndex(Cases, other => other.Title == refusal.Title);
        received[line] = $"Not provoked: {refusal}";
        await using var world = await World.StartAsync(refusal.Changes);

        var row = await refusal.Provoke(world);

        var read = row?.Messages ?? world.Accounts.Procore.RequestDetails[^1].Messages;
        received[line] = string.Join(" + ", read.Select(Steady));
        Assert.That(row?.Tab ?? refusal.Tab, Is.EqualTo(refusal.Tab), world.Describe());
        Assert.That(received[line], Is.EqualTo(Approved.Lines("messages").ElementAtOrDefault(line)), $"Line {line + 1} of the page of messages.");
        Assert.That(world.Host.Failures, Is.Empty);
    }

    /// <summary>But E5 and E6, which imports say: <see cref="ImportMessages"/>; and E905 and E906, which no record provokes: <see cref="UnforeseenJourneys"/>.</summary>
    [Test]
    public void The_page_has_a_message_of_every_code()
    {
        var page = Approved.Lines("messages");

        Assert.That(page, Has.Count.EqualTo(Cases.Length));

        var codes = ProblemCatalog.Codes.Where(code => !code.StartsWith("E5", StringComparison.Ordinal) && !code.StartsWith("E6", StringComparison.Ordinal) && code is not ("E905" or "E906"));
        Assert.That(codes.Where(code => !page.Any(line => line.Contains($"{code}: ", StringComparison.Ordinal))), Is.Empty);
    }

    [OneTimeTearDown]
    public static void KeepForApproval()
    {
        if (received.All(line => line is not null))
        {
            Approved.Keep("messages", received!);
        }
    }

    /// <summary>Without what differs from run to run: ids of calls and the simulators' ports.</summary>
    private static string Steady(string message) => Ports().Replace(Operations().Replace(message, "..."), "127.0.0.1");

    [GeneratedRegex(@"(?<=\[(operation|x-request-id) )[^\]]*(?=\])")]
    private static partial Regex Operations();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Ports();
}
