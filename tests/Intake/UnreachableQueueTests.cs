using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Intake;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.ServiceBusBroker;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>The webhook with Service Bus's own client, called as the app calls it, on the real clock.</summary>
[CancelAfter(120_000), Parallelizable(ParallelScope.All)]
public sealed class UnreachableQueueTests
{
    private const string NoConnection = "E902: The queue can't be reached. ";
    private const string NoToken = "E903: The queue can't be reached. The app's identity gets no token for it. ";
    private const string NoRights = "E903: The queue can't be reached. Service Bus does not let the app's identity in. ";

    /// <summary>Far more than the webhook's limit: only what has none runs into it.</summary>
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_connection_that_is_refused_is_answered()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var client = Client(port);

        AssertUnreachable(await TakeAsync(client), NoConnection);
    }

    [Test]
    public async Task A_server_that_says_nothing_is_answered()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var client = Client(((IPEndPoint)silent.LocalEndpoint).Port);

        AssertUnreachable(await TakeAsync(client), NoConnection);
    }

    [Test]
    public async Task A_server_that_falls_silent_is_answered_and_an_event_that_comes_again_is_there_once()
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.ProcoreEvents] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        var first = await TakeAsync(client);
        broker.Hangs = true;
        var silent = await TakeAsync(client);
        broker.Hangs = false;
        await using var other = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        var again = await TakeAsync(other);

        Assert.That((first.Status, again.Status), Is.EqualTo((202, 202)));
        AssertUnreachable(silent, NoConnection);
        Assert.That(broker.Count(QueueNames.ProcoreEvents), Is.EqualTo(1), "an event that Procore sends again has the same id");
    }

    [Test(Description = "Service Bus's client tries that several times too, so the answer comes before the cause is known")]
    public async Task An_identity_without_rights_is_answered_and_the_log_names_it(CancellationToken cancellationToken)
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.ProcoreEvents] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        using var rig = new IntakeRig(new ServiceBusSyncSender(client));
        broker.Refuses = true;
        AssertUnreachable(await rig.TakeAsync().WaitAsync(Guard, cancellationToken), NoConnection);

        while (!rig.Log.Any(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(NoRights, StringComparison.Ordinal)))
        {
            await Task.Delay(50, cancellationToken);
        }

        broker.Refuses = false;
        Assert.That((await rig.TakeAsync().WaitAsync(Guard, cancellationToken)).Status, Is.EqualTo(202));
        Assert.That(broker.Count(QueueNames.ProcoreEvents), Is.EqualTo(1));
    }

    [Test]
    [Platform("Linux", Reason = "Other systems have one loopback address.")]
    public async Task An_app_without_an_identity_is_answered() => AssertUnreachable(await TakeAsync(new NoIdentity(TimeSpan.Zero)), NoToken);

    [Test(Description = "as long as the usual credential looks for one")]
    [Platform("Linux", Reason = "Other systems have one loopback address.")]
    public async Task An_app_that_long_looks_for_its_identity_is_answered() => AssertUnreachable(await TakeAsync(new NoIdentity(TimeSpan.FromSeconds(27))), NoConnection);

    [Test]
    [Platform("Linux", Reason = "Other systems have one loopback address.")]
    public async Task An_app_whose_real_managed_identity_gives_no_token_is_answered()
    {
        // Where it looks, and how long, is the machine's; that there is no such identity isn't.
        var answer = await TakeAsync(new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId("00000000-0000-0000-0000-000000000001")));

        Assert.That((answer.Status, answer.Text?[..4]), Is.EqualTo((503, "E902")).Or.EqualTo((503, "E903")));
    }

    private static ServiceBusClient Client(int port) =>
        new($"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;", QueueOptions.Create());

    private static async Task<IntakeAnswer> TakeAsync(TokenCredential credential)
    {
        var address = IPAddress.Parse($"127.78.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
        var pem = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{address}.pem");
        using var certificate = LoopbackCertificate.Create(address, pem);
        File.Delete(pem);
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.ProcoreEvents], Address = address, Certificate = certificate });
        var options = QueueOptions.Create();
        options.CertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        await using var client = new ServiceBusClient(broker.FullyQualifiedNamespace, credential, options);
        var answer = await TakeAsync(client);
        Assert.That(broker.Count(QueueNames.ProcoreEvents), Is.Zero);

        return answer;
    }

    private static async Task<IntakeAnswer> TakeAsync(ServiceBusClient client)
    {
        using var rig = new IntakeRig(new ServiceBusSyncSender(client));

        return await rig.TakeAsync().WaitAsync(Guard);
    }

    private static void AssertUnreachable(IntakeAnswer answer, string sentence)
    {
        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Text, Does.StartWith(sentence));
    }

    private sealed class NoIdentity(TimeSpan after) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            await Task.Delay(after, cancellationToken);

            throw new CredentialUnavailableException("No managed identity endpoint found.");
        }
    }
}
