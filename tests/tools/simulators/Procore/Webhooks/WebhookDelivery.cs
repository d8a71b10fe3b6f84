using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>One event on its way to one destination, with everything that was tried.</summary>
public sealed class WebhookDelivery
{
    internal WebhookDelivery(long id, Hook hook, ProcoreEvent source, string eventId, JsonObject payload, DateTimeOffset raisedAt) =>
        (Id, Hook, Source, EventId, Payload, RaisedAt) = (id, hook, source, eventId, payload, raisedAt);

    public long Id { get; }

    /// <summary>The id clients de-duplicate on.</summary>
    public string EventId { get; }

    public JsonObject Payload { get; }

    public DateTimeOffset RaisedAt { get; }

    public string Destination => Hook.Destination;

    /// <summary><c>enqueued</c>, <c>retrying</c>, <c>delivered</c> or <c>discarded</c> (spec 6.3).</summary>
    public string Status { get; internal set; } = "enqueued";

    public IReadOnlyList<DeliveryAttempt> Attempts { get; internal set; } = [];

    internal Hook Hook { get; }

    internal ProcoreEvent Source { get; }
}

/// <summary>One POST to a destination.</summary>
/// <remarks>
/// <c>Outcome</c>: <c>ok</c>, <c>retried</c> or <c>discarded</c> (spec 6.2).<br/>
/// <c>Status</c>: Null when there was no answer.
/// </remarks>
public sealed record DeliveryAttempt(long Id, string Outcome, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, int? Status, string Error);
