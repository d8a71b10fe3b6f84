using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Vendors into Procore's directory: what is particular to them.</summary>
public sealed class VendorImport(EntityImporter importer) : IEntityImport
{
    public ImportKind Kind => ImportKind.Vendors;

    public string Queue => QueueNames.VendorImports;

    public EntityTable Table => EntityTable.Vendor;

    public EntityType Entity => EntityType.Company;

    public string RecordType => "vendor";

    public string ItemType => ItemTypes.Vendor;

    public string Room => QueueNames.Companies;

    public Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken) =>
        importer.DoAsync(this, connection, run, cancellationToken);

    public async Task<EntityPage<ImportedEntity>> ListAsync(
        Connection connection, string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken)
    {
        var page = await connection.NetSuite.ListVendorsAsync(since, also, after, most, cancellationToken);

        return new([.. page.Rows.Select(vendor => CompanyMapper.Map(vendor, connection.Settings.UpdateAddresses))], page.HasMore);
    }

    public async Task<IReadOnlyList<(ImportedEntity Entity, Problem? Problem)>> UpdateAsync(
        Connection connection, IReadOnlyList<(ImportedEntity Entity, long ProcoreId)> known, CancellationToken cancellationToken) =>
        StagedRecords.Account(known, await connection.Procore.SyncCompaniesAsync([.. known.Select(one => new RecordUpdate(one.ProcoreId, one.Entity.Update))], cancellationToken));
}
