using System.Runtime.InteropServices;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>A write of one row.</summary>
/// <param name="Table">With its account.</param>
/// <param name="Verb">POST, PUT, PATCH or DELETE.</param>
/// <param name="IfMatch">The version that must be there, * for any; null to write in any case.</param>
internal sealed record TableWrite(string Table, string Partition, string Key, string Verb, string? IfMatch, Dictionary<string, TableValue> Values);

/// <summary>The rows of all tables, those of a partition sorted by their key: any of them is found in a few steps, as in Table Storage.</summary>
internal sealed class TableMemory
{
    private readonly Dictionary<string, Dictionary<string, List<TableRow>>> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private DateTimeOffset last;

    public void Create(string table)
    {
        lock (gate)
        {
            if (!tables.TryAdd(table, []))
            {
                throw new TableRefusal(StatusCodes.Status409Conflict, "TableAlreadyExists", "The table specified already exists.");
            }
        }
    }

    public TableRow Find(string table, string partition, string key)
    {
        lock (gate)
        {
            return At(RowsOf(table, partition), key).Row ?? throw TableRefusal.NoRow();
        }
    }

    /// <param name="from">Where it goes on; null at the beginning.</param>
    /// <returns>At most so many rows, and the first that is left.</returns>
    public (IReadOnlyList<TableRow> Rows, TableRow? Next) Query(string table, TableFilter filter, int most, string? from)
    {
        lock (gate)
        {
            var rows = RowsOf(table, filter.Partition);
            List<TableRow> found = [];
            for (var place = At(rows, from ?? filter.First).Place; place < rows.Count && !filter.IsBehind(rows[place]); place++)
            {
                if (filter.Matches(rows[place]))
                {
                    if (found.Count == most)
                    {
                        return (found, rows[place]);
                    }

                    found.Add(rows[place]);
                }
            }

            return (found, null);
        }
    }

    /// <summary>All or none. Several writes are about different rows, so none changes what another one finds.</summary>
    /// <returns>The new version of each; null for a deleted one.</returns>
    /// <exception cref="TableRefusal">None is written, and which is to blame.</exception>
    public IReadOnlyList<string?> Write(IReadOnlyList<TableWrite> writes)
    {
        lock (gate)
        {
            var written = writes.Select((write, at) =>
            {
                try
                {
                    return Decide(write, At(RowsOf(write.Table, write.Partition), write.Key).Row);
                }
                catch (TableRefusal refusal)
                {
                    refusal.At = at;
                    throw;
                }
            }).ToList();
            foreach (var (write, row) in writes.Zip(written))
            {
                var rows = RowsOf(write.Table, write.Partition);
                var (place, stored) = At(rows, write.Key);
                rows.RemoveRange(place, stored is null ? 0 : 1);
                rows.InsertRange(place, row is null ? [] : [row]);
            }

            return [.. written.Select(row => row?.ETag)];
        }
    }

    /// <returns>What will stand there: null for nothing.</returns>
    private TableRow? Decide(TableWrite write, TableRow? stored)
    {
        if (write.Verb == "POST" && stored is not null)
        {
            throw new TableRefusal(StatusCodes.Status409Conflict, "EntityAlreadyExists", "The specified entity already exists.");
        }

        if (write.IfMatch is not null && stored is null)
        {
            throw TableRefusal.NoRow();
        }

        if (write.IfMatch is not (null or "*") && write.IfMatch != stored!.ETag)
        {
            throw new TableRefusal(StatusCodes.Status412PreconditionFailed, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");
        }

        var kept = write.Verb == "PATCH" && stored is not null ? stored.Values.Where(value => !write.Values.ContainsKey(value.Key)) : [];

        return write.Verb == "DELETE" ? null : new TableRow(write.Partition, write.Key, Now(), new Dictionary<string, TableValue>(kept.Concat(write.Values)));
    }

    /// <summary>Later than any time before.</summary>
    private DateTimeOffset Now() => last = TimeProvider.System.GetUtcNow() is var now && now > last ? now : last.AddTicks(1);

    private List<TableRow> RowsOf(string table, string partition)
    {
        var partitions = tables.TryGetValue(table, out var known) ? known : throw new TableRefusal(StatusCodes.Status404NotFound, "TableNotFound", "The table specified does not exist.");

        return CollectionsMarshal.GetValueRefOrAddDefault(partitions, partition, out _) ??= [];
    }

    /// <returns>Where it is, or would be.</returns>
    private static (int Place, TableRow? Row) At(List<TableRow> rows, string key)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(rows[middle].Key, key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return (low, low < rows.Count && rows[low].Key == key ? rows[low] : null);
    }
}
