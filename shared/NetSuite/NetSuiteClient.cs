using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <inheritdoc cref="INetSuiteClient"/>
/// <remarks>Bills, entities and items are in files of their own. Made by <see cref="NetSuiteClients"/>.</remarks>
public sealed partial class NetSuiteClient(NetSuiteConnection connection, NetSuiteSettings settings, TimeProvider time)
    : INetSuiteClient, IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan PeriodsKept = TimeSpan.FromMinutes(10);

    private readonly OptionalColumns columns = new(connection, time);
    private readonly SemaphoreSlim periodsGate = new(1, 1);
    private (DateTimeOffset ReadAt, IReadOnlyList<AccountingPeriod> Periods)? periods;

    public async Task<IReadOnlyList<AccountingPeriod>> ListAccountingPeriodsAsync(bool fresh, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        await periodsGate.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited while another read them has periods as fresh as asked for.
            if (periods is { } kept && (kept.ReadAt > asked || (!fresh && time.GetUtcNow() - kept.ReadAt < PeriodsKept)))
            {
                return kept.Periods;
            }

            var readAt = time.GetUtcNow();
            var read = await SuiteQl.ListAsync(
                connection,
                "SELECT p.id, p.periodname, TO_CHAR(p.startdate,'YYYY-MM-DD') AS startdate, TO_CHAR(p.enddate,'YYYY-MM-DD') AS enddate, "
                + "p.closed, p.aplocked, p.alllocked FROM accountingperiod p "
                + "WHERE p.isposting = 'T' AND p.isquarter = 'F' AND p.isyear = 'F' AND p.isadjust = 'F' AND p.isinactive = 'F' "
                + $"{SuiteQl.NextPage} ORDER BY p.id",
                "p.id",
                ReadPeriod,
                cancellationToken);
            IReadOnlyList<AccountingPeriod> sorted = [.. read.OrderBy(period => period.Start)];
            periods = (readAt, sorted);

            return sorted;
        }
        finally
        {
            periodsGate.Release();
        }
    }

    public void Dispose()
    {
        periodsGate.Dispose();
        currencyGate.Dispose();
        columns.Dispose();
    }

    private static AccountingPeriod? ReadPeriod(JsonElement row) =>
        row.Id("id") is { } id && row.Date("startdate") is { } start && row.Date("enddate") is { } end
            ? new(id, row.Text("periodname") ?? id.Value, start, end, row.Flag("closed"), row.Flag("aplocked") || row.Flag("alllocked"))
            : null;

    /// <summary>PUT by external id: creates or updates, and may be repeated.</summary>
    /// <param name="query">Such as ?replace=addressBook: without it a second PUT adds the lines of a sublist again.</param>
    private async Task<NetSuiteId> UpsertAsync(
        RecordType type, string externalId, string query, JsonObject body, string name, CancellationToken cancellationToken)
    {
        var sent = new Sent(type, name);
        var answer = await connection.SendAsync(
            HttpMethod.Put, $"record/v1/{type.Path}/{ByExternalId(externalId)}{query}", body.ToJsonString(Json), sent, cancellationToken);

        return connection.LocationOf(answer, type)
            ?? await FindAsync(type, ByExternalId(externalId), record => new Found(record.Id("id")), cancellationToken) switch
            {
                { Id: { } id } => id,
                _ => throw NetSuiteConnection.Unavailable($"{name} was saved, but is not found under its external id."),
            };
    }

    private sealed record Found(NetSuiteId? Id);

    /// <summary>Reads one record; null if it isn't there.</summary>
    private async Task<T?> FindAsync<T>(RecordType type, string idWithQuery, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await connection.SendAsync(
            HttpMethod.Get, $"record/v1/{type.Path}/{idWithQuery}", null, new Sent(type, $"this {type.Label}"), cancellationToken);
        if (!answer.IsSuccess)
        {
            return null;
        }

        using var json = RecordJson.TryParse(answer);

        return json is not null && read(json.RootElement) is { } found
            ? found
            : throw NetSuiteConnection.Unavailable($"The answer is no readable {type.Label}.");
    }

    /// <summary>One path segment: everything encoded but the colon after eid.</summary>
    private static string ByExternalId(string externalId) => $"eid:{Uri.EscapeDataString(externalId)}";

    private static JsonObject Reference(string id) => new() { ["id"] = id };

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Put(JsonObject body, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            body[name] = value;
        }
    }

    private static void PutReference(JsonObject body, string name, string? id)
    {
        if (!string.IsNullOrEmpty(id))
        {
            body[name] = Reference(id);
        }
    }

    private static UnavailableException Incomplete(string what) => NetSuiteConnection.Unavailable($"The answer holds only a part of {what}.");
}
