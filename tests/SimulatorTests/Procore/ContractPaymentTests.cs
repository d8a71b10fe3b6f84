using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

[TestFixture(Description = "Payments issued: specification 8.11, 7.4.6, 5.4")]
internal sealed class ContractPaymentTests : ProcoreFixture
{
    private const string Erp = "/rest/v1.0/companies/4400123/";

    private string Scope => $"project_id={Project}&contract_id={Seed.Subcontract.Id}";

    [Test(Description = "spec 8.11: written but not returned; spec 8.7, 13.4: the commitment's figures follow")]
    public async Task A_payment_is_made_and_shows_on_its_commitment()
    {
        var made = await PostAsync("/rest/v1.0/contract_payments", Body());
        var shown = await GetAsync($"/rest/v1.0/contract_payments/{made.Text("id")}?{Scope}");
        var contract = await GetAsync($"/rest/v1.0/work_order_contracts/{Seed.Subcontract.Id}?project_id={Project}");

        Assert.That(made.Status, Is.EqualTo(201), made.Json);
        Assert.That((shown.Text("amount"), shown.Text("contract_id"), shown.Text("requisition_id")), Is.EqualTo(("9000.00", $"{Seed.Subcontract.Id}", $"{Seed.Invoice.Id}")));
        Assert.That(shown.Body!.AsObject().Select(pair => pair.Key), Does.Not.Contain("payment_method").And.Not.Contain("invoice_date").And.Contain("external_payment_id").And.Contain("status"));
        Assert.That((contract.Text("total_payments"), contract.Text("percentage_paid"), contract.Text("remaining_balance_outstanding")), Is.EqualTo(("9000.00", "18.00", "41000.00")));
        Assert.That(contract["payments_issued"]![0]!["check_number"]!.ToString(), Is.EqualTo("10442"));
    }

    [TestCase("contract_id", 400), TestCase("project_id", 400)]
    public async Task Project_and_contract_are_needed(string left, int status)
    {
        var body = Body();
        body.Remove(left);

        Assert.That((await PostAsync("/rest/v1.0/contract_payments", body)).Status, Is.EqualTo(status));
        Assert.That((await GetAsync($"/rest/v1.0/contract_payments?project_id={Project}")).Status, Is.EqualTo(400));
        Assert.That((await GetAsync($"/rest/v1.0/contract_payments?{Scope}&filters[origin_id]=x")).Status, Is.EqualTo(400), "no filters");
    }

    [TestCase("amount", null), TestCase("date", null), TestCase("amount", "much"), TestCase("payment_method", "cash"), TestCase("requisition_id", "4711"), TestCase("payment_number", "three")]
    public async Task A_payment_with_a_wrong_or_missing_field_is_refused(string field, string? value)
    {
        var body = Body();
        body["contract_payment"]![field] = value;

        var answer = await PostAsync("/rest/v1.0/contract_payments", body);

        Assert.That(answer.Status, Is.EqualTo(422));
        Assert.That(answer["errors"]![field], Is.Not.Null);
        Assert.That(Simulator.Records(Kinds.ContractPayment), Is.Empty);
    }

