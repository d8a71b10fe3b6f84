using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Listener;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>
/// Queues that the real Service Bus client takes for Service Bus: it speaks AMQP 1.0 on a loopback address and keeps to Service Bus's rules.
/// Nothing outlives it. It knows no sessions, transactions and topics.
/// </summary>
public sealed partial class AmqpBroker : IAsyncDisposable
{
    private const int TlsPort = 5671;
    private const int TriesForPort = 5;

    private readonly ContainerHost host;
    private readonly Engine engine;
    private readonly AmqpBrokerOptions options;
    private readonly int port;

    private AmqpBroker(AmqpBrokerOptions options, int port)
    {
        (this.options, this.port) = (options, port);
        engine = new Engine(options);
        host = new ContainerHost([.. Endpoints()]) { AddressResolver = (_, attach) => LinkDoor.PathOf(attach) };
        foreach (var listener in host.Listeners)
        {
            listener.SASL.EnableMechanism(ClaimsMechanism.Name, new ClaimsMechanism(engine));
            listener.HandlerFactory = _ => new DeliveryTags();
            listener.SSL.Certificate = options.Certificate;
        }

        host.RegisterRequestProcessor(Addresses.Claims, new ClaimsNode(engine));
        foreach (var queue in engine.Queues)
        {
            host.RegisterRequestProcessor(queue.Name + Addresses.Management, new ManagementNode(queue, engine));
        }

        host.RegisterLinkProcessor(new LinkDoor(engine));
    }

    /// <summary>For a client without TLS.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://{options.Address}:{port};SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true";

    /// <summary>For a client with an identity, which uses TLS. Needs <see cref="AmqpBrokerOptions.Certificate"/>.</summary>
    public string FullyQualifiedNamespace => options.Address.ToString();

    /// <summary>Listens when it returns.</summary>
    /// <exception cref="SocketException">Somebody listens on the address already.</exception>
    public static async Task<AmqpBroker> StartAsync(AmqpBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var left = TriesForPort; ; left--)
        {
            var broker = new AmqpBroker(options, FreePort(options.Address));
            try
            {
                broker.host.Open();
                return broker;
            }
            catch (SocketException failure)
            {
                await broker.DisposeAsync();

                // Somebody may have taken the port between looking and listening.
                if (failure.SocketErrorCode != SocketError.AddressAlreadyInUse || left == 1)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Closes all connections. What was on the queues is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        host.Close();
        await engine.DisposeAsync();
    }

    private static int FreePort(IPAddress address)
    {
        using var probe = new TcpListener(address, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private IEnumerable<Address> Endpoints()
    {
        yield return new Address($"amqp://{options.Address}:{port}");
        if (options.Certificate is not null)
        {
            yield return new Address($"amqps://{options.Address}:{TlsPort}");
        }
    }
}
