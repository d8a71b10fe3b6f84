using System.Net;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[NonParallelizable]
internal sealed class LatencyTests : NetSuiteFixture
{
    private static readonly NetSuiteLike Calm = new() { LatencyMedianMilliseconds = 1_000, ReadLatencyMedianMilliseconds = 400, LatencySigma = 0 };

    private static readonly NetSuiteLike Lively = Calm with { LatencySigma = 1 };

    [Test]
    public void Reads_have_a_median_of_their_own_and_others_take_the_common_one()
    {
        var latency = new Latency();

        Assert.That(latency.Next(Calm, isRead: true), Is.EqualTo(TimeSpan.FromMilliseconds(400)));
        Assert.That(latency.Next(Calm, isRead: false), Is.EqualTo(TimeSpan.FromMilliseconds(1_000)));
        Assert.That(latency.Next(Calm with { ReadLatencyMedianMilliseconds = null }, isRead: true), Is.EqualTo(TimeSpan.FromMilliseconds(1_000)));
    }

    [Test]
    public void Writes_take_the_same_times_however_much_is_read_between_them()
    {
        var quiet = new Latency();
        var busy = new Latency();
        var alone = Enumerable.Range(0, 20).Select(_ => quiet.Next(Lively, isRead: false)).ToList();

        var amongReads = Enumerable.Range(0, 20).Select(number =>
        {
            busy.Next(Lively, isRead: true);
            return busy.Next(Lively, isRead: false);
        });

        Assert.That(amongReads, Is.EqualTo(alone));
        Assert.That(alone, Is.Unique);
    }

    [Test]
    public void A_restart_begins_the_row_anew()
    {
        var latency = new Latency();
        var first = latency.Next(Lively, isRead: false);
        latency.Next(Lively, isRead: false);

        latency.Restart();

        Assert.That(latency.Next(Lively, isRead: false), Is.EqualTo(first));
    }

    [TestCase("GET", "/services/rest/record/v1/vendorBill/1", true)]
    [TestCase("POST", "/services/rest/query/v1/suiteql", true)]
    [TestCase("POST", "/services/rest/record/v1/vendorBill", false)]
    [TestCase("PATCH", "/services/rest/record/v1/vendorBill/1", false)]
    [TestCase("PUT", "/services/rest/record/v1/vendor/eid:x", false)]
    [TestCase("DELETE", "/services/rest/record/v1/vendorBill/1", false)]
    public void A_query_is_a_read_although_it_is_posted(string method, string path, bool isRead) =>
        Assert.That(Simulator.IsRead(method, path), Is.EqualTo(isRead));

    [Test(Description = "Specification 6: counted by requests really in flight, and a slow one is")]
    public async Task A_call_holds_its_slot_while_its_latency_lasts()
    {
        Simulator.Settings = Simulator.Settings with { ConcurrencyLimit = 2, LatencyMedianMilliseconds = 400, LatencySigma = 0 };
        var slow = new[] { Get("vendor"), Get("vendor") };
        while (Simulator.InFlight < 2)
        {
            await Task.Yield();
        }

        var refused = await Get("vendor");

        Assert.That((int)refused.Status, Is.EqualTo(429));
        Assert.That((await Task.WhenAll(slow)).Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
    }

    private sealed record NetSuiteLike : SimulatorSettings;
}
