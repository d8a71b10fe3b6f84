using System.Globalization;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>Names of Procore's users as they were when the history was first read: table <c>people</c>, a partition for each connection, a row for each user.</summary>
public sealed class TablePeople(TableServiceClient service)
{
    private const string Name = "Name";

    private readonly CreatedTable people = new(service, "people");

    /// <returns>Null if it isn't kept.</returns>
    public async Task<string?> FindAsync(string connectionId, long userId, CancellationToken cancellationToken)
    {
        var table = await people.GetAsync(cancellationToken);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(TableKeys.Safe(connectionId), RowOf(userId), cancellationToken: cancellationToken);

        return row.HasValue ? row.Value!.GetString(Name) : null;
    }

    /// <summary>May be repeated.</summary>
    public async Task SaveAsync(string connectionId, long userId, string name, CancellationToken cancellationToken)
    {
        var table = await people.GetAsync(cancellationToken);
        await table.UpsertEntityAsync(new TableEntity(TableKeys.Safe(connectionId), RowOf(userId)) { [Name] = name }, TableUpdateMode.Replace, cancellationToken);
    }

    private static string RowOf(long userId) => userId.ToString(CultureInfo.InvariantCulture);
}
