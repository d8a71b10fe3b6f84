using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>
/// Every page of a list (procore-api.md 4.1). Pages are counted here; addresses in Link are only looked at for whether there is a next one.
/// Rows that moved between pages while reading come once.
/// </summary>
internal static class Paging
{
    private const int PageSize = 100;

    /// <summary>More rows than any project has; ends a list that never would.</summary>
    private const int MostPages = 5000;

    /// <summary>All rows, in the order given.</summary>
    /// <param name="mayBeMissing">404 is an empty list; otherwise it is refused, where "nothing" and "not to be seen" must not be mixed up.</param>
    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        ProcoreCaller caller, ProcoreCall call, Func<T, long> idOf, CancellationToken cancellationToken, bool mayBeMissing = true) =>
        await TryReadAllAsync(caller, call, idOf, _ => false, cancellationToken, mayBeMissing) ?? [];

    /// <param name="isEnough">Asked after each page, with the ids so far.</param>
    /// <returns>Null if one of the call's handled refusals came. A list that is gone half-way through is refused, not cut short.</returns>
    public static async Task<IReadOnlyList<T>?> TryReadAllAsync<T>(
        ProcoreCaller caller, ProcoreCall call, Func<T, long> idOf, Func<IEnumerable<long>, bool> isEnough, CancellationToken cancellationToken,
        bool mayBeMissing = true)
    {
        var rows = new OrderedDictionary<long, T>();
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await caller.SendAsync(
                call with { Path = $"{call.Path}{(call.Path.Contains('?') ? '&' : '?')}page={page}&per_page={PageSize}", Handled = page == 1 && mayBeMissing ? [404, .. call.Handled] : call.Handled },
                cancellationToken);
            if (answer.Status == 404)
            {
                return [];
            }

            if (!answer.IsSuccess)
            {
                return null;
            }

            var given = ProcoreJson.Read<List<T?>>(answer, call.Doing);
            var before = rows.Count;
            foreach (var row in given.OfType<T>())
            {
                rows[idOf(row)] = row;
            }

            if (!HasNext(answer, given.Count, PageSize) || rows.Count == before || isEnough(rows.Keys))
            {
                return [.. rows.Values];
            }
        }

        throw new RejectedException(new Problem("E904", $"Procore's list has no end while {call.Doing}: {MostPages} pages were read."));
    }

    /// <summary>Without Link, a page that is not full is the last.</summary>
    public static bool HasNext(HttpAnswer answer, int rows, int pageSize) => answer.Header("Link") is { } link
        ? link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || link.Contains("rel=next", StringComparison.OrdinalIgnoreCase)
        : rows >= pageSize;
}
