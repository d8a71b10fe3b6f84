using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Finds the one record that an address names.</summary>
public sealed class RecordFinder(IConnections connections, ILinkStore links)
{
    /// <returns>The link, or why there is none.</returns>
    public async Task<(Link? Link, Answer? Refusal)> FindAsync(string connectionId, string entity, string procoreId, string? project, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null)
        {
            return (null, NoConnection(connections, connectionId));
        }

        if (RecordWords.FindEntity(entity) is not { } kind)
        {
            return (null, Answer.Refuse(Answer.NotFound, $"There are no records called {entity}: there are {string.Join(", ", RecordWords.Entities)}."));
        }

        if (ReadId(procoreId) is not { } id)
        {
            return (null, Answer.Refuse(Answer.BadRequest, $"A record is named by Procore's number of it, not \"{procoreId}\"."));
        }

        var projectId = ReadId(project);
        if (kind is EntityType.WbsCode && projectId is null)
        {
            return (null, Answer.Refuse(Answer.BadRequest, "WBS codes belong to a project: add ?project= with Procore's number of it."));
        }

        var key = new LinkKey(connectionId, kind, id, kind is EntityType.WbsCode ? projectId : null);

        return await links.FindAsync(key, cancellationToken) is { } link
            ? (link, null)
            : (null, Answer.Refuse(Answer.NotFound, $"The connector has nothing about {entity} {id}: it was never sent, or the number is another one's."));
    }

    internal static Answer NoConnection(IConnections connections, string connectionId) => Answer.Refuse(Answer.NotFound, connections.DescribeUnknown(connectionId));

    internal static long? ReadId(string? text) => Digits.Read(text) is { } id and > 0 ? id : null;
}
