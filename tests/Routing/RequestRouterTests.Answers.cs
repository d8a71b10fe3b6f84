using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Routing;

/// <content>Requests that no room has to work on: answered at once, and none of their details is left open (connector-behaviour.md 13.7).</content>
public sealed partial class RequestRouterTests
{
    [TestCase("create_budget", "E907: Budgets are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_commitment", "E907: Commitments are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_commitment_change_order", "E907: Commitment change orders are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_payment_application", "E907: Owner invoices are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_prime_contract_change_order", "E907: Prime contract change orders are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_contract_payment", "E907: Payments that are made in Procore are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("create_company_level_direct_cost", "E907: Company-level direct costs are not exported to NetSuite by this connector. Reject it.")]
    [TestCase("sync_sub_jobs", "E907: Sub jobs are not imported from NetSuite by this connector. Nothing to do.")]
    [TestCase("unlink_commitment", "E907: Commitments are not exported to NetSuite by this connector. Who made this link with another integration can undo it, or have Procore's support reset it.")]
    [TestCase("polish_the_windows", "E907: This is something that the connector doesn't do. Reject it.")]
    public async Task What_is_not_supported_is_closed_as_failed_in_plain_words(string name, string text)
    {
        await Route(Request(name, new { request_detail_id = 5 }));

        Assert.That((closed.Single().Id, closed[0].Succeeded, closed[0].Messages.Single()), Is.EqualTo((5L, false, text)));
        Assert.That(sent, Is.Empty);
    }

    [TestCase("create_budget")]
    [TestCase("sync_standard_cost_codes")]
    [TestCase("create_vendor", Description = "can't be read")]
    public async Task Details_that_the_requests_data_does_not_name_are_looked_up_by_request_and_closed(string name)
    {
        rig.Procore.Setup(procore => procore.ListDetailsOfRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync([new RequestDetail(7, 66), new RequestDetail(8, 66)]);

        await Route(Request(name, new { what = "ever" }));

        Assert.That(closed.Select(closing => closing.Id), Is.EqualTo(new[] { 7L, 8L }));
    }

    [Test(Description = "13.7: what the router closes is checked entry by entry")]
    public async Task A_detail_that_Procore_does_not_close_is_tried_again()
    {
        rig.Procore.Setup(procore => procore.CloseRequestDetailsAsync(It.IsAny<IReadOnlyList<RequestDetailClosing>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SyncAnswer([], [new SyncError(5, null, null, null, "is locked")]));

        await Route(Request("create_budget", new { request_detail_id = 5 }));

        rig.Sender.Verify(sender => sender.SendLaterAsync(
            QueueNames.ProcoreEvents, It.Is<RequestEvent>(copy => copy.Attempt == 1), It.IsAny<DateTimeOffset>(), It.IsAny<string>(), It.IsAny<CancellationToken>()));
    }

    [TestCase(null, true, "The connector's metadata was sent.")]
    [TestCase("ns:OTHER:costcode:9", true, "The connector's metadata was sent.", Description = "of this connector, through another account")]
    [TestCase("sage:09", false, "E903: Cost code 09-100 of Procore's ERP list belongs to another integration (sage:09)")]
    public async Task Metadata_that_Procore_asks_for_is_sent_or_refused_in_words_and_never_asked_for_again(string? origin, bool isSent, string words)
    {
        rig.Procore.Setup(procore => procore.ListCostCodeListsAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new CostCodeList(3, "ERP", true)]);
        rig.Procore.Setup(procore => procore.ListStandardCostCodesAsync(3, It.IsAny<CancellationToken>())).Returns(new[] { new StandardCostCode(9, "Finishes", "09-100", null, origin) }.ToAsyncEnumerable());
        rig.Procore.Setup(procore => procore.ListDetailsOfRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync([new RequestDetail(7, 66)]);

        await Route(Request("sync_metadata", new { company_id = 4400123 }));

        Assert.That((closed.Single().Id, closed[0].Succeeded), Is.EqualTo((7L, isSent)));
        Assert.That(closed[0].Messages.Single(), Does.StartWith(words));
        rig.Procore.Verify(
            procore => procore.ConfigureErpAsync(new Uri("https://acme-func.example.net"), It.IsAny<System.Text.Json.Nodes.JsonObject>(), It.IsAny<CancellationToken>()), Times.Exactly(isSent ? 1 : 0));
        requests.Verify(requests => requests.MarkAsync("acme", 66, true, It.IsAny<CancellationToken>()), Times.Once);
    }
}
