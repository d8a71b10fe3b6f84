using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The user's actions over the control interface: <c>{ "user": 9, "kind": "requisition", "id": 1, … }</c>.</summary>
internal sealed class ProcoreActions(ProcoreSimulator simulator)
{
    public async Task<object> ActAsync(string action, JsonElement arguments, CancellationToken cancellationToken)
    {
        var given = JsonNode.Parse(arguments.GetRawText()) as JsonObject ?? throw new ControlException("An action takes a JSON object.");
        if (action == "deliver")
        {
            return new { sent = await simulator.DeliverDueAsync(cancellationToken) };
        }

        try
        {
            return Act(action, given);
        }
        catch (ProcoreRefusedException refusal)
        {
            throw new ControlException(refusal.Message);
        }
    }

    private object Act(string action, JsonObject given)
    {
        if (action == "direct-cost-totals")
        {
            return simulator.DirectCostTotals;
        }

        var pages = simulator.As(given["user"].Id() ?? 9);
        switch (action)
        {
            case "send":
                pages.SendToErp(Kind(given), Id(given));
                return simulator.Status(Kind(given), Id(given));
            case "retrieve":
                pages.Retrieve(Kind(given), Id(given));
                return simulator.Status(Kind(given), Id(given));
            case "accept":
                return pages.AcceptAndExport(Kind(given), Ids(given), given["answers"] as JsonObject).Select(request => request.ToJson()).ToList();
            case "reject":
                pages.Reject(Kind(given), Id(given), given["comment"].Text() ?? "");
                return simulator.Status(Kind(given), Id(given));
            case "edit":
                pages.Edit(Kind(given), Id(given), given["changes"] as JsonObject ?? throw new ControlException("'changes' is missing."));
                return simulator.Status(Kind(given), Id(given));
            case "status":
                return simulator.Status(Kind(given), Id(given));
            case "screen":
                return simulator.Screen();
            case "unlink":
                return pages.Unlink(Kind(given), Id(given)).ToJson();
            case "reset-job":
                return pages.ResetJob(Id(given)).ToJson();
            case "reset-requisition":
                return pages.ResetRequisition(Id(given)).ToJson();
            case "export-standard-cost-codes":
                return pages.ExportStandardCostCodes(Ids(given), given["answers"] as JsonObject).ToJson();
            case "refresh":
                return pages.Refresh(Need(given, "requestName"), Company(given)).ToJson();
            case "add-to-procore":
                return pages.AddToProcore(Id(given)).ToJson();
            case "link-vendor":
                return pages.LinkVendor(Id(given), given["vendorId"].Id() ?? throw new ControlException("'vendorId' is missing.")).ToJson();
            case "link-all-vendors":
                return pages.LinkAllVendors(Company(given)).ToJson();
            case "ready-to-import":
                return pages.ReadyToImport(Company(given));
            case "archive" or "restore":
                pages.Archive(Id(given), action == "archive");
                return new { done = action };
            case "merge-vendors":
                return pages.MergeVendors(Id(given), [.. (given["sources"] as JsonArray ?? []).Select(id => id.Id() ?? throw new ControlException("'sources' is a list of numbers."))]).ToJson();
            case "sync-single-job":
                return pages.SyncSingleJob(Id(given)).ToJson();
            case "add-to-directory":
                pages.AddToDirectory(Id(given), given["vendorId"].Id() ?? throw new ControlException("'vendorId' is missing."));
                return new { done = action };
            case "switch-job-costs":
                pages.SwitchJobCosts(Id(given), given["on"].Flag() ?? true);
                return new { done = action };
            case "reset-payment":
                return pages.ResetPayment(Id(given), given["override"].Flag() ?? false).ToJson();
            case "delete":
                pages.Delete(Kind(given), Id(given));
                return new { done = action };
            case "bill-to-owner":
                pages.BillToOwner(Id(given));
                return new { done = action };
            case "permit-project":
                simulator.Data.Permit(Project(given));
                return new { done = action };
            case "forbid-project":
                simulator.Data.Forbid(Project(given));
                return new { done = action };
            case "update-app":
                simulator.Data.UpdateApp(simulator.Data.App);
                return new { done = action };
            case "delete-project":
                pages.DeleteProject(Id(given));
                return new { done = action };
            case "tax-invoice":
                simulator.Data.TaxInvoice(Invoice(given), given["tax"].Decimal() ?? throw new ControlException("'tax' is missing."), given["inside"].Flag() ?? false);
                return new { changed = true };
            case "switch-tool":
                simulator.Data.SwitchTool(Project(given), Need(given, "tool"), given["on"].Flag() ?? true);
                return new { done = action };
            case "raise":
                return pages.Raise(Need(given, "requestName"), Company(given), given["data"]?.DeepClone() ?? new JsonObject(), given["withDetail"].Flag() ?? false).ToJson();
            case "repeat-event":
                simulator.RepeatEvent(given["erpRequestId"].Id());
                return new { repeated = true };
            case "make-summary-wrong":
                simulator.Data.MakeSummaryWrong(Invoice(given), given["by"].Decimal() ?? 0.01m);
                return new { changed = true };
            default:
                throw new ControlException($"There is no action '{action}'.");
        }
    }

    private ProcoreRecord Project(JsonObject given) => simulator.FindRecord(Kinds.Project, Id(given)) ?? throw new ControlException("There is no such project.");

    private ProcoreRecord Invoice(JsonObject given) => simulator.FindRecord(Kinds.Requisition, Id(given)) ?? throw new ControlException("There is no such invoice.");

    private static string Need(JsonObject given, string name) => given[name].Text() ?? throw new ControlException($"'{name}' is missing.");

    private static string Kind(JsonObject given) => Need(given, "kind");

    private static long Id(JsonObject given) => given["id"].Id() ?? throw new ControlException("'id' is missing.");

    private static long Company(JsonObject given) => given["companyId"].Id() ?? 4_400_123;

    private static List<long> Ids(JsonObject given) => given["ids"] is JsonArray ids
        ? [.. ids.Select(id => id.Id() ?? throw new ControlException("'ids' is a list of numbers."))]
        : [Id(given)];
}
