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
    private (DateTimeOffset At, IReadOnlySet<OptionalColumn> Hidden) known = (DateTimeOffset.MinValue, new HashSet<OptionalColumn>());

    /// <param name="ask">Gets what may be named. Called twice at most; it only reads.</param>
    public async Task<T> AskAsync<T>(Func<IReadOnlySet<OptionalColumn>, Task<T>> ask, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        var hidden = asked - known.At < Kept ? known.Hidden : new HashSet<OptionalColumn>();
        try
        {
            return await ask(Others(hidden));
        }
        catch (RejectedException refusal) when (refusal.IsQuery)
        {
            // Where the tables themselves are not shown, nothing is known of their columns.
            var found = await AreTablesShownAsync(cancellationToken) ? await FindHiddenAsync(asked, cancellationToken) : hidden;
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
            if (known.At > since)
            {
                return known.Hidden;
            }

            var at = time.GetUtcNow();
            var hidden = new HashSet<OptionalColumn>();
            foreach (var column in all)
            {
                if (!await IsShownAsync(column, cancellationToken))
                {
                    hidden.Add(column);
                }
            }

            known = (at, hidden);

            return hidden;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private static HashSet<OptionalColumn> Others(IReadOnlySet<OptionalColumn> hidden) => [.. all.Where(column => !hidden.Contains(column))];

    private async Task<bool> AreTablesShownAsync(CancellationToken cancellationToken) =>
        await IsShownAsync("SELECT v.id FROM vendor v WHERE v.id = 0", cancellationToken) && await IsShownAsync("SELECT j.id FROM job j WHERE j.id = 0", cancellationToken);

    private Task<bool> IsShownAsync(OptionalColumn column, CancellationToken cancellationToken) => IsShownAsync(
        column switch
        {
            OptionalColumn.VendorTaxId => "SELECT v.id, v.taxidnum FROM vendor v WHERE v.id = 0",
            OptionalColumn.VendorSubsidiary => "SELECT v.id, v.subsidiary FROM vendor v WHERE v.id = 0",
            OptionalColumn.VendorSubsidiaries => "SELECT r.entity AS id, r.subsidiary FROM vendorsubsidiaryrelationship r WHERE r.entity = 0",
            OptionalColumn.JobSubsidiary => "SELECT j.id, j.subsidiary FROM job j WHERE j.id = 0",
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        },
        cancellationToken);

    private async Task<bool> IsShownAsync(string query, CancellationToken cancellationToken)
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
}
