using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>The calls an export is made of, without anything around them.</summary>
/// <param name="period">The id of April 2026, where all invoices belong: who remembers nothing has to know it beforehand.</param>
internal sealed class RawExport(RawClient client, string period)
{
    /// <summary>Entries of one sync call (procore-api.md 5.1).</summary>
    private const int MostEntries = 1_000;

    public const string ExternalData = "external_data/sync", RequestDetails = "erp_request_details/sync";

    public static async Task<RawExport> PrepareAsync(RawClient client, CancellationToken cancellationToken)
    {
        var periods = await client.QueryAsync("SELECT p.id FROM accountingperiod p WHERE p.periodname = 'Apr 2026'", cancellationToken);

        return new RawExport(client, periods[0].GetProperty("id").GetString()!);
    }

    public async Task<string> FindVendorAsync(Invoice invoice, CancellationToken cancellationToken) => (await client.QueryAsync(
        $"SELECT v.id FROM vendor v WHERE v.externalid = '{ExternalIds.InNetSuite(SimulatedAccounts.CompanyId, EntityType.Company, invoice.Vendor.Id)}'", cancellationToken))[0].GetProperty("id").GetString()!;

    public async Task<bool> IsThereAsync(Invoice invoice, string vendor, CancellationToken cancellationToken) =>
        (await client.QueryAsync($"SELECT t.id FROM transaction t WHERE t.type = 'VendBill' AND t.entity = {vendor} AND t.tranid = '{invoice.Number}'", cancellationToken)).Count > 0;

    /// <summary>Items by their names.</summary>
    public async Task<Dictionary<string, string>> FindItemsAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        (await client.QueryAsync($"SELECT i.id, i.itemid FROM item i WHERE i.itemid IN ({string.Join(",", names.Select(name => $"'{name}'"))})", cancellationToken))
            .ToDictionary(row => row.GetProperty("itemid").GetString()!, row => row.GetProperty("id").GetString()!);

    /// <returns>The bill's id.</returns>
    public async Task<string> PostAsync(Invoice invoice, JsonElement read, string vendor, Func<string, string> itemOf, CancellationToken cancellationToken)
    {
        var lines = LinesOf(read).Select((line, at) => new
        {
            item = new { id = itemOf(ItemName(invoice, line)) },
            quantity = 1,
            rate = AmountOf(line),
            amount = AmountOf(line),
            description = string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {line.GetProperty("description_of_work").GetString()}"),
            customer = new { id = invoice.Project.Job },
        });
        var (_, id) = await client.NetSuiteAsync(HttpMethod.Post, "record/v1/vendorBill", new
        {
            entity = new { id = vendor },
            externalId = ExternalIds.InNetSuite(SimulatedAccounts.CompanyId, EntityType.SubcontractorInvoice, invoice.Id),
            tranId = read.GetProperty("invoice_number").GetString(),
            tranDate = read.GetProperty("billing_date").GetString(),
            postingPeriod = new { id = period },
            currency = new { id = "1" },
            subsidiary = new { id = "2" },
            memo = $"Procore invoice {read.GetProperty("invoice_number").GetString()}",
            item = new { items = lines },
        }, cancellationToken);

        return id ?? throw new CheckFailedException($"The answer for {invoice.Number} names no bill.");
    }

    public async Task<decimal> ReadBackAsync(string bill, CancellationToken cancellationToken) =>
        (await client.NetSuiteAsync(HttpMethod.Get, $"record/v1/vendorBill/{bill}?expandSubResources=true", null, cancellationToken)).Body
            .GetProperty("item").GetProperty("items").EnumerateArray().Sum(line => line.GetProperty("amount").GetDecimal());

    /// <summary>Marks the invoices and their lines as synced, then closes their details, in as few calls as fit.</summary>
    public async Task AnswerAsync(IReadOnlyList<(JsonElement Read, string Bill, long Detail)> done, CancellationToken cancellationToken)
    {
        var marks = done.SelectMany(one => Marks(one.Read, one.Bill)).Chunk(MostEntries);
        await Task.WhenAll(marks.Select(chunk => client.SyncAsync($"{RawClient.CompanyPath}/{ExternalData}", chunk, cancellationToken)));
        foreach (var chunk in done.Chunk(MostEntries))
        {
            await client.SyncAsync(
                $"{RawClient.CompanyPath}/{RequestDetails}", [.. chunk.Select(one => (object)new { id = one.Detail, status = "success", messages = Array.Empty<string>() })], cancellationToken);
        }
    }

    /// <summary>Names of the items of an invoice's lines, in their order.</summary>
    public static IReadOnlyList<string> ItemNames(Invoice invoice, JsonElement read) => [.. LinesOf(read).Select(line => ItemName(invoice, line))];

    private static IEnumerable<object> Marks(JsonElement read, string bill)
    {
        var origin = ExternalIds.InProcore(Machines.NetSuiteAccount, "vendorBill", bill);
        yield return new { item_type = "requisition", item_id = read.GetProperty("id").GetInt64(), origin_id = origin, origin_code = bill };
        foreach (var line in LinesOf(read))
        {
            yield return new { item_type = "requisition_contract_item", item_id = line.GetProperty("id").GetInt64(), origin_id = $"{origin}:{line.GetProperty("id").GetInt64()}" };
        }
    }

    private static IEnumerable<JsonElement> LinesOf(JsonElement read) => read.GetProperty("items").EnumerateArray();

    private static string ItemName(Invoice invoice, JsonElement line) => $"{invoice.Project.Number}-{line.GetProperty("wbs_code").GetProperty("flat_code").GetString()}";

    private static decimal AmountOf(JsonElement line) => line.GetProperty("work_completed_this_period") is { ValueKind: JsonValueKind.String } text
        ? decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture)
        : line.GetProperty("work_completed_this_period").GetDecimal();
}
