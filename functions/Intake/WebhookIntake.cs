using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Access;
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

    /// <summary>For everything from the first byte to the answer, whatever the queue does. Procore waits 5 seconds; the rest is for the way here and back.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3.5);

    private readonly SparingLog refusals = new(time);

    /// <returns>202 queued, 204 nothing to do, 400 malformed, 401 wrong secret or connection, 408 not all there in time, 413 too large, 503 the queue is down.</returns>
    public async Task<IntakeAnswer> TakeAsync(string connectionId, HttpRequest request, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is not { } settings)
        {
            // Not by its name: that is a stranger's text.
            if (refusals.Count("") is > 0 and var strangers)
            {
                Log.Unknown(log, strangers);
            }

            return new(StatusCodes.Status401Unauthorized);
        }

        if (!HasSecret(request, settings.Procore))
        {
            if (refusals.Count(connectionId) is > 0 and var refused)
            {
                Log.Refused(log, refused, connectionId);
            }

            return new(StatusCodes.Status401Unauthorized);
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ProcoreHook hook;
        try
        {
            if (await ReadAsync(request, either.Token) is not { } body)
            {
                return new(StatusCodes.Status413PayloadTooLarge, $"The event is larger than {LargestBody} bytes.");
            }

            hook = ProcoreHook.Read(body);
        }
        catch (BadHttpRequestException broken)
        {
            return new(broken.StatusCode, $"The event can't be read: {broken.Message}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(StatusCodes.Status408RequestTimeout, "The event took too long to arrive.");
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            Log.BrokenOff(log, connectionId);

            return new(StatusCodes.Status400BadRequest, "The event broke off.");
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

        return await QueueAsync(connectionId, hook, either.Token, cancellationToken);
    }

    private async Task<IntakeAnswer> QueueAsync(string connectionId, ProcoreHook hook, CancellationToken givenUp, CancellationToken hungUp)
    {
        var message = new RequestEvent
        {
            ConnectionId = connectionId,
            RequestId = hook.ResourceId,
            UserId = hook.UserId,
            AskedAt = time.GetUtcNow(),
        };

        // Given up only here, never stopped: a connection that takes longer to open than Procore waits is then there for the next event. What arrives late does no
        // harm, for Procore sends its event again under the same id.
        var sending = Task.Run(() => sender.SendAsync(QueueNames.ProcoreEvents, message, hook.DeliveryId, CancellationToken.None), CancellationToken.None);
        try
        {
            await sending.WaitAsync(givenUp);

            return new(StatusCodes.Status202Accepted);
        }
        catch (QueueUnreachableException failure)
        {
            Log.QueueDown(log, failure);

            return new(Answer.Unavailable, failure.Message);
        }
        catch (OperationCanceledException)
        {
            if (hungUp.IsCancellationRequested)
            {
                Log.HungUp(log, message.RequestId);
            }
            else
            {
                Log.GivenUp(log, message.RequestId);
            }

            _ = FollowAsync(sending, message.RequestId);

            return new(Answer.Unavailable, $"{QueueCalls.NoAnswer(Limit)}");
        }
    }

    /// <summary>Tells what became of a send that Procore was not made to wait for.</summary>
    private async Task FollowAsync(Task sending, long requestId)
    {
        try
        {
            await sending;
            Log.Late(log, requestId);
        }
        catch (Exception failure)
        {
            // Nobody is left to pass it on to.
            Log.NeverQueued(log, requestId, failure);
        }
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
        [LoggerMessage(4, LogLevel.Warning, "Webhooks refused since the last such line, {Count} of them: there is no such connection")]
        public static partial void Unknown(ILogger logger, int count);

        [LoggerMessage(1, LogLevel.Warning, "Webhooks refused since the last such line, {Count} of them for connection {Connection}: wrong secret")]
        public static partial void Refused(ILogger logger, int count, string connection);

        [LoggerMessage(2, LogLevel.Information, "Webhook acknowledged, nothing to do: {Resource} {Event}")]
        public static partial void Ignored(ILogger logger, string resource, string @event);

        [LoggerMessage(9, LogLevel.Information, "Webhook for connection {Connection} broke off before it was all there")]
        public static partial void BrokenOff(ILogger logger, string connection);

        [LoggerMessage(3, LogLevel.Error, "The queue can't be reached")]
        public static partial void QueueDown(ILogger logger, Exception failure);

        [LoggerMessage(5, LogLevel.Error, "The queue gave no answer in time: Procore is told to send ERP Request {Request} again")]
        public static partial void GivenUp(ILogger logger, long request);

        [LoggerMessage(8, LogLevel.Information, "Procore did not wait for the answer about ERP Request {Request}: it sends it again")]
        public static partial void HungUp(ILogger logger, long request);

        [LoggerMessage(6, LogLevel.Information, "ERP Request {Request} was queued late")]
        public static partial void Late(ILogger logger, long request);

        [LoggerMessage(7, LogLevel.Error, "ERP Request {Request} was not queued late either")]
        public static partial void NeverQueued(ILogger logger, long request, Exception failure);
    }
}
