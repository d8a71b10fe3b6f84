using System.Text.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>What kind of work an ERP Request asks for.</summary>
public enum ErpWorkKind
{
    ExportCompany,
    ExportProject,
    AcknowledgeStandardCostCodes,
    ExportInvoices,
    UnlinkCompany,
    UnlinkProject,
    UnlinkInvoice,
    LinkCompany,
    MergeCompanies,
    LinkProject,

    /// <summary>"Refresh Vendors List".</summary>
    RefreshCompanies,

    /// <summary>"Refresh Job List".</summary>
    RefreshProjects,
    ImportPayments,

    /// <summary>Import one project's direct costs, if its switch for them is on.</summary>
    ImportDirectCosts,

    /// <summary>Something about company-level codes or cost types. NetSuite has neither: there is nothing to bring and nothing to forget.</summary>
    NothingToBring,

    /// <summary>May these cost codes of a project be deleted?</summary>
    DeleteCostCodes,

    /// <summary>May these cost types of cost codes be deleted?</summary>
    DeleteCostTypes,

    /// <summary>Procore misses the metadata of the ERP connection.</summary>
    SendMetadata,

    /// <summary>A kind of record that the connector doesn't bring over, or a request name we have never heard of.</summary>
    NotSupported,
}

/// <summary>One record that an ERP Request names.</summary>
public sealed record ErpItem(long Id, long? RequestDetailId, long? ProjectId = null, string? ProjectOriginId = null, long? SurvivorId = null)
{
    /// <summary>The approver filled something in beside it.</summary>
    public bool HasAnswers { get; init; }

    /// <summary>Of a cost code: only this cost type of it.</summary>
    public long? CostTypeId { get; init; }
}

/// <summary>An ERP Request, read.</summary>
/// <param name="Items">The records it is about; empty where it names none.</param>
/// <param name="RequestDetailIds">Every request detail it names, to be closed when nothing else is done.</param>
public sealed record ErpWork(ErpWorkKind Kind, string Name, IReadOnlyList<ErpItem> Items, IReadOnlyList<long> RequestDetailIds)
{
    /// <summary>The project's switch for job costs, which only <c>sync_single_job</c> shows (8.12).</summary>
    public bool TakesJobCosts { get; init; }
}

/// <summary>
/// Reads the irregular data of ERP Requests (procore-api.md 7.4.1, 7.5, 7.6): request data may be an object or an array, and the request
/// detail's id stands in the data, in each element, or beside the data. Names of requests that are assumed stand here and nowhere else.
/// </summary>
public static class ErpRequestReader
{
    /// <summary>Key of the approver's answer to a possible duplicate bill; announced in the connector's metadata (7.4.5).</summary>
    public const string DuplicateBillField = "duplicate_bill";

    /// <summary>Key of the approver's answer to a vendor that is probably the company; announced likewise.</summary>
    public const string DuplicateVendorField = "duplicate_vendor";

    /// <summary>Key of the approver's answer to a closed accounting period; announced likewise.</summary>
    public const string ClosedPeriodField = "closed_period";

    /// <exception cref="JsonException">The data has not the shape that its name promises.</exception>
    public static ErpWork Read(ErpRequest request)
    {
        var name = request.RequestName ?? "";
        var data = request.RequestData;
        var outer = request.RequestDetailId ?? Number(data, "request_detail_id");
        var (kind, items) = name switch
        {
            "create_vendor" => (ErpWorkKind.ExportCompany, One(data, "vendor", outer)),
            "create_or_update_job" => (ErpWorkKind.ExportProject, One(data, "job", outer)),
            "create_standard_cost_codes" => (ErpWorkKind.AcknowledgeStandardCostCodes, Elements(data).Select(code => Item(code, "id", outer))),
            "create_requisitions" => (ErpWorkKind.ExportInvoices, Elements(Member(data, "requisitions")).Select(invoice =>
                Item(invoice, "procore_requisition_id", outer) with { ProjectOriginId = Text(invoice, "job_origin_id"), HasAnswers = HasAnswers(invoice) })),
            "unlink_vendor" => (ErpWorkKind.UnlinkCompany, One(data, "vendor", outer)),
            "create_vendor_in_procore" or "link_vendor" => (ErpWorkKind.LinkCompany, One(data, "vendor", outer)),
            "link_all_vendors" => (ErpWorkKind.LinkCompany, Elements(Member(data, "vendors")).Select(vendor => Item(vendor, "id", outer))),
            "merge_vendors" => (ErpWorkKind.MergeCompanies, Merged(data, outer)),
            "create_job_in_procore" => (ErpWorkKind.LinkProject, One(data, "project", outer)),
            "sync_vendors" => (ErpWorkKind.RefreshCompanies, []),
            "sync_jobs" => (ErpWorkKind.RefreshProjects, []),
            "reset_job" => (ErpWorkKind.UnlinkProject, One(data, "project", outer)),

            // reset_requisition is documented; a user's own unlink is assumed to look the same and to carry a request detail.
            "reset_requisition" or "unlink_requisition" =>
                (ErpWorkKind.UnlinkInvoice, [Item(data, "requisition_id", outer) with { ProjectId = Number(data, "project_id") }]),

            // A payment that was reset is looked at like all others: it may be deleted in NetSuite (7.5).
            "sync_contract_payments" or "reset_payment" => (ErpWorkKind.ImportPayments, []),
            // The id of the outer object is the origin id; of the inner ones only procore_project_id is the project's (7.6).
            "sync_single_job" => (ErpWorkKind.ImportDirectCosts, [Item(Member(data, "additional_job_data"), "procore_project_id", outer)]),
            "sync_standard_cost_codes" or "sync_standard_categories" or "delete_standard_cost_codes" or "unlink_standard_cost_codes" or "delete_standard_categories" =>
                (ErpWorkKind.NothingToBring, []),
            // The events are documented, and that each element has its detail; the rest of the elements is assumed to be as in create_or_update_job (7.6).
            "delete_cost_codes" => (ErpWorkKind.DeleteCostCodes, Elements(ListOf(data, "cost_codes")).Select(code => Item(code, "id", outer) with { ProjectId = ProjectOf(code, data) })),
            "delete_cost_type_assignments" => (ErpWorkKind.DeleteCostTypes, Elements(ListOf(data, "cost_type_assignments")).Select(type =>
                Item(type, "cost_code_id", outer) with { ProjectId = ProjectOf(type, data), CostTypeId = Number(type, "line_item_type_id") })),
            "sync_metadata" => (ErpWorkKind.SendMetadata, []),
            _ => (ErpWorkKind.NotSupported, []),
        };
        ErpItem[] read = [.. items];

        return new ErpWork(kind, name, read, RequestDetailsOf(request))
        {
            TakesJobCosts = kind is ErpWorkKind.ImportDirectCosts
                && Member(data, "additional_job_data").TryGetProperty("job_cost_transactions_sync_enabled", out var flag) && flag.ValueKind is JsonValueKind.True,
        };
    }

