using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>A room's content. The order of steps around it belongs to <see cref="SyncRunner"/>.</summary>
public interface ISyncHandler
{
    /// <summary>The room's queue.</summary>
    string Queue { get; }

    /// <summary>The link that a message's item stands for.</summary>
    LinkKey KeyOf(SyncMessage message, SyncItem item);

    /// <summary>Looks at the records now and does what is asked.</summary>
    /// <returns>One outcome for each task, in the same order.</returns>
    Task<IReadOnlyList<SyncOutcome>> HandleAsync(SyncWork work, CancellationToken cancellationToken);
}

/// <summary>One record to look at.</summary>
/// <param name="Link">As it was read at the start of the work; null if there is none.</param>
public sealed record SyncTask(SyncItem Item, LinkKey Key, Link? Link);

/// <summary>A message with all that its handler needs.</summary>
/// <param name="OperationId">Names this message over all its deliveries.</param>
/// <param name="LeaseUntil">When the message's lock ends.</param>
public sealed record SyncWork(
    SyncMessage Message, Connection Connection, IReadOnlyList<SyncTask> Tasks, string OperationId, DateTimeOffset LeaseUntil)
{
    /// <summary>What the approver chose, as it was read on the way.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<(long ProcoreId, string Field, string Answer)> Answers { get; } = new();

    /// <summary>For the history: the operator's name, or Procore's id of the user who asked.</summary>
    public string? Who => Message.Operator ?? Message.RequestedBy?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
