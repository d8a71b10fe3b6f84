using System.Net;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <content>Lists and their filters.</content>
internal sealed partial class RecordTests
{
    [Test(Description = "Specification 3.4")]
    public async Task A_list_gives_ids_and_links_in_pages()
    {
        for (var number = 1; number <= 7; number++)
        {
            await Create("vendor", new { companyName = $"Vendor {number}", subsidiary = Id(2) });
        }

        var page = (await Get("vendor?limit=3")).Json;
        var last = (await Get("vendor?limit=3&offset=6")).Json;
        var beyond = (await Get("vendor?limit=3&offset=9")).Json;
        var crooked = await Get("vendor?limit=3&offset=4");
        var tooMany = await Get("vendor?limit=1001");

        Assert.That(page["count"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That(page["totalResults"]!.GetValue<int>(), Is.EqualTo(7));
        Assert.That(page["hasMore"]!.GetValue<bool>(), Is.True);
        Assert.That(page["items"]![0]!.AsObject().Select(property => property.Key), Is.EqualTo(new[] { "links", "id" }));
        Assert.That(page["links"]!.AsArray().Select(link => link!["rel"]!.GetValue<string>()), Is.EqualTo(new[] { "next", "last", "self" }));
        Assert.That(page["links"]![1]!["href"]!.GetValue<string>(), Does.EndWith("/vendor?limit=3&offset=0"), "wrong, as NetSuite's own");
        Assert.That(last["hasMore"]!.GetValue<bool>(), Is.False);
        Assert.That((beyond["count"]!.GetValue<int>(), beyond["hasMore"]!.GetValue<bool>()), Is.EqualTo((0, false)));
        Assert.That(crooked.Detail, Is.EqualTo("Offset must be divisible by limit."));
        Assert.That(crooked.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("offset"));
        Assert.That(tooMany.Code, Is.EqualTo("INVALID_PARAMETER"));
    }

    [TestCase("externalId IS \"PC-V-77\"", 1)]
    [TestCase("companyName START_WITH \"Acme\" AND isInactive IS false", 1)]
    [TestCase("companyName CONTAIN_NOT \"Acme\"", 1)]
    [TestCase("companyName ENDWITH \"LLC\" OR companyName IS \"Brick Co\"", 2)]
    [TestCase("(companyName IS \"Brick Co\" OR isInactive IS true) AND email EMPTY", 1)]
    [TestCase("subsidiary ANY_OF [2, 3]", 2)]
    [TestCase("subsidiary EQUAL 3", 0)]
    [TestCase("dateCreated ON \"11/23/2026\"", 2)]
    [TestCase("dateCreated AFTER \"11/23/26\"", 0)]
    [TestCase("email EMPTY_NOT", 1)]
    public async Task A_list_is_filtered_by_q(string query, int count)
    {
        await Create("vendor", Vendor());
        await Create("vendor", new { companyName = "Brick Co", subsidiary = Id(2) });

        var reply = await Get($"vendor?q={Uri.EscapeDataString(query)}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json["count"]!.GetValue<int>(), Is.EqualTo(count));
    }

    [TestCase("colour IS red")]
    [TestCase("companyName EQUAL 5")]
    [TestCase("dateCreated AFTER \"2026-11-23\"")]
    [TestCase("companyName IS")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query)
    {
        var reply = await Get($"vendor?q={Uri.EscapeDataString(query)}");

        Assert.That(reply.Code, Is.EqualTo("INVALID_PARAMETER"));
        Assert.That(reply.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("q"));
    }
}
