using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Procore's ERP connection and its metadata, made and repaired over HTTP (procore-api.md 7.4.5).</summary>
public sealed class ErpConnectionJourneys : SiteJourney
{
    private static readonly Uri address = new($"/api/connections/{SimulatedAccounts.ConnectionId}/erp-connection", UriKind.Relative);

    [Test]
    public async Task It_is_sent_again_as_often_as_asked_and_approvers_get_their_three_questions()
    {
        var first = await AskAsync(200);
        var second = await AskAsync(200);

        Assert.That((first["outcome"]!.GetValue<string>(), second["outcome"]!.GetValue<string>()), Is.EqualTo(("metadata sent anew", "metadata sent anew")));
        Assert.That(World.Procore.Company.ErpMetadata!.ToJsonString(), Is.EqualTo(first["metadata"]!.ToJsonString()).And.EqualTo(second["metadata"]!.ToJsonString()));
        Assert.That(Questions("vendors", "requisitions"), Is.EqualTo(new[]
        {
            "duplicate_vendor, 6: Duplicate vendor: leave empty, or type export or link",
            "duplicate_bill, 6: Duplicate bill: leave empty, or type export or link",
            "closed_period, 10: Closed period: leave empty, or type first_open",
        }));
    }

    [Test]
    public async Task Where_there_is_none_it_is_made_with_the_apps_own_address()
    {
        World.Accounts.Ann.EndConnection(SimulatedAccounts.CompanyId);

        var made = await AskAsync(200);

        Assert.That(made["outcome"]!.GetValue<string>(), Is.EqualTo("made"));
        Assert.That(World.Procore.Company.ErpServiceUrl, Is.EqualTo(World.Host.BaseAddress.AbsoluteUri.TrimEnd('/')));
    }

    [Test]
    public async Task It_is_refused_while_the_companys_ERP_cost_codes_belong_to_another_integration()
    {
        World.Procore.AddStandardCostCode("09", "Finishes", originId: "sage:09");

        var refused = await AskAsync(502);

        Assert.That(refused["error"]!.GetValue<string>(), Does.Contain("09").And.Contain("another integration").And.Contain("sage:09").And.Contain("Procore's support"));
        Assert.That(World.Procore.Company.ErpMetadata?["settings"]?["entities"]?["requisitions"], Is.Null);
    }

    [Test]
    public async Task Who_had_it_made_stands_in_the_connections_history()
    {
        await AskAsync(200);

        var entry = (await World.Links.ListHistoryAsync(LinkKey.OfConnection(SimulatedAccounts.ConnectionId), CancellationToken.None)).Single(one => one.Decision == "erp-connection");
        Assert.That((entry.Who, entry.Sent!.Contains("duplicate_bill", StringComparison.Ordinal)), Is.EqualTo((entry.Who, true)));
        Assert.That(entry.Who, Is.Not.Empty);
    }

    private IEnumerable<string> Questions(params IEnumerable<string> entities) => entities.SelectMany(entity =>
        World.Procore.Company.ErpMetadata!["settings"]!["entities"]![entity]!["configs"]!["export"]!["custom_fields"]!.AsArray()
            .Select(field => $"{field!["key"]}, {field["rules"]!["validation"]!["max_length"]!["length"]}: {field["label"]}"));

    private async Task<JsonNode> AskAsync(int status)
    {
        using var http = World.Host.NewClient();
        using var answer = await http.PostAsync(address, null);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());

        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
