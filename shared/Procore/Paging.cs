using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>The envelope of answers of the second version (procore-api.md 4.1).</summary>
internal sealed record Data<T>([property: JsonPropertyName("data")] T? Rows);

/// <summary>
/// Every page of a list (procore-api.md 4.1). Pages are counted here; addresses in Link are only looked at for whether there is a next one.
/// Rows that moved between pages while reading come once.
/// </summary>
internal static class Paging
{
    private const int PageSize = 100;

    private const int LargePageSize = 2000;

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

            var given = call.IsInData ? ProcoreJson.Read<Data<List<T?>>>(answer, call.Doing).Rows ?? [] : ProcoreJson.Read<List<T?>>(answer, call.Doing);
            var before = rows.Count;
            foreach (var row in given.OfType<T>())
            {
                rows[idOf(row)] = row;
            }

            if (!HasNext(answer, given.Count >= PageSize) || rows.Count == before || isEnough(rows.Keys))
            {
                return [.. rows.Values];
            }
        }

        throw NoEnd(call);
    }

    /// <summary>
    /// Rows as they come, for lists that are too long to be held: in the largest pages Procore advises (4.1), fewer rows where it gives fewer. A list that
    /// can't be seen is refused.
    /// </summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        ProcoreCaller caller, ProcoreCall call, Func<T, long> idOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<long> seen = [];
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await caller.SendAsync(call with { Path = $"{call.Path}{(call.Path.Contains('?') ? '&' : '?')}page={page}&per_page={LargePageSize}" }, cancellationToken);
            var given = ProcoreJson.Read<List<T?>>(answer, call.Doing);
            var before = seen.Count;
            foreach (var row in given.OfType<T>().Where(row => seen.Add(idOf(row))))
            {
                yield return row;
            }

            if (!HasNext(answer, given.Count > 0) || seen.Count == before)
            {
                yield break;
            }
        }

        throw NoEnd(call);
    }

    /// <summary>Does the list go on behind this page?</summary>
    /// <param name="otherwise">What to think where Procore doesn't say.</param>
    public static bool HasNext(HttpAnswer answer, bool otherwise) => answer.Header("Link") is { } link
        ? link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || link.Contains("rel=next", StringComparison.OrdinalIgnoreCase)
        : otherwise;

    private static RejectedException NoEnd(ProcoreCall call) =>
        new(new Problem("E904", $"Procore's list has no end while {call.Doing}: {MostPages} pages were read."));
}
