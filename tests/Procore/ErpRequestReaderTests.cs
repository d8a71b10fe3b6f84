using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Procore;

public sealed class ErpRequestReaderTests
{
    [TestCase("create_vendor", ErpWorkKind.ExportCompany, 5501001, 880201)]
    [TestCase("create_or_update_job", ErpWorkKind.ExportProject, 598134325841112, 880202, Description = "7.4.1: the detail stands beside the data; id as text")]
    [TestCase("create_standard_cost_codes", ErpWorkKind.AcknowledgeStandardCostCodes, 61, 880203, Description = "7.4.1: data is a list, details inside")]
    [TestCase("create_requisitions", ErpWorkKind.ExportInvoices, 58820, 880205)]
    [TestCase("unlink_vendor", ErpWorkKind.UnlinkCompany, 5501001, null)]
    [TestCase("reset_job", ErpWorkKind.UnlinkProject, 598134325841112, null)]
    [TestCase("reset_requisition", ErpWorkKind.UnlinkInvoice, 58820, null)]
    public void Each_request_names_its_records_and_their_request_details(string name, ErpWorkKind kind, long id, long? detail)
    {
        var work = ErpRequestReader.Read(Request(name));

        Assert.That(work.Kind, Is.EqualTo(kind));
        Assert.That((work.Items[0].Id, work.Items[0].RequestDetailId), Is.EqualTo((id, detail)));
    }

    [Test(Description = "procore-api.md 7.6: the project is known by its origin id only")]
    public void Every_invoice_of_a_batch_keeps_its_project_and_may_lack_a_request_detail()
    {
        var work = ErpRequestReader.Read(Request("create_requisitions"));

        Assert.That(work.Items.Select(item => (item.Id, item.RequestDetailId, item.ProjectOriginId)), Is.EqualTo(new[]
        {
            (58820L, (long?)880205L, "ns:1234567_SB1:job:7310"), (58821L, null, "ns:1234567_SB1:job:7310"),
        }));
    }

    [TestCase("sync_vendors", ErpWorkKind.RefreshCompanies, 880208)]
    [TestCase("create_budget", ErpWorkKind.NotSupported, 880209)]
    public void A_request_without_records_still_names_the_details_to_close(string name, ErpWorkKind kind, long detail)
    {
        var work = ErpRequestReader.Read(Request(name));

        Assert.That(work.Kind, Is.EqualTo(kind));
        Assert.That(work.RequestDetailIds, Is.EqualTo(new[] { detail }));
    }

    [TestCase(58820, "export")]
    [TestCase(58821, null)]
    [TestCase(1, null)]
    public void The_approvers_decision_about_a_duplicate_is_read_per_invoice(long id, string? decision)
    {
        Assert.That(ErpRequestReader.AnswerOf(Request("create_requisitions"), id, ErpRequestReader.DuplicateBillField), Is.EqualTo(decision));
    }

    [TestCase("""{"vendor":{"id":35,"erp_custom_fields":{"duplicate_vendor":" Link "}}}""", "link", true)]
    [TestCase("""{"vendor":{"id":35,"erp_custom_fields":{"duplicate_vendor":" "}}}""", null, true)]
    [TestCase("""{"vendor":{"id":35,"erp_custom_fields":{"duplicate_vendor":null}}}""", null, false)]
    [TestCase("""{"vendor":{"id":35,"erp_custom_fields":{}}}""", null, false)]
    [TestCase("""{"vendor":{"id":35}}""", null, false)]
    [TestCase("""{"vendor":{"id":36,"erp_custom_fields":{"duplicate_vendor":"link"}}}""", null, true, Description = "another company's")]
    public void The_approvers_decision_about_a_duplicate_vendor_is_read(string data, string? decision, bool hasAnswers)
    {
        var request = new ErpRequest { RequestName = "create_vendor", RequestData = JsonDocument.Parse(data).RootElement };

        Assert.That(ErpRequestReader.AnswerOf(request, 35, ErpRequestReader.DuplicateVendorField), Is.EqualTo(decision));
        Assert.That(ErpRequestReader.Read(request).Items.Single().HasAnswers, Is.EqualTo(hasAnswers));
    }

    [TestCase("create_vendor", "{}")]
    [TestCase("create_vendor", "[]")]
    [TestCase("create_vendor", "null")]
    [TestCase("create_vendor", """{"vendor":{"id":"abc"}}""")]
    [TestCase("create_vendor", """{"vendor":7}""")]
    [TestCase("create_requisitions", """{"requisitions":{}}""")]
    [TestCase("create_requisitions", """{"requisitions":[7]}""")]
    [TestCase("create_standard_cost_codes", "{}")]
    [TestCase("reset_requisition", "7")]
    public void Data_of_another_shape_is_refused_with_a_typed_error(string name, string data)
    {
        var request = new ErpRequest { Id = 1, RequestName = name, RequestData = JsonDocument.Parse(data).RootElement };

        Assert.That(() => ErpRequestReader.Read(request), Throws.TypeOf<JsonException>());
    }

    private static ErpRequest Request(string name) => Files.ErpRequest(name);
}
