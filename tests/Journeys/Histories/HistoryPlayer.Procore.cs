using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <content>People in Procore: invoices, companies, and costs and payments of their own.</content>
public sealed partial class HistoryPlayer
{
    private IReadOnlyList<ProcoreRecord> Invoices => world.Accounts.Procore.Records(Kinds.Requisition);

    private IReadOnlyList<ProcoreRecord> Commitments => world.Accounts.Procore.Records(Kinds.WorkOrderContract);

    private IReadOnlyList<ProcoreRecord> Companies => world.Accounts.Procore.Records(Kinds.Vendor);

    private async Task WorkInProcoreAsync(HistoryStep step)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Act)
        {
            case Act.Invoice:
                await InvoiceAsync(Commitments[a % Commitments.Count], Name("INV"), Amount(b) * 10, null);
                break;
            case Act.LinkInvoice when Pick([.. ByHand.Where(bill => bill is { IsVoided: false, Total: > 0 } && bill.Lines.Any(line => line.CustomerId is not null))], a) is { } bill:
                if (Commitments.FirstOrDefault(commitment => Companies.Single(company => company.Id == commitment.Data["vendor_id"]!.GetValue<long>()) is var company && Facts.IdIn(company.OriginId, "vendor") == bill.EntityId) is { } contract)
                {
                    await InvoiceAsync(contract, bill.TranId!, bill.Total / 0.9m, new JsonObject { ["duplicate_bill"] = b == 0 ? "export" : "link" });
                }

                break;
            case Act.Unlink when Pick([.. Invoices.Where(invoice => invoice.OriginId is not null)], a) is { } invoice:
                Tell($"invoice {invoice.Text("invoice_number")} is unlinked");
                Ann.Unlink(World.Requisition, invoice.Id);
                await world.QuietAsync();
                Tell($"{world.Status(World.Requisition, invoice).Tab}: {string.Join(", ", world.Status(World.Requisition, invoice).Messages)}");
                break;
            case Act.ExportAgain when Pick([.. Invoices.Where(invoice => invoice.OriginId is null)], a) is { } invoice:
                Tell($"invoice {invoice.Text("invoice_number")} is exported again");
                await ExportAsync(invoice, b % 3 == 0 ? new JsonObject { ["duplicate_bill"] = "export" } : null);
                break;
            case Act.ResetInvoice when Pick([.. Invoices.Where(invoice => invoice.OriginId is not null)], a) is { } invoice:
                Tell($"Procore's staff reset invoice {invoice.Text("invoice_number")}");
                Ann.ResetRequisition(invoice.Id);
                await world.QuietAsync();
                break;
            case Act.SwitchProject:
                await SwitchAsync(Projects[a % 2]);
                break;
            case Act.OwnCost:
                await OwnCostAsync(a, b);
                break;
            case Act.OwnPayment:
                Keep(world.Procore.AddPayment(Commitments[a % Commitments.Count], null, Amount(b), new DateOnly(2026, 5, 20)), "a user enters payment");
                break;
            case Act.EditCost when Pick([.. world.Accounts.Procore.Records(Kinds.DirectCostLine).Where(line => line.OriginId is not null)], a) is { } line:
                Touch(world.Accounts.Procore.FindRecord(Kinds.DirectCost, line.ParentId!.Value)!, "edits");
                Ann.Edit(Kinds.DirectCostLine, line.Id, new JsonObject { ["manual_amount"] = line.Amount("amount") + 1 });
                break;
            case Act.DeleteCost when Pick([.. world.Accounts.Procore.Records(Kinds.DirectCost).Where(cost => cost.OriginId is not null)], a) is { } cost:
                Touch(cost, "deletes");
                Ann.Delete(Kinds.DirectCost, cost.Id);
                break;
            case Act.BillToOwner when Pick(world.Accounts.Procore.Records(Kinds.DirectCost), a) is { } cost:
                Tell($"an owner invoice takes up cost {cost.Text("invoice_number")}");
                Ann.BillToOwner(cost.Id);
                Snap(cost);
                break;
            case Act.MergeCompany when Companies.Count > 2:
                var (master, source) = (Companies[a % Companies.Count], Companies[b % Companies.Count]);
                Tell($"company {source.Text("name")} is merged into {master.Text("name")}");
                Ann.MergeVendors(master.Id, [source.Id]);
                await world.QuietAsync();
                break;
            case Act.ExportCompany when Companies.FirstOrDefault(company => company.OriginId is null) is { } company:
                Tell($"company {company.Text("name")} is exported");
                await world.ExportAsync(World.Vendor, company);
                break;
            default:
                await WorkOnPaymentsAsync(step.Act, a, b);
                break;
        }
    }

    private async Task WorkOnPaymentsAsync(Act act, int a, int b)
    {
        var payments = world.Accounts.Procore.Records(Kinds.ContractPayment);
        switch (act)
        {
            case Act.ResetPayment when Pick([.. payments.Where(payment => payment.OriginId is not null)], a) is { } payment:
                var always = b % 2 == 0;
                Tell($"Procore's staff reset payment {payment.OriginId}{(always ? " and free it" : "")}");
                if (always)
                {
                    facts.Reset.Add(payment.OriginId!);
                    facts.ResetIds[payment.Id] = payment.OriginId!;
                }

                Ann.ResetPayment(payment.Id, always);
                await world.QuietAsync();
                break;
            case Act.EditOwnPayment when Pick([.. payments.Where(payment => payment.OriginId is null)], a) is { } payment:
                Tell($"a user edits payment {payment.Id} without origin id");
                Ann.Edit(Kinds.ContractPayment, payment.Id, b % 2 == 0 ? new JsonObject { ["notes"] = $"edited {b}" } : new JsonObject { ["amount"] = $"{Amount(b)}" });
                Snap(payment);
                break;
            case Act.DeleteOwnPayment when Pick([.. payments.Where(payment => payment.OriginId is null)], a) is { } payment:
                Tell($"a user deletes payment {payment.Id} without origin id");
                Ann.Delete(Kinds.ContractPayment, payment.Id);
                facts.Own.Remove((Kinds.ContractPayment, payment.Id));
                break;
        }
    }

    private async Task InvoiceAsync(ProcoreRecord commitment, string number, decimal gross, JsonObject? answers)
    {
        var invoice = world.Procore.AddInvoice(commitment, number, [new InvoiceLine(1, Math.Round(gross, 2))]);
        Tell($"invoice {number} over {Math.Round(gross, 2)} on {commitment.Text("number")}{(answers is null ? "" : $", with {answers.ToJsonString()}")}");
        await ExportAsync(invoice, null);
        if (answers is not null && world.Status(World.Requisition, invoice).Tab == "Failed to Export")
        {
            await ExportAsync(invoice, answers);
        }
    }

    private async Task ExportAsync(ProcoreRecord invoice, JsonObject? answers)
    {
        world.Send(World.Requisition, [invoice], answers);
        await world.QuietAsync();
        var status = world.Status(World.Requisition, invoice);
        Tell($"{status.Tab} {status.OriginId}{string.Join(", ", status.Messages)}");
    }

    private async Task SwitchAsync(ProcoreRecord project)
    {
        var isOn = facts.SwitchedOn.Contains(project.Id);
        project.Data["erp_job_cost_transaction_syncing_enabled"] = !isOn;
        Tell($"project {project.Text("project_number")} {(isOn ? "doesn't take" : "takes")} job costs now");
        await SyncJobAsync(project);
    }

    private async Task OwnCostAsync(int a, int b)
    {
        Keep(world.Procore.AddDirectCost(Projects[a % 2], null, Name("OWN"), [new SeedLine(Site.Concrete, "By hand", Amount(b))]), "a user enters cost");
        await world.QuietAsync();
    }

    /// <summary>The company allows "Edit Synced Direct Cost Transactions" from now on.</summary>
    private void Touch(ProcoreRecord cost, string how)
    {
        world.Procore.Company.EditSyncedDirectCosts = true;
        facts.Touched.Add(cost.OriginId!);
        Tell($"a user {how} cost {cost.Text("invoice_number")} ({cost.OriginId})");
    }

    private void Keep(ProcoreRecord record, string what)
    {
        Tell($"{what} {record.Id}");
        facts.Own[(record.Kind, record.Id)] = "";
        Snap(record);
    }

    private void Snap(ProcoreRecord record)
    {
        if (facts.Own.ContainsKey((record.Kind, record.Id)))
        {
            facts.Own[(record.Kind, record.Id)] = Facts.TextOf(record);
        }
    }
}
