using System.Text.Json.Nodes;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Shows one record with everything that was decided about it.</summary>
public sealed class RecordView(RecordFinder finder, IConnections connections, ILinkStore links, People people, TimeProvider time)
{
    private const int MostOfConnection = 200;

    public async Task<Answer> ShowAsync(string connectionId, string entity, string procoreId, string? project, CancellationToken cancellationToken)
    {
        var (link, refusal) = await finder.FindAsync(connectionId, entity, procoreId, project, cancellationToken);
        if (link is null)
        {
            return refusal!;
        }

        var history = await links.ListHistoryAsync(link.Key, cancellationToken);

        return new Answer(Answer.Ok, new
        {
            entity,
            name = RecordWords.NameOf(link),
            state = RecordWords.StateOf(link, time.GetUtcNow()),
            since = link.UpdatedAt,
            problems = link.Problems.Select(problem => $"{problem}"),
            parkedAt = link.ParkedAt,
            reportedAt = link.ReportedAt,
            inWorkUntil = link.LeaseUntil > time.GetUtcNow() ? link.LeaseUntil : null,
            project = RecordList.ShowProject(link, await RecordList.FindProjectsAsync(links, connectionId, [link], cancellationToken)),
            procoreId = link.Key.ProcoreId,
            netSuiteId = link.NetSuiteId?.Value,
            externalId = link.ExternalId,
            amount = link.Amount,
            history = await ShowAsync(connectionId, history.OrderBy(entry => entry.At).ThenBy(entry => WorkHistory.PlaceOf(entry.Decision)), cancellationToken),
        });
    }

    /// <summary>What people had the connector do that is about no record: its webhook, imports, events that were given up.</summary>
    /// <returns>The last ones, newest first.</returns>
    public async Task<Answer> ShowConnectionAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null)
        {
            return RecordFinder.NoConnection(connections, connectionId);
        }

        var history = await links.ListHistoryAsync(LinkKey.OfConnection(connectionId), cancellationToken);

        return new Answer(Answer.Ok, new { connection = connectionId, history = await ShowAsync(connectionId, history.Take(MostOfConnection), cancellationToken) });
    }

    private async Task<IReadOnlyList<object>> ShowAsync(string connectionId, IEnumerable<HistoryEntry> history, CancellationToken cancellationToken)
    {
        var connection = connections.GetConnection(connectionId);
        List<HistoryEntry> entries = [.. history];
        var names = new Dictionary<string, string?>();
        foreach (var who in entries.Select(entry => entry.Who).OfType<string>().Distinct())
        {
            names[who] = await people.NameAsync(connection, who, cancellationToken);
        }

        return [.. entries.Select(entry => Show(entry, entry.Who is { } who ? names[who] : null))];
    }

    /// <summary>A payload is shown as it is, not as text inside of text; one that was too long to keep is only described.</summary>
    private static object Show(HistoryEntry entry, string? who) => new
    {
        at = entry.At,
        who,
        decision = entry.Decision,
        sent = entry.Sent is ['{', ..] ? JsonNode.Parse(entry.Sent) : entry.Sent is null ? null : JsonValue.Create(entry.Sent),
        came = entry.Came,
        operation = entry.OperationId,
    };
}
