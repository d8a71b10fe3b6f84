using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <content>Lists of changed vendors and jobs (netsuite-api.md 5.2 to 5.4).</content>
public sealed partial class NetSuiteClient
{
    private const string MomentFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>NetSuite stamps a change when it begins and shows it when it ends (5.3).</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public async Task<EntityMark> FindEntityMarkAsync(EntityTable table, string? since, CancellationToken cancellationToken)
    {
        var page = await SuiteQl.FirstAsync(
            connection,
            $"SELECT COUNT(*) AS total, TO_CHAR(MAX(e.lastmodifieddate),'YYYY-MM-DD HH24:MI:SS') AS newest FROM {NameOf(table)} e WHERE e.id > 0{Since("e.lastmodifieddate", since)}",
            1,
            row => row.Number("total") is { } total ? new EntityMark((int)total, row.Text("newest")) : null,
            cancellationToken);

        return page.Rows.Count == 1 ? page.Rows[0] : throw NetSuiteConnection.Unavailable("The answer to a query counts nothing.");
    }

    public async Task<EntityPage<VendorRow>> ListVendorsAsync(string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken)
    {
        var page = await columns.AskAsync(
            shown => SuiteQl.FirstAsync(
                connection,
                "SELECT v.id, v.entityid, v.companyname, v.firstname, v.lastname, v.email, v.phone, v.fax, v.url, v.externalid, v.isinactive"
                + $"{If(shown, OptionalColumn.VendorSubsidiary, "v.subsidiary")} FROM vendor v WHERE v.id > {Text(after)}{Wanted("v", since, also)} ORDER BY v.id",
                most,
                row => ReadVendorRow(row, shown),
                cancellationToken),
            cancellationToken);
        if (page.Rows.Count == 0)
        {
            return page;
        }

        var ids = SuiteQl.List(page.Rows.Select(vendor => SuiteQl.Number(vendor.Id)));
        var second = await FindSharedAsync([.. page.Rows.Select(vendor => vendor.Id)], cancellationToken);
        var addresses = await SuiteQl.ListAsync(
            connection,
            "SELECT b.entity AS id, a.addressee, a.addr1, a.city, a.state, a.zip, a.country FROM vendoraddressbook b "
            + "INNER JOIN vendoraddressbookentityaddress a ON a.nkey = b.addressbookaddress "
            + $"WHERE b.defaultbilling = 'T' AND b.entity IN {ids} {SuiteQl.NextPage} ORDER BY b.entity",
            "b.entity",
            row => new FoundAddress(row.Id("id"), ReadAddressRow(row)),
            cancellationToken);
        var billing = addresses.ToDictionary(row => row.Id!.Value, row => row.Address);

        return page with
        {
            Rows = [.. page.Rows.Select(vendor => vendor with { IsOurs = vendor.IsOurs || second.Contains(vendor.Id), Address = billing.GetValueOrDefault(vendor.Id) })],
        };
    }

    public Task<EntityPage<JobRow>> ListJobsAsync(string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken) => columns.AskAsync(
        shown => SuiteQl.FirstAsync(
            connection,
            "SELECT j.id, j.entityid, j.companyname, j.externalid, j.isinactive, TO_CHAR(j.startdate,'YYYY-MM-DD') AS startdate, "
            + $"TO_CHAR(j.projectedenddate,'YYYY-MM-DD') AS projectedend, j.estimatedrevenue{If(shown, OptionalColumn.JobSubsidiary, "j.subsidiary")} "
            + $"FROM job j WHERE j.id > {Text(after)}{Wanted("j", since, also)} ORDER BY j.id",
            most,
            ReadJobRow,
            cancellationToken),
        cancellationToken);

    public async Task<EntityFound?> FindJobAsync(NetSuiteId id, CancellationToken cancellationToken) =>
        await FindAsync(RecordType.Job, SuiteQl.Number(id), ReadEntity, cancellationToken) is { } job ? job with { Number = OwnNumber(job.Number) } : null;

    public Task<EntityPage<DeletedRow>> ListDeletedAsync(EntityTable table, string? since, long after, int most, CancellationToken cancellationToken) => SuiteQl.FirstAsync(
        connection,
        $"SELECT d.recordid AS id, d.name FROM deletedrecord d WHERE UPPER(d.type) = {SuiteQl.Quote(NameOf(table).ToUpperInvariant())} "
        + $"AND d.recordid > {Text(after)}{Since("d.deleteddate", since)} ORDER BY d.recordid",
        most,
        row => row.Id("id") is { } id ? new DeletedRow(id, row.Text("name")) : null,
        cancellationToken);

    /// <summary>A further column, where NetSuite shows it.</summary>
    private static string If(IReadOnlySet<OptionalColumn> shown, OptionalColumn column, string name) => shown.Contains(column) ? $", {name}" : "";

    private static string NameOf(EntityTable table) => table switch
    {
        EntityTable.Vendor => "vendor",
        EntityTable.Job => "job",
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Changed since, or named.</summary>
    private static string Wanted(string table, string? since, IReadOnlyList<NetSuiteId> also) => since is null || also.Count == 0
        ? Since($"{table}.lastmodifieddate", since)
        : $" AND ({Since($"{table}.lastmodifieddate", since)[" AND ".Length..]} OR {table}.id IN {SuiteQl.List(also.Select(SuiteQl.Number))})";

    /// <summary>A condition, ten minutes wider than asked for; nothing for null.</summary>
    /// <exception cref="FormatException"><paramref name="since"/> is no moment such as 2026-05-31 17:00:00.</exception>
    private static string Since(string column, string? since) => since is null
        ? ""
        : $" AND {column} >= TO_DATE('{(DateTime.ParseExact(since, MomentFormat, CultureInfo.InvariantCulture) - Overlap).ToString(MomentFormat, CultureInfo.InvariantCulture)}','YYYY-MM-DD HH24:MI:SS')";

    private VendorRow? ReadVendorRow(JsonElement row, IReadOnlySet<OptionalColumn> shown)
    {
        if (row.Id("id") is not { } id)
        {
            return null;
        }

        var number = row.Text("entityid") ?? id.Value;
        var person = string.Join(' ', new[] { row.Text("firstname"), row.Text("lastname") }.Where(part => !string.IsNullOrWhiteSpace(part)));
        var name = row.Text("companyname") is { Length: > 0 } company ? company : person.Length > 0 ? person : number;

        return new VendorRow(
            id, number, name, row.Text("externalid"), row.Flag("isinactive"), IsOurs(row.Id("subsidiary"), shown),
            row.Text("email"), row.Text("phone"), row.Text("fax"), row.Text("url"), Address: null);
    }

    private JobRow? ReadJobRow(JsonElement row)
    {
        if (row.Id("id") is not { } id)
        {
            return null;
        }

        var number = OwnNumber(row.Text("entityid")) ?? id.Value;

        return new JobRow(
            id, number, row.Text("companyname") ?? number, row.Text("externalid"), row.Flag("isinactive"), row.Id("subsidiary") is not { } own || own.Value == settings.Subsidiary,
            row.Date("startdate"), row.Date("projectedend"), row.Number("estimatedrevenue"));
    }

    /// <summary>A job's number may be shown behind its customer's: Owner Co : 26-014 (8.2).</summary>
    private static string? OwnNumber(string? shown) => shown?.Split(" : ")[^1];

    private static Address ReadAddressRow(JsonElement row) => new(
        row.Text("addressee") ?? "", row.Text("addr1"), row.Text("city"), row.Text("state"), row.Text("zip"), row.Text("country") ?? "");

    private sealed record FoundAddress(NetSuiteId? Id, Address Address);
}
