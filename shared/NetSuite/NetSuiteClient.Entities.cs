using System.Text.Json.Nodes;
using System.Text.Json;
using ProcoreNetSuite.Money;

namespace ProcoreNetSuite.NetSuite;

/// <content>Vendors and jobs (netsuite-api.md 8.1, 8.2).</content>
public sealed partial class NetSuiteClient
{
    public Task<NetSuiteId> UpsertVendorAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["companyName"] = vendor.CompanyName, ["isPerson"] = false };
        PutReference(body, "subsidiary", settings.Subsidiary);
        Put(body, "email", vendor.Email);
        Put(body, "phone", vendor.Phone);
        Put(body, "fax", vendor.Fax);
        Put(body, "url", vendor.Url);
        if (vendor.Address is { } address)
        {
            body["addressBook"] = AddressBook(address);
        }

        return UpsertAsync(
            RecordType.Vendor, vendor.ExternalId, vendor.Address is null ? "" : "?replace=addressBook", body, $"vendor {vendor.CompanyName}",
            cancellationToken);
    }

    public Task<EntityFound?> FindVendorAsync(string externalId, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Vendor, ByExternalId(externalId), ReadEntity, cancellationToken);

    public Task<EntityFound?> FindVendorAsync(NetSuiteId id, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Vendor, SuiteQl.Number(id), ReadEntity, cancellationToken);

    public Task<NetSuiteId> UpsertJobAsync(Job job, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["entityId"] = job.Number, ["companyName"] = job.Name };
        PutReference(body, "parent", settings.DefaultCustomer);
        PutReference(body, "subsidiary", settings.Subsidiary);
        Put(body, "startDate", job.StartDate is { } start ? Day(start) : null);
        Put(body, "projectedEndDate", job.EstimatedEndDate is { } end ? Day(end) : null);
        if (job.EstimatedRevenue is { } revenue)
        {
            body["estimatedRevenue"] = Amounts.Exact(revenue, settings.Currency);
        }

        return UpsertAsync(RecordType.Job, job.ExternalId, "", body, $"job {job.Number}", cancellationToken);
    }

    public Task<EntityFound?> FindJobAsync(string externalId, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Job, ByExternalId(externalId), ReadEntity, cancellationToken);

    public Task<IReadOnlyList<EntityFound>> ListJobsByNumberAsync(string number, CancellationToken cancellationToken) =>
        columns.AskAsync(
            shown => SuiteQl.ListAsync(
                connection,
                $"SELECT j.id, j.entityid, j.companyname, j.externalid, j.isinactive{If(shown, OptionalColumn.JobSubsidiary, "j.subsidiary")} FROM job j "
                + $"WHERE UPPER(j.entityid) = {SuiteQl.Quote(number.ToUpperInvariant())} {SuiteQl.NextPage} ORDER BY j.id",
                "j.id",
                ReadEntityRow,
                cancellationToken),
            cancellationToken);

    private static JsonObject AddressBook(Address address)
    {
        var fields = new JsonObject { ["addressee"] = address.Addressee };
        Put(fields, "addr1", address.Line1);
        Put(fields, "city", address.City);
        Put(fields, "state", address.State);
        Put(fields, "zip", address.Zip);
        PutReference(fields, "country", address.Country);

        return new JsonObject
        {
            ["items"] = new JsonArray(
                new JsonObject { ["defaultBilling"] = true, ["defaultShipping"] = true, ["addressBookAddress"] = fields }),
        };
    }

    private static EntityFound? ReadEntity(JsonElement record) => record.Id("id") is { } id
        ? new(
            id, record.Text("entityId"), record.Text("companyName"), record.Text("externalId"), record.Text("taxIdNum"),
            record.Reference("subsidiary"), record.Flag("isInactive"))
        : null;

    private static EntityFound? ReadEntityRow(JsonElement row) => row.Id("id") is { } id
        ? new(
            id, row.Text("entityid"), row.Text("companyname"), row.Text("externalid"), row.Text("taxidnum"), row.Id("subsidiary"),
            row.Flag("isinactive"))
        : null;
}
