using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>A table that is created when it is used first: once in a process, never once per call.</summary>
internal sealed class CreatedTable(TableServiceClient service, string name)
{
    private readonly TableClient table = service.GetTableClient(name);
    private volatile bool created;

    public async ValueTask<TableClient> GetAsync(CancellationToken cancellationToken)
    {
        if (!created)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            created = true;
        }

        return table;
    }
}