    [Test(Description = "spec 5.4, 8.11: a synced payment is locked until its origin id is cleared")]
    public async Task A_synced_payment_is_neither_changed_nor_deleted_before_it_is_unlinked()
    {
        var payment = Seed.PaymentWith(Simulator, "NS-PMT-1");
        var path = $"/rest/v1.0/contract_payments/{payment.Id}?{Scope}";
        JsonObject Change(string field, JsonNode? value) => new() { ["contract_payment"] = new JsonObject { [field] = value } };

        Assert.That((await PatchAsync(path, Change("amount", "1.00"))).Status, Is.EqualTo(422));
        Assert.That((await SendAsync(HttpMethod.Delete, path, null)).Status, Is.EqualTo(422));
        Assert.That((await PatchAsync(path, Change("origin_data", "{}"))).Status, Is.EqualTo(200));
        Assert.That(() => Simulator.As(9).Edit(Kinds.ContractPayment, payment.Id, new() { ["amount"] = "1.00" }), Throws.TypeOf<ProcoreRefusedException>());

        Assert.That((await PatchAsync(path, Change("origin_id", null))).Status, Is.EqualTo(200));
        Assert.That((await PatchAsync(path, Change("amount", "1.00"))).Text("amount"), Is.EqualTo("1.00"));
        Assert.That((await SendAsync(HttpMethod.Delete, path, null)).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(path)).Status, Is.EqualTo(404));
    }

    [Test(Description = "spec 5.3: unique in the company")]
    public async Task An_origin_id_is_taken_only_once()
    {
        Seed.PaymentWith(Simulator, "NS-PMT-8812-58820");

        var answer = await PostAsync("/rest/v1.0/contract_payments", Body());

        Assert.That((answer.Status, answer["errors"]!["origin_id"]![0]!.ToString()), Is.EqualTo((422, "has already been taken")));
    }

    [Test(Description = "spec 7.4.6 [A]: invoice payments are payments of the invoice's contract, upserted by origin id")]
    public async Task Invoice_payments_are_synced_by_origin_id_and_answered_entry_by_entry()
    {
        JsonObject Entry(string origin, string? amount, long invoice) => new()
        {
            ["invoice_type"] = "Billings::Requisition",
            ["invoice_id"] = invoice,
            ["origin_id"] = origin,
            ["origin_code"] = "CHK1009",
            ["amount"] = amount,
            ["date"] = "2026-05-20",
            ["payment_method"] = "check",
        };
        JsonObject Body(params JsonNode[] entries) => new() { ["company_id"] = Company, ["updates"] = new JsonArray(entries) };

        var first = await PatchAsync(Erp + "invoice_payments/sync", Body(Entry("p:1", "5000.00", Seed.Invoice.Id), Entry("p:2", null, Seed.Invoice.Id), Entry("p:3", "1.00", 4711)));
        var again = await PatchAsync(Erp + "invoice_payments/sync", Body(Entry("p:1", "4000.00", Seed.Invoice.Id), Entry("p:1", "1.00", OtherInvoice.Id)));
        var payment = Simulator.Records(Kinds.ContractPayment).Single();

        Assert.That(first["entities"]!.AsArray().Single()!["invoice_id"]!.GetValue<long>(), Is.EqualTo(Seed.Invoice.Id));
        Assert.That(first["errors"]!.AsArray().Select(error => $"{error!["origin_id"]}: {string.Join(',', error["errors"]!.AsObject().Select(pair => pair.Key))}"), Is.EqualTo(new[] { "p:2: amount", "p:3: invoice_id" }));
        Assert.That(again["errors"]!.AsArray().Single()!["errors"]!["origin_id"], Is.Not.Null, "a payment stays on its contract");
        Assert.That((payment.Amount("amount"), payment.ParentId, payment.Text("origin_code")), Is.EqualTo((4000m, (long?)Seed.Subcontract.Id, "CHK1009")));
    }

    [Test(Description = "spec 7.3 [A], 7.4.3, 7.5: unlink, external data of both names, reset_payment")]
    public async Task An_invoice_payment_is_unlinked_and_can_then_be_deleted()
    {
        var payment = Seed.PaymentWith(Simulator, null);
        await PatchAsync(Erp + "external_data/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject { ["item_type"] = "invoice_payment", ["item_id"] = payment.Id, ["origin_id"] = "p:9" }),
        });
        Assert.That(payment.OriginId, Is.EqualTo("p:9"));

        Assert.That(() => Simulator.As(9).ResetPayment(payment.Id), Throws.TypeOf<ProcoreRefusedException>());
        var notice = Simulator.As(1).ResetPayment(payment.Id);
        Assert.That(notice.RequestData.ToJsonString(), Is.EqualTo(
            $$"""{"payment_id":{{payment.Id}},"payment_type":"ContractPayment","origin_id":"p:9","origin_code":null,"origin_data":null,"reset_override":false}"""));
        Assert.That(payment.OriginId, Is.EqualTo("p:9"), "the integrator decides");

        Assert.That((await PatchAsync($"{Erp}invoice_payments/{payment.Id}/unlink", new JsonObject())).Status, Is.EqualTo(200));
        Assert.That((payment.OriginId, (await GetAsync($"{Erp}external_data?item_type=invoice_payment&item_id={payment.Id}")).Json), Is.EqualTo(((string?)null, "[]")));
        Assert.That((await SendAsync(HttpMethod.Delete, $"/rest/v1.0/contract_payments/{payment.Id}?{Scope}", null)).Status, Is.EqualTo(200));
    }

    [Test(Description = "spec 5.1")]
    public async Task More_than_a_thousand_invoice_payments_are_refused() => Assert.That(
        (await PatchAsync(Erp + "invoice_payments/sync", new JsonObject { ["updates"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => (JsonNode)new JsonObject())]) })).Status, Is.EqualTo(413));

    private ProcoreRecord OtherInvoice => Simulator.Records(Kinds.Requisition).First(invoice => invoice.ParentId != Seed.Subcontract.Id);

    private JsonObject Body() => JsonNode.Parse($$"""
        { "project_id": {{Project}}, "contract_id": {{Seed.Subcontract.Id}},
          "contract_payment": { "requisition_id": {{Seed.Invoice.Id}}, "date": "2026-05-20", "amount": "9000.00", "payment_method": "check", "check_number": "10442", "payment_number": 3,
            "invoice_number": "INV-0007", "invoice_date": "2026-04-30", "draw_request_number": 7, "notes": "NetSuite bill payment 8812", "origin_id": "NS-PMT-8812-58820", "origin_data": null } }
        """)!.AsObject();
}

/// <summary>Payments by hand.</summary>
internal static class PaymentSeed
{
    public static ProcoreRecord PaymentWith(this ProcoreDefaultSeed seed, ProcoreSimulator simulator, string? originId) =>
        simulator.Data.AddPayment(seed.Subcontract, seed.Invoice, 100m, new(2026, 5, 20), originId);
}
