using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Messaging;

/// <summary>The one place that knows how Service Bus's client says that the queue can't be reached.</summary>
public static class QueueCalls
{
    private const string Network =
        "See that ServiceBus__fullyQualifiedNamespace names the namespace, that the app's network lets it out to port 5671 of it, and that the namespace's own network settings let "
        + "the app in. Then ask again.";

    private const string Later = "Ask again; if it stays so, the app's log and /api/health/ready name the cause within a minute.";

    private const string Identity =
        "See that the app has its identity and that AZURE_CLIENT_ID names it; infra/ sets both. Then ask again.";

    private const string Rights =
        "Give the app's identity the roles Azure Service Bus Data Sender and Azure Service Bus Data Receiver on the namespace, as infra/access.bicep does. It takes some minutes until they count; then ask again.";

    private const string Queues = "See that the namespace has every queue of infra/queues.bicep, and that none is disabled or full. Then ask again.";

    /// <exception cref="QueueUnreachableException">The call failed because of that. Any other failure passes through.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return await call();
        }
        catch (Exception failure) when (FindProblem(failure) is { } problem)
        {
            throw new QueueUnreachableException(problem, failure);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<Task> call) => RunAsync(async () =>
    {
        await call();

        return true;
    });

    /// <summary>What to say of a call that wasn't waited for any longer. The client goes on, and names the cause when it gives up (<see cref="QueueOptions"/>).</summary>
    public static Problem NoAnswer(TimeSpan within) => Unreachable(
        "E902", string.Create(CultureInfo.InvariantCulture, $"Service Bus gave no answer within {within.TotalSeconds} seconds."), Later);

    private static Problem? FindProblem(Exception failure) => failure switch
    {
        // CredentialUnavailableException is one of these.
        AuthenticationFailedException => Unreachable("E903", "The app's identity gets no token for it.", Identity),
        UnauthorizedAccessException => Unreachable("E903", "Service Bus does not let the app's identity in.", Rights),
        ServiceBusException { Reason: ServiceBusFailureReason.MessagingEntityNotFound or ServiceBusFailureReason.MessagingEntityDisabled or ServiceBusFailureReason.QuotaExceeded } refusal =>
            Unreachable("E903", $"Service Bus says {refusal.Reason}.", Queues),
        ServiceBusException { Reason: ServiceBusFailureReason.ServiceBusy } => Unreachable("E902", "Service Bus is busy.", "Ask again."),
        ServiceBusException
        {
            Reason: ServiceBusFailureReason.ServiceCommunicationProblem or ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.GeneralError,
        }
        or SocketException or IOException or AuthenticationException or TimeoutException => Unreachable("E902", "There is no connection to Service Bus.", Network),
        _ => null,
    };

    private static Problem Unreachable(string code, string why, string remedy) => new(code, $"The queue can't be reached. {why}") { OtherRemedy = remedy };
}
