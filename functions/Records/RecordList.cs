using System.Globalization;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Lists records by state, a page at a time.</summary>
public sealed class RecordList(IConnections connections, ILinkStore links, TimeProvider time)
{
    private const int MostInAnswer = 100;

    /// <summary>Rows in one read of the table, and in one answer: a state that is rare takes several answers.</summary>
    private const int RowsPerRead = 1000, MostRows = 5000;

    /// <param name="after">Where the page before ended, as its address says.</param>
    public async Task<Answer> ListAsync(string connectionId, string? state, string? entity, string? project, string? after, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null)
        {
            return RecordFinder.NoConnection(connections, connectionId);
        }

        var (kind, projectId, last) = (RecordWords.FindEntity(entity), RecordFinder.ReadId(project), ReadPlace(connectionId, after));
        var problem =
            state is { Length: > 0 } && !RecordWords.States.Contains(state) ? $"There is no state {state}: there are {string.Join(", ", RecordWords.States)}."
            : entity is { Length: > 0 } && kind is null ? $"There are no records called {entity}: there are {string.Join(", ", RecordWords.Entities)}."
            : project is { Length: > 0 } && projectId is null ? $"project is Procore's number of a project, not \"{project}\"."
            : project is { Length: > 0 } && kind is not EntityType.WbsCode ? "project goes with entity=wbs-codes."
            : after is { Length: > 0 } && last is null ? $"after is what the page before says, not \"{after}\"."
            : null;
        if (problem is not null)
        {
            return Answer.Refuse(Answer.BadRequest, problem);
        }

        var (found, next) = await ReadAsync(connectionId, state, kind, projectId, last, cancellationToken);
        var projects = await FindProjectsAsync(connectionId, found, cancellationToken);

        return new Answer(Answer.Ok, new
        {
            records = found.Select(link => Show(link, projects)),
            next = next is null ? null : $"/api/connections/{connectionId}/records?state={state}&entity={entity}&project={project}&after={Place(next)}",
        });
    }

    internal static object? ShowProject(Link link, IReadOnlyDictionary<long, string> names) =>
        (link.Key.ProjectId ?? link.ProjectId) is { } project ? new { id = project, number = names.GetValueOrDefault(project) } : null;

    /// <summary>Numbers of the projects that these belong to, as far as they are known.</summary>
    internal static async Task<IReadOnlyDictionary<long, string>> FindProjectsAsync(
        ILinkStore links, string connectionId, IEnumerable<Link> of, CancellationToken cancellationToken)
    {
        var keys = of.Select(link => link.Key.ProjectId ?? link.ProjectId).OfType<long>().Distinct().Select(project => new LinkKey(connectionId, EntityType.Project, project));
        var found = await links.FindManyAsync([.. keys], cancellationToken);

        return found.OfType<Link>().Where(link => link.Name is not null).ToDictionary(link => link.Key.ProcoreId, link => link.Name!);
    }

    private static string Place(LinkKey key) => string.Create(CultureInfo.InvariantCulture, $"{RecordWords.Slug(key.Entity)}.{key.ProjectId}.{key.ProcoreId}");

    private static LinkKey? ReadPlace(string connectionId, string? text) =>
        text?.Split('.') is [var entity, var project, var id] && RecordWords.FindEntity(entity) is { } kind && RecordFinder.ReadId(id) is { } procoreId
            && (project.Length > 0) == (kind is EntityType.WbsCode) && (project.Length == 0 || RecordFinder.ReadId(project) is not null)
            ? new LinkKey(connectionId, kind, procoreId, RecordFinder.ReadId(project))
            : null;

    /// <returns>The records, and where the next page begins; null at the end.</returns>
    private async Task<(List<Link> Found, LinkKey? Next)> ReadAsync(
        string connectionId, string? state, EntityType? entity, long? projectId, LinkKey? after, CancellationToken cancellationToken)
    {
        var found = new List<Link>();
        for (var rows = 0; rows < MostRows; rows += RowsPerRead)
        {
            var page = await links.BrowseAsync(connectionId, entity, projectId, after, RowsPerRead, cancellationToken);
            foreach (var link in page)
            {
                after = link.Key;
                if (string.IsNullOrEmpty(state) || RecordWords.Slug(RecordWords.StateOf(link, time.GetUtcNow())) == state)
                {
                    found.Add(link);
                    if (found.Count == MostInAnswer)
                    {
                        return (found, after);
                    }
                }
            }

            if (page.Count < RowsPerRead)
            {
                return (found, null);
            }
        }

        return (found, after);
    }

    private Task<IReadOnlyDictionary<long, string>> FindProjectsAsync(string connectionId, IEnumerable<Link> of, CancellationToken cancellationToken) =>
        FindProjectsAsync(links, connectionId, of, cancellationToken);

    private object Show(Link link, IReadOnlyDictionary<long, string> projects) => new
    {
        entity = RecordWords.Slug(link.Key.Entity),
        name = RecordWords.NameOf(link),
        state = RecordWords.StateOf(link, time.GetUtcNow()),
        since = link.UpdatedAt,
        problems = link.Problems.Select(problem => $"{problem}"),
        project = ShowProject(link, projects),
        procoreId = link.Key.ProcoreId,
        netSuiteId = link.NetSuiteId?.Value,
        record = RecordWords.AddressOf(link.Key),
    };
}