    /// <summary>Every request detail that the request names, whatever else can be read of it.</summary>
    public static IReadOnlyList<long> RequestDetailsOf(ErpRequest request)
    {
        var outer = request.RequestDetailId ?? Number(request.RequestData, "request_detail_id");

        return [.. AllDetails(request.RequestData).Concat(outer is { } id ? [id] : []).Distinct()];
    }

    /// <summary>What the approver filled in for one of the request's invoices, or its company, in lower case; null if nothing.</summary>
    public static string? AnswerOf(ErpRequest? request, long id, string field)
    {
        if (request is null || request.RequestData.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var record = request.RequestData.TryGetProperty("vendor", out var vendor)
            ? vendor
            : Elements(Member(request.RequestData, "requisitions")).FirstOrDefault(element => Number(element, "procore_requisition_id") == id);

        return record.ValueKind is JsonValueKind.Object && (Number(record, "id") ?? id) == id && record.TryGetProperty("erp_custom_fields", out var fields)
            && Text(fields, field)?.Trim().ToLowerInvariant() is { Length: > 0 } answer
                ? answer
                : null;
    }

    private static bool HasAnswers(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("erp_custom_fields", out var fields) && fields.ValueKind is JsonValueKind.Object
        && fields.EnumerateObject().Any(field => field.Value.ValueKind is not JsonValueKind.Null);

    private static IEnumerable<ErpItem> One(JsonElement data, string member, long? outer) =>
        [Item(Member(data, member), "id", outer) with { HasAnswers = HasAnswers(Member(data, member)) }];

    /// <summary>The companies that are gone; none may be named, then the surviving one still says whose link it has.</summary>
    private static IEnumerable<ErpItem> Merged(JsonElement data, long? outer)
    {
        var survivor = Item(Member(data, "master_vendor"), "id", outer);
        ErpItem[] sources = [.. Elements(Member(data, "source_vendors")).Select(source => Item(source, "id", outer))];

        return (sources.Length > 0 ? sources : [survivor]).Select(source => source with { SurvivorId = survivor.Id });
    }

    private static ErpItem Item(JsonElement element, string idName, long? outer) => new(
        Number(element, idName) ?? throw new JsonException($"The request names no {idName}."),
        Number(element, "request_detail_id") ?? outer);

    /// <summary>A list as it is, or under its name.</summary>
    private static JsonElement ListOf(JsonElement data, string name) => data.ValueKind is JsonValueKind.Array ? data : Member(data, name);

    private static long? ProjectOf(JsonElement element, JsonElement data) => Number(element, "project_id")
        ?? (Text(element, "biller_type") is "Project" ? Number(element, "biller_id") : null)
        ?? Number(data, "project_id");

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member)
            ? member
            : throw new JsonException($"The request has no {name}.");

    private static IEnumerable<JsonElement> Elements(JsonElement array) =>
        array.ValueKind is JsonValueKind.Array ? array.EnumerateArray() : throw new JsonException("The request has an object where a list belongs.");

    private static IEnumerable<long> AllDetails(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(AllDetails),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("request_detail_id") && Number(element, member.Name) is { } id ? [id] : AllDetails(member.Value)),
        _ => [],
    };

    private static long? Number(JsonElement element, string name)
    {
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String => Digits.Read(value.GetString()?.Trim(), mayBeNegative: true),
            _ => null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
