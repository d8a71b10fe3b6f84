using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Where the broker listens, and the settings of its queues, the same for all.</summary>
public sealed record AmqpBrokerOptions
{
    public required IReadOnlyCollection<string> Queues { get; init; }

    /// <summary>How long a delivery holds its message, on the real clock: the client compares it with its own. Default 30 seconds.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deliveries before a message is dead-lettered. Default 10.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered. Default 10 minutes.</summary>
    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most a message may live, and how long it lives if it doesn't say. Default 7 days, as infra/queues.bicep has it.</summary>
    public TimeSpan DefaultTimeToLive { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The clock for everything but locks: when messages are enqueued, appear, expire and are forgotten. Default the real one.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The loopback address to listen on. Default 127.0.0.1; on Linux every 127.x.y.z is there.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>With it the broker listens with TLS too, on port 5671 of the address: the only port that the client takes for a bare namespace.</summary>
    /// <remarks><see cref="LoopbackCertificate"/> makes one.</remarks>
    public X509Certificate2? Certificate { get; init; }
}
