namespace ProcoreNetSuite.Messaging;

/// <summary>Puts messages on queues. Every send is durable when it returns; it throws a <see cref="QueueUnreachableException"/> when the queue can't be reached.</summary>
public interface ISyncSender
{
    /// <param name="deduplicationId">A second send with the same id for the same connection within Service Bus's window is dropped; null for a new id.</param>
    Task SendAsync<T>(string queue, T message, string? deduplicationId, CancellationToken cancellationToken)
        where T : IConnectionMessage;

    /// <summary>Sends a message that appears on the queue at <paramref name="at"/>.</summary>
    /// <param name="deduplicationId">Never the id of the message that is being worked on, or the copy would be dropped.</param>
    Task SendLaterAsync<T>(string queue, T message, DateTimeOffset at, string deduplicationId, CancellationToken cancellationToken)
        where T : IConnectionMessage;
}
