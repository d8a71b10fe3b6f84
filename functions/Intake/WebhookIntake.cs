using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Intake;

/// <summary>An HTTP answer.</summary>
public sealed record IntakeAnswer(int Status, string? Text = null);

/// <summary>Checks webhooks (procore-api.md 6.4, 6.5) and queues the ids of ERP Requests. Everything else is acknowledged and counted.</summary>
public sealed partial class WebhookIntake(IConnections connections, ISyncSender sender, TimeProvider time, ILogger<WebhookIntake> log)
{
    private const int LargestBody = 64 * 1024;

    /// <returns>202 queued, 204 nothing to do, 400 malformed, 401 wrong secret or connection, 413 too large, 503 the queue is down.</returns>
    public async Task<IntakeAnswer> TakeAsync(string connectionId, HttpRequest request, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is not { } settings)
        {
            // Not by its name: that is a stranger's text.
            Log.Unknown(log);
            return new(StatusCodes.Status401Unauthorized);
        }

        if (!HasSecret(request, settings.Procore))
        {
            Log.Refused(log, connectionId);
            return new(StatusCodes.Status401Unauthorized);
        }

        ProcoreHook hook;
        try
        {
            if (await ReadAsync(request, cancellationToken) is not { } body)
            {
                return new(StatusCodes.Status413PayloadTooLarge, $"The event is larger than {LargestBody} bytes.");
            }

            hook = ProcoreHook.Read(body);
        }
        catch (BadHttpRequestException broken)
        {
            return new(broken.StatusCode, $"The event can't be read: {broken.Message}");
        }
        catch (JsonException broken)
        {
            return new(StatusCodes.Status400BadRequest, $"The event can't be read: {broken.Message}");
        }

        if (hook.CompanyId != settings.Procore.CompanyId)
        {
            return new(StatusCodes.Status400BadRequest, $"Company {hook.CompanyId} doesn't belong to connection {connectionId}.");
        }

        if (!hook.IsNewErpRequest)
        {
            Log.Ignored(log, hook.ResourceName, hook.EventType);
            return new(StatusCodes.Status204NoContent);
        }

        return await QueueAsync(connectionId, hook, cancellationToken);
    }

    private async Task<IntakeAnswer> QueueAsync(string connectionId, ProcoreHook hook, CancellationToken cancellationToken)
    {
        var message = new RequestEvent
        {
            ConnectionId = connectionId,
            RequestId = hook.ResourceId,
            UserId = hook.UserId,
            AskedAt = time.GetUtcNow(),
        };
        try
        {
            await sender.SendAsync(QueueNames.ProcoreEvents, message, $"{connectionId}-{hook.DeliveryId}", cancellationToken);
        }
        catch (Exception failure) when (failure is ServiceBusException or UnauthorizedAccessException or AuthenticationFailedException)
        {
            Log.QueueDown(log, failure);
            return new(StatusCodes.Status503ServiceUnavailable, "The queue can't be reached; send the event again.");
        }

        return new(StatusCodes.Status202Accepted);
    }

    /// <summary>Compared in constant time; both secrets are, whichever is right.</summary>
    private static bool HasSecret(HttpRequest request, ProcoreSettings settings)
    {
        var given = Hash(request.Headers.Authorization.ToString());
        var isFirst = CryptographicOperations.FixedTimeEquals(given, Hash(settings.WebhookSecret));
        var next = settings.WebhookSecretNext is { Length: > 0 } set ? set : settings.WebhookSecret;
        var isNext = CryptographicOperations.FixedTimeEquals(given, Hash(next));

        return isFirst | isNext;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The body, or null if it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // As large as it says it is: events are small, and a storm of them would fill the memory with empty buffers.
        var buffer = new byte[Math.Min(request.ContentLength ?? LargestBody, LargestBody) + 1];
        var length = 0;
        int read;
        while (length < buffer.Length && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
        }

        return length > LargestBody ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(0, length);
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Warning, "Webhook refused: there is no such connection")]
        public static partial void Unknown(ILogger logger);

        [LoggerMessage(1, LogLevel.Warning, "Webhook for connection {Connection} refused: wrong secret")]
        public static partial void Refused(ILogger logger, string connection);

        [LoggerMessage(2, LogLevel.Information, "Webhook acknowledged, nothing to do: {Resource} {Event}")]
        public static partial void Ignored(ILogger logger, string resource, string @event);

        [LoggerMessage(3, LogLevel.Error, "The queue can't be reached")]
        public static partial void QueueDown(ILogger logger, Exception failure);
    }
}
