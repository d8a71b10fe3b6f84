using System.Net;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>The form of a new record (specification 3.11), roles that may only view, and the language of refusals.</summary>
internal sealed class FormTests : NetSuiteFixture
{
    private static readonly string[] Written = ["vendor", "job", "otherChargePurchaseItem", "vendorBill"];

    private static readonly (string, string) AsForm = ("Accept", "application/vnd.oracle.resource+json; type=create-form");

    protected override bool WithLogin => true;

    [TestCaseSource(nameof(Written))]
    public async Task A_form_shows_what_the_body_sets_and_saves_nothing(string type)
    {
        var login = await LimitedLogin.Header(Simulator, BaseUrl, new Role())(Http);
        var before = JsonSerializer.Serialize(Simulator.DescribeLedger());

        var form = await Send(HttpMethod.Post, type, """{"externalId":"form-1"}""", AsForm, ("Authorization", login));

        Assert.That(form.Status, Is.EqualTo(HttpStatusCode.OK), form.Text);
        Assert.That(form.Json["externalId"]!.GetValue<string>(), Is.EqualTo("form-1"));
        Assert.That(form.Json.AsObject().ContainsKey("id"), Is.False);
        Assert.That(form.Location, Is.Null);
        Assert.That(JsonSerializer.Serialize(Simulator.DescribeLedger()), Is.EqualTo(before));
        Assert.That((await Send(HttpMethod.Get, $"{type}/eid:form-1", null, ("Authorization", login))).Status, Is.Not.EqualTo(HttpStatusCode.OK));
    }

    [TestCaseSource(nameof(Written))]
    public async Task A_role_that_may_only_view_gets_lists_and_neither_forms_nor_records(string type)
    {
        var login = await LimitedLogin.Header(Simulator, BaseUrl, new Role { ViewOnlyRecordTypes = [type] })(Http);

        var list = await Send(HttpMethod.Get, type, null, ("Authorization", login));
        var form = await Send(HttpMethod.Post, type, "{}", AsForm, ("Authorization", login));
        var record = await Send(HttpMethod.Post, type, "{}", ("Authorization", login));
        var upsert = await Send(HttpMethod.Put, $"{type}/eid:a", "{}", ("Authorization", login));

        Assert.That(list.Status, Is.EqualTo(HttpStatusCode.OK), list.Text);
        foreach (var refused in new[] { form, record, upsert })
        {
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.BadRequest, "USER_ERROR")));
            Assert.That(refused.Detail, Does.Contain("Permission Violation"));
        }
    }

    [Test(Description = "Corrections: error texts come in the language of the role's user")]
    public async Task Refusals_come_in_the_language_of_the_roles_user()
    {
        var login = await LimitedLogin.Header(Simulator, BaseUrl, new Role())(Http);
        Simulator.Settings = Simulator.Settings with { Language = ErrorLanguage.German };

        var missing = await Send(HttpMethod.Get, "vendor/eid:nobody", null, ("Authorization", login));
        Simulator.Settings = Simulator.Settings with { Language = ErrorLanguage.English };

        Assert.That((missing.Status, missing.Code), Is.EqualTo((HttpStatusCode.NotFound, "NONEXISTENT_ID")), "codes stay");
        Assert.That(missing.Detail, Does.Contain("Die Datensatzinstanz ist nicht vorhanden."));
    }
}
