using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Messaging;

/// <summary>What is an unreachable queue, and what isn't.</summary>
public sealed class QueueCallsTests
{
    private static IEnumerable<TestCaseData> Unreachable()
    {
        yield return Of(new AuthenticationFailedException("AADSTS700016"), "E903", "gets no token", "identity");
        yield return Of(new CredentialUnavailableException("No managed identity endpoint found."), "E903", "gets no token", "identity");
        yield return Of(new UnauthorizedAccessException("Send claim is required."), "E903", "does not let the app's identity in", "Azure Service Bus Data Sender");
        yield return Of(new SocketException((int)SocketError.ConnectionRefused), "E902", "no connection", "5671");
        yield return Of(new IOException("reset"), "E902", "no connection", "network");
        yield return Of(new AuthenticationException("The remote certificate is invalid."), "E902", "no connection", "network");
        yield return Of(new TimeoutException("the client's own"), "E902", "no connection", "network");
        foreach (var reason in new[] { ServiceBusFailureReason.ServiceCommunicationProblem, ServiceBusFailureReason.ServiceTimeout, ServiceBusFailureReason.GeneralError })
        {
            yield return Of(new ServiceBusException("down", reason), "E902", "no connection", "network");
        }

        yield return Of(new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy), "E902", "is busy", "Ask again");
        foreach (var reason in new[] { ServiceBusFailureReason.MessagingEntityNotFound, ServiceBusFailureReason.MessagingEntityDisabled, ServiceBusFailureReason.QuotaExceeded })
        {
            yield return Of(new ServiceBusException("no", reason), "E903", $"{reason}", "infra/queues.bicep");
        }
    }

    private static TestCaseData Of(Exception failure, string code, string why, string remedy)
    {
        var name = failure is ServiceBusException known ? $"{known.Reason}" : failure.GetType().Name;

        return new TestCaseData(failure, code, why, remedy).SetArgDisplayNames(name);
    }

    private static IEnumerable<Exception> Others =>
    [
        new ServiceBusException("too large", ServiceBusFailureReason.MessageSizeExceeded),
        new ServiceBusException("too late", ServiceBusFailureReason.MessageLockLost),
        new OperationCanceledException("the caller's wish"),
        new ArgumentException("a bug"),
    ];

    [TestCaseSource(nameof(Unreachable))]
    public async Task An_unreachable_queue_has_one_sentence_and_its_remedy(Exception failure, string code, string why, string remedy)
    {
        var told = (await Assert.ThrowsAsync<QueueUnreachableException>(() => QueueCalls.RunAsync(() => throw failure)))!;

        Assert.That((told.Problem.Code, told.InnerException), Is.EqualTo((code, failure)));
        Assert.That(told.Message, Does.StartWith($"{code}: The queue can't be reached. ").And.Contain(why).And.Contain(remedy));
        Assert.That(told.Problem.Class, Is.EqualTo(code == "E902" ? ProblemClass.RetriedAutomatically : ProblemClass.Setup));
    }

    [TestCaseSource(nameof(Others))]
    public void Anything_else_passes_through(Exception failure) => Assert.That(() => QueueCalls.RunAsync(() => throw failure), Throws.Exception.SameAs(failure));

    [Test]
    public async Task What_a_call_brings_is_brought() => Assert.That(await QueueCalls.RunAsync(() => Task.FromResult(7)), Is.EqualTo(7));
}
