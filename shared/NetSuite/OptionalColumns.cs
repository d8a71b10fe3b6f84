using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>What queries can name only where the account's features and the connector's role allow it (netsuite-api.md, corrections).</summary>
public enum OptionalColumn
{
    /// <summary>vendor.taxidnum; hidden where SuiteTax is on.</summary>
    VendorTaxId,

    /// <summary>vendor.subsidiary, the first one; not there without OneWorld.</summary>
    VendorSubsidiary,

    /// <summary>vendorsubsidiaryrelationship, all of a vendor's subsidiaries; not there without OneWorld.</summary>
    VendorSubsidiaries,

    /// <summary>job.subsidiary; not there without OneWorld.</summary>
    JobSubsidiary,
}

/// <summary>
/// One column that is hidden fails the whole query. So a query is sent with all that are known to be there; if it is refused, each is looked for once, and the query sent again
/// without those that are hidden. An hour later all are tried again: a role may have been given more.
/// </summary>
internal sealed class OptionalColumns(NetSuiteConnection connection, TimeProvider time) : IDisposable
{
    private static readonly OptionalColumn[] all = Enum.GetValues<OptionalColumn>();
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>One object, so that whoever reads it without the gate gets a moment and what was found then.</summary>
    private Knowledge known = new(DateTimeOffset.MinValue, new HashSet<OptionalColumn>());

    /// <param name="ask">Gets what may be named. Called twice at most; it only reads.</param>
    public async Task<T> AskAsync<T>(Func<IReadOnlySet<OptionalColumn>, Task<T>> ask, CancellationToken cancellationToken)
    {
        var (asked, last) = (time.GetUtcNow(), known);
        var hidden = asked - last.At < Kept ? last.Hidden : new HashSet<OptionalColumn>();
        try
        {
            return await ask(Others(hidden));
        }
        catch (RejectedException refusal) when (refusal.IsQuery)
        {
            var found = await FindHiddenAsync(asked, cancellationToken);
            if (found.SetEquals(hidden))
            {
                throw;
            }

            return await ask(Others(found));
        }
    }

    /// <summary>Looks for each column, unless another caller has since a moment.</summary>
    public async Task<IReadOnlySet<OptionalColumn>> FindHiddenAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (known.At <= since)
            {
                var at = time.GetUtcNow();
                var hidden = new HashSet<OptionalColumn>();
                foreach (var column in all)
                {
                    if (await IsHiddenAsync(column, cancellationToken))
                    {
                        hidden.Add(column);
                    }
                }

                known = new(at, hidden);
            }

            return known.Hidden;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private static HashSet<OptionalColumn> Others(IReadOnlySet<OptionalColumn> hidden) => [.. all.Where(column => !hidden.Contains(column))];

    /// <summary>Where the records themselves are not shown, for want of a permission, nothing is known of their columns.</summary>
    private async Task<bool> IsHiddenAsync(OptionalColumn column, CancellationToken cancellationToken)
    {
        var (query, records) = column switch
        {
            OptionalColumn.VendorTaxId => ("SELECT v.id, v.taxidnum FROM vendor v WHERE v.id = 0", "vendor"),
            OptionalColumn.VendorSubsidiary => ("SELECT v.id, v.subsidiary FROM vendor v WHERE v.id = 0", "vendor"),
            OptionalColumn.VendorSubsidiaries => ("SELECT r.entity AS id, r.subsidiary FROM vendorsubsidiaryrelationship r WHERE r.entity = 0", "vendor"),
            OptionalColumn.JobSubsidiary => ("SELECT j.id, j.subsidiary FROM job j WHERE j.id = 0", "job"),
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };

        return !await IsAnsweredAsync(query, cancellationToken) && await IsAnsweredAsync($"SELECT e.id FROM {records} e WHERE e.id = 0", cancellationToken);
    }

    private async Task<bool> IsAnsweredAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            await SuiteQl.FirstRowsAsync(connection, query, 1, row => row.Text("id"), cancellationToken);

            return true;
        }
        catch (RejectedException refusal) when (refusal.IsQuery)
        {
            return false;
        }
    }

    private sealed record Knowledge(DateTimeOffset At, IReadOnlySet<OptionalColumn> Hidden);
}
