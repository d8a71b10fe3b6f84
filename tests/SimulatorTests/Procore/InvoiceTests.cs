using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed class InvoiceTests : ProcoreFixture
{
    private static decimal Money(JsonNode? node) => decimal.Parse(node!.GetValue<string>(), CultureInfo.InvariantCulture);

    private Task<Reply> ShowAsync(ProcoreRecord invoice, string view = "extended") =>
        GetAsync($"/rest/v1.1/requisitions/{invoice.Id}?project_id={Project}&view={view}");

    [Test(Description = "spec 8.10: the figures of the example")]
    public async Task The_seventh_invoice_has_the_figures_of_the_example()
    {
        var invoice = await ShowAsync(Seed.Invoice);
        var (summary, item) = (invoice["summary"]!, invoice["items"]![0]!);

        Assert.That(summary["original_contract_sum"]!.ToString(), Is.EqualTo("50000.00"));
        Assert.That(summary["total_completed_and_stored_to_date"]!.ToString(), Is.EqualTo("19000.00"));
        Assert.That(summary["total_retainage"]!.ToString(), Is.EqualTo("1900.00"));
        Assert.That(summary["total_earned_less_retainage"]!.ToString(), Is.EqualTo("17100.00"));
        Assert.That(summary["less_previous_certificates_for_payment"]!.ToString(), Is.EqualTo("8100.00"));
        Assert.That(summary["current_payment_due"]!.ToString(), Is.EqualTo("9000.00"));
        Assert.That(summary["balance_to_finish_including_retainage"]!.ToString(), Is.EqualTo("32900.00"));
        Assert.That(invoice.Text("percent_complete"), Is.EqualTo("38.00%"));
        Assert.That(item["work_completed_from_previous_application"]!.ToString(), Is.EqualTo("9000.00"));
        Assert.That(item["work_completed_retainage_from_previous_application"]!.ToString(), Is.EqualTo("900.00"));
        Assert.That(item["gross_amount"]!.ToString(), Is.EqualTo("10000.00"));
        Assert.That(item["net_amount"]!.ToString(), Is.EqualTo("9000.00"));
        Assert.That(item["wbs_code"]!["flat_code"]!.ToString(), Is.EqualTo("05-100.S"));
        Assert.That(item["wbs_code"]!["segment_items"]![0]!["path_codes"]!.ToJsonString(), Is.EqualTo("[\"05\",\"100\"]"));
    }

    [Test(Description = "spec 8.10: line net adds up to the payment due, on every kind of invoice")]
    public async Task Every_seeded_invoice_adds_up()
    {
        foreach (var invoice in Simulator.Records(Kinds.Requisition))
        {
            var shown = await ShowAsync(invoice);
            var summary = shown["summary"]!;
            var items = shown["items"]!.AsArray();

            Assert.That(items.Sum(item => Money(item!["net_amount"])), Is.EqualTo(Money(summary["current_payment_due"])), shown.Text("invoice_number"));
            Assert.That(
                items.Sum(item => Money(item!["total_completed_and_stored_to_date"]) - Money(item["total_completed_and_stored_to_date_from_previous"])),
                Is.EqualTo(items.Sum(item => Money(item!["gross_amount"]))));
            Assert.That(
                Money(summary["contract_sum_to_date"]),
                Is.EqualTo(Money(summary["original_contract_sum"]) + Money(summary["net_change_by_change_orders"])));
            Assert.That(
                Money(summary["current_payment_due"]),
                Is.EqualTo(Money(summary["total_earned_less_retainage"]) - Money(summary["less_previous_certificates_for_payment"])));
        }
    }

    [Test(Description = "spec 8.10, 13.4: what the G702 shows to date is the sum of its lines: total, retainage on work (5a), on stored materials (5b) and both")]
    public async Task The_balances_of_the_summary_are_those_of_the_lines_on_every_invoice()
    {
        var contract = Simulator.Data.AddCommitment(Seed.Project, Seed.Vendor, "SC-9", "Cladding", [new("05-100.S", "Panels", 20_000m), new("05-100.S", "Clips", 900m)]);
        Simulator.Data.AddInvoice(contract, "M-1", [new(1) { Stored = 6_000m, MaterialsRetained = 600m }, new(2, 100m)]);
        Simulator.Data.AddInvoice(contract, "M-2", [new(1, 1_000m) { MaterialsMoved = 4_000m, MaterialsRetainageMoved = 400m }]);
        Simulator.Data.AddInvoice(contract, "M-3", [new(1) { Released = 500m, MaterialsReleased = 200m }, new(2, 50m) { Retained = 50m }]);

        foreach (var invoice in Simulator.Records(Kinds.Requisition))
        {
            var shown = await ShowAsync(invoice);
            var summary = shown["summary"]!;
            decimal Sum(Func<JsonNode, decimal> figure) => shown["items"]!.AsArray().Sum(item => figure(item!));
            var work = Sum(item => Money(item["work_completed_retainage_from_previous_application"])
                + Money(item["work_completed_retainage_retained_this_period"]) - Money(item["work_completed_retainage_released_this_period"]));
            var materials = Sum(item => Money(item["materials_stored_retainage_currently_retained"]));

            Assert.That(Money(summary["total_completed_and_stored_to_date"]), Is.EqualTo(Sum(item => Money(item["total_completed_and_stored_to_date"]))));
            Assert.That(Money(summary["completed_work_retainage_amount"]), Is.EqualTo(work), shown.Text("invoice_number"));
            Assert.That(Money(summary["stored_materials_retainage_amount"]), Is.EqualTo(materials), shown.Text("invoice_number"));
            Assert.That(Money(summary["total_retainage"]), Is.EqualTo(work + materials));
        }
    }

    [Test(Description = "helper for the control of gross and retainage")]
    public async Task A_line_can_be_lost_while_the_summary_keeps_it()
    {
        var contract = Simulator.Data.AddCommitment(Seed.Project, Seed.Vendor, "SC-9", "Cladding", [new("05-100.S", "Panels", 20_000m), new("05-100.S", "Clips", 900m)]);
        var invoice = Simulator.Data.AddInvoice(contract, "L-1", [new(1, 100m), new(2, 50m) { Retained = 50m }]);

        Simulator.Data.LoseLine(invoice, 2);

        var shown = await ShowAsync(invoice);
        Assert.That(shown["items"]!.AsArray().Select(item => item!["description_of_work"]!.ToString()), Is.EqualTo(new[] { "Panels" }));
        Assert.That(Money(shown["summary"]!["total_completed_and_stored_to_date"]), Is.EqualTo(150m));
    }

    [Test(Description = "spec 8.10, 13.4: materials are stored, held on, moved and released")]
    public async Task Stored_materials_move_into_work_without_being_billed_twice()
    {
        var contract = Simulator.Data.AddCommitment(Seed.Project, Seed.Vendor, "SC-9", "Cladding", [new("05-100.S", "Panels", 20_000m)]);
        Simulator.Data.AddInvoice(contract, "M-1", [new(1) { Stored = 6_000m, MaterialsRetained = 600m }]);
        var second = Simulator.Data.AddInvoice(contract, "M-2", [new(1, 1_000m) { MaterialsMoved = 4_000m, MaterialsRetainageMoved = 400m }]);

        var item = (await ShowAsync(second))["items"]![0]!;
        var detail = (await GetAsync($"/rest/v1.0/requisitions/{second.Id}/detail?project_id={Project}")).Body![0]!;

        Assert.That(Money(item["gross_amount"]), Is.EqualTo(1_000m));
        Assert.That(Money(item["net_amount"]), Is.EqualTo(900m));
        Assert.That(Money(item["materials_presently_stored"]), Is.EqualTo(2_000m));
        Assert.That(Money(item["work_completed_from_previous_application"]), Is.EqualTo(4_000m));
        Assert.That(Money(item["materials_stored_retainage_currently_retained"]), Is.EqualTo(200m));
        Assert.That(Money(item["work_completed_retainage_from_previous_application"]), Is.EqualTo(400m));
        Assert.That(
            Money(detail["total_retainage_currently_retained"]) - Money(detail["total_retainage_from_previous_application"]), Is.EqualTo(100m));
    }

    [Test(Description = "spec 8.10: held minus released from /detail is the retainage change of the line")]
    public async Task A_release_of_retainage_pays_out_without_work()
    {
        var release = Simulator.Records(Kinds.Requisition).Single(invoice => invoice.Text("invoice_number") == "C-3");

        var shown = await ShowAsync(release);

        Assert.That(Money(shown["summary"]!["current_payment_due"]), Is.EqualTo(2_000m));
        Assert.That(shown["items"]!.AsArray().Sum(item => Money(item!["work_completed_retainage_released_this_period"])), Is.EqualTo(2_000m));
    }

    [Test(Description = "spec 8.10: change order items stand in their own type and package; ids are unique only within a type")]
    public async Task A_change_order_line_has_its_own_type()
    {
        var changed = Simulator.Records(Kinds.Requisition).Single(invoice => invoice.Text("invoice_number") == "C-2");

        var shown = await ShowAsync(changed);
        var list = await GetAsync($"/rest/v1.0/requisitions/{changed.Id}/change_order_items?project_id={Project}");

        Assert.That(shown["items"]!.AsArray().Select(item => item!["item_type"]!.ToString()), Is.EqualTo(new[] { "contract_item", "contract_item", "change_order_item" }));
        Assert.That(shown["item_packages"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(Money(shown["summary"]!["net_change_by_change_orders"]), Is.EqualTo(1_500m));
        Assert.That(list.Body![0]!["change_order_package_id"], Is.Not.Null);
        Assert.That(Simulator.Records(Kinds.ContractItem).Select(item => item.Id), Has.Member(Simulator.Records(Kinds.ChangeOrderItem)[0].Id));
    }

    [Test(Description = "spec 8.10: detail items are booked instead of their contract item")]
    public async Task A_line_with_details_lists_both_levels_and_sums_them_once()
    {
        var contract = Simulator.Data.AddCommitment(
            Seed.Project, Seed.Vendor, "SC-10", "Stairs", [new("05-100.S", "Stairs", 900m) { Details = [("East", 400m), ("West", 500m)] }]);
        var invoice = Simulator.Data.AddInvoice(contract, "D-1", [new(1, 100m) { Detail = 1 }, new(1, 50m) { Detail = 2 }]);

        var shown = await ShowAsync(invoice);

        Assert.That(shown["items"]!.AsArray().Select(item => item!["item_type"]!.ToString()), Is.EqualTo(new[] { "contract_item", "contract_detail_item", "contract_detail_item" }));
        Assert.That(Money(shown["items"]![0]!["gross_amount"]), Is.EqualTo(150m));
        Assert.That(Money(shown["summary"]!["current_payment_due"]), Is.EqualTo(135m));
    }

    [Test(Description = "helper for the control total")]
    public async Task A_summary_can_be_made_wrong_by_a_cent()
    {
        Simulator.Data.MakeSummaryWrong(Seed.Invoice);

        Assert.That((await ShowAsync(Seed.Invoice))["summary"]!["current_payment_due"]!.ToString(), Is.EqualTo("9000.01"));
    }

    [Test(Description = "spec 8.10: views")]
    public async Task The_default_view_has_no_items_and_header_only_has_the_texts()
    {
        var plain = await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}");
        var header = await ShowAsync(Seed.Invoice, "header_only");

        Assert.That(plain["summary"], Is.Not.Null);
        Assert.That(plain.Body!.AsObject().ContainsKey("items"), Is.False);
        Assert.That(header.Body!.AsObject().ContainsKey("items"), Is.False);
        Assert.That(header["summary_text"]!["application_number"]!.ToString(), Is.EqualTo("2"));
        Assert.That((await ShowAsync(Seed.Invoice, "everything")).Status, Is.EqualTo(400));
    }

    [TestCase("filters[id][]={0}", 1)]
    [TestCase("filters[status]=draft", 0)]
    [TestCase("filters[origin_id]=NS-BILL-90188", 1)]
    [TestCase("filters[updated_at]=2026-05-02T09:00:00Z...2026-05-02T11:00:00Z", 7)]
    [TestCase("filters[updated_at]=\"2026-05-03T00:00:00Z...2026-05-04T00:00:00Z\"", 0)]
    [TestCase("filters[is_last]=true", 3, Description = "spec 8.10, 4.2")]
    public async Task Invoices_can_be_filtered(string filter, int count)
    {
        var query = string.Format(CultureInfo.InvariantCulture, filter, Seed.Invoice.Id);
        var start = new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.Zero);
        Time.Advance(start - Time.GetUtcNow());
        await FillAsync();

        var list = await GetAsync($"/rest/v1.1/requisitions?project_id={Project}&{query.Replace($"{Seed.Invoice.Id}", $"{Seed.Invoice.Id}", StringComparison.Ordinal)}");

        Assert.That(list.Body!.AsArray(), Has.Count.EqualTo(count));
    }

    [TestCase("filters[vendor]=3", 400)]
    [TestCase("filters[updated_at]=2026-05-01", 400, Description = "spec 4.2: both ends")]
    public async Task A_filter_that_is_not_there_or_has_one_end_is_refused(string filter, int status)
    {
        Assert.That((await GetAsync($"/rest/v1.1/requisitions?project_id={Project}&{filter}")).Status, Is.EqualTo(status));
    }

    [Test(Description = "spec 8.10, 13.3: all need project_id")]
    public async Task An_invoice_cannot_be_fetched_by_its_id_alone()
    {
        Assert.That((await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}")).Status, Is.EqualTo(400));
        Assert.That((await GetAsync("/rest/v1.1/requisitions")).Status, Is.EqualTo(400));
    }

    [Test(Description = "spec 5.4, 13.3: a synced invoice is immutable except its origin fields")]
    public async Task A_synced_invoice_is_locked_until_its_origin_is_cleared()
    {
        var path = $"/rest/v1.1/requisitions/{Seed.ExportedInvoice.Id}";
        JsonObject Body(string field, JsonNode? value) => new() { ["project_id"] = Project, ["requisition"] = new JsonObject { [field] = value } };

        var locked = await PatchAsync(path, Body("invoice_number", "other"));
        var data = await PatchAsync(path, Body("origin_data", "{}"));
        var cleared = await PatchAsync(path, Body("origin_id", null));
        var open = await PatchAsync(path, Body("invoice_number", "other"));

        Assert.That(locked.Status, Is.EqualTo(422));
        Assert.That(locked.Json, Does.Contain("cannot be edited"));
        Assert.That(new[] { data.Status, cleared.Status, open.Status }, Is.All.EqualTo(200));
        Assert.That(open.Text("invoice_number"), Is.EqualTo("other"));
    }

    [Test(Description = "spec 5.3, 13.3: unique per type in the company")]
    public async Task An_origin_id_can_be_taken_once()
    {
        var answer = await PatchAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}", new JsonObject
        {
            ["project_id"] = Project,
            ["requisition"] = new JsonObject { ["origin_id"] = "NS-BILL-90188" },
        });

        Assert.That(answer.Status, Is.EqualTo(422));
        Assert.That(answer.Json, Is.EqualTo("""{"errors":{"origin_id":["has already been taken"]}}"""));
    }

    [Test(Description = "spec 8.10: create body; 13.3: a bad date is stored as null")]
    public async Task An_invoice_can_be_created_and_deleted_while_it_is_the_latest()
    {
        var line = Simulator.Records(Kinds.LineItem).First(one => one.ParentId == Seed.Subcontract.Id);
        var created = await PostAsync("/rest/v1.1/requisitions?view=extended", new JsonObject
        {
            ["project_id"] = Project,
            ["commitment_id"] = Seed.Subcontract.Id,
            ["requisition"] = new JsonObject
            {
                ["period_id"] = Seed.April.Id,
                ["invoice_number"] = "INV-0008",
                ["status"] = "draft",
                ["billing_date"] = "30.04.2026",
                ["items"] = new JsonArray(new JsonObject
                {
                    ["item_type"] = "contract_item",
                    ["line_item_id"] = line.Id,
                    ["work_completed_this_period"] = "1000.00",
                    ["work_completed_retainage_retained_this_period"] = "50.00",
                }),
            },
        });

        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That(created["summary"]!["current_payment_due"]!.ToString(), Is.EqualTo("950.00"));
        Assert.That(created["billing_date"], Is.Null);
        Assert.That(created["number"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That((await SendAsync(HttpMethod.Delete, $"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}", null)).Status, Is.EqualTo(422));
        Assert.That((await SendAsync(HttpMethod.Delete, $"/rest/v1.1/requisitions/{created.Text("id")}?project_id={Project}", null)).Status, Is.EqualTo(200));
    }

    [TestCase("status", "paid", 422, Description = "spec 8.10: no paid status exists")]
    [TestCase("vendor_id", "35", 406, Description = "spec 2.1: the request names a field that does not exist")]
    public async Task What_an_invoice_does_not_have_is_refused(string field, string value, int status)
    {
        var answer = await PatchAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}", new JsonObject
        {
            ["project_id"] = Project,
            ["requisition"] = new JsonObject { [field] = value },
        });

        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
