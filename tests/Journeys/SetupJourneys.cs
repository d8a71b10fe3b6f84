using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// <c>GET /api/connections/{id}/setup</c> on accounts that really have the fault. What it says is <c>Samples/approved/setup-messages.txt</c>, word for word, in the
/// order of the faults.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class SetupJourneys : SetupJourney
{
    private static readonly string?[] received = new string?[SetupFaults.All.Length];

    public static SetupFault[] Faults => SetupFaults.All;

    [TestCaseSource(nameof(Faults))]
    public async Task A_fault_is_found_by_its_check_and_hides_no_other(SetupFault fault)
    {
        var number = Array.FindIndex(Faults, other => other.ToString() == fault.ToString());
        received[number] = $"Not provoked: {fault}";
        if (fault.Settings.Count > 0)
        {
            await World.BeginAgainAsync(fault.Changes);
        }

        Site.AddTo(World.Procore);
        await fault.Make(World);
        var (procore, netSuite) = (Writes(World.Accounts.Procore), Books());

        var (status, page) = await GetAsync();

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{page}");
        var checks = page.GetProperty("checks").EnumerateArray().ToList();
        var found = checks.Single(check => Text(check, "name") == fault.Check);
        received[number] = Steady(Line(found));
        var others = checks.Where(check => Text(check, "status") is "warn" or "fail" && Text(check, "name") != fault.Check).Select(check => Text(check, "name"));
        Assert.That(Text(found, "status"), Is.Not.EqualTo("pass"), $"{page}");
        Assert.That(others, Is.EquivalentTo(fault.Also), string.Join(Environment.NewLine, checks.Select(Line)));
        Assert.That(Text(page, "status"), Is.EqualTo(Worst(checks)));
        Assert.That((Writes(World.Accounts.Procore), Books()), Is.EqualTo((procore, netSuite)), "looking writes nothing");
        Assert.That($"{page}", Does.Not.Contain("secret-key").And.Not.Contain("wrong-key").And.Not.Contain("local-host-key").And.Not.Contain("0123456789abcdef"));
        Assert.That(received[number], Is.EqualTo(Approved.Lines("setup-messages").ElementAtOrDefault(number)), $"Line {number + 1} of the page of messages.");
        Assert.That(World.Host.Failures, Is.Empty);
    }

    [Test]
    public async Task All_passes_in_accounts_that_are_set_up()
    {
        Site.AddTo(World.Procore);
        var (procore, netSuite) = (Writes(World.Accounts.Procore), Books());
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (_, page) = await GetAsync();

        Assert.That(Text(page, "status"), Is.EqualTo("pass"), $"{page}");
        Assert.That(page.GetProperty("byHand").GetArrayLength(), Is.EqualTo(5));
        Assert.That((Writes(World.Accounts.Procore), Books()), Is.EqualTo((procore, netSuite)), "looking writes nothing");
        await TestContext.Out.WriteLineAsync(
            $"* Set-up check: {page.GetProperty("checks").GetArrayLength()} checks, {World.Accounts.Procore.Calls.All.Count} calls to Procore, {World.Accounts.NetSuite.Calls.All.Count} to NetSuite, {watch.ElapsedMilliseconds} ms.");
    }

    [Test]
    public async Task A_check_that_is_needed_and_fails_says_which_were_not_looked_at()
    {
        World.Accounts.NetSuite.ExpireTokens();
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 400, Path = "*/token", Body = """{"error":"invalid_grant"}""" });
        var lines = await LinesAsync();

        Assert.That(lines, Has.Exactly(16).Match("^.*: not looked at. Not looked at because \"NetSuite login\" did not pass."));
        Assert.That(lines, Has.One.StartsWith("NetSuite login: fail"));
        Assert.That(World.Accounts.NetSuite.Calls.All.Count(call => call.Path.EndsWith("/token", StringComparison.Ordinal)), Is.LessThan(5), "a login that is refused five times is locked (netsuite-api.md 2.3)");
    }

    [Test]
    public async Task An_unknown_connection_is_told_with_those_there_are()
    {
        var (status, page) = await GetAsync("api/connections/nobody/setup");

        Assert.That((status, Text(page, "error")), Is.EqualTo((HttpStatusCode.NotFound, "There is no connection nobody: there is main.")));
    }

    [Test]
    public async Task Ready_tells_the_set_up_in_one_word_and_takes_nothing_out_of_service()
    {
        Assert.That(await ReadyAsync("pass"), Is.EqualTo(HttpStatusCode.OK));
        var calls = World.Accounts.NetSuite.Calls.All.Count;
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503 });
        Assert.That(await ReadyAsync("pass"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(World.Accounts.NetSuite.Calls.All, Has.Count.EqualTo(calls), "it is kept for an hour");
        World.Time.Advance(TimeSpan.FromHours(1));

        Assert.That(await ReadyAsync("not looked at"), Is.EqualTo(HttpStatusCode.OK));
    }

    [OneTimeTearDown]
    public static void KeepForApproval()
    {
        if (received.All(line => line is not null))
        {
            Approved.Keep("setup-messages", received!);
        }
    }

    /// <summary>Asks until it says so.</summary>
    private async Task<HttpStatusCode> ReadyAsync(string setup)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (status, page) = await GetAsync("api/health/ready");
            if (Text(page, "setup") == setup || attempt == 100)
            {
                Assert.That(Text(page, "setup"), Is.EqualTo(setup));

                return status;
            }

            await Task.Delay(50);
        }
    }

    private static string Worst(List<JsonElement> checks) => new[] { "fail", "not looked at", "warn", "pass" }.First(word => checks.Exists(check => Text(check, "status") == word));

    /// <summary>Calls that could change something: a query and a login can't.</summary>
    private static int Writes(Simulator simulator) => simulator.Calls.All.Count(call => call.Method != "GET"
        && !call.Path.EndsWith("/suiteql", StringComparison.Ordinal) && !call.Path.EndsWith("/token", StringComparison.Ordinal));

    /// <summary>All that NetSuite holds.</summary>
    private string Books() => JsonSerializer.Serialize(World.Accounts.NetSuite.DescribeLedger());

    private static string Steady(string line) => Numbers().Replace(Ports().Replace(line, "127.0.0.1"), "...");

    [GeneratedRegex(@"(?<=\[(operation|x-request-id) )[^\]]*(?=\])|(?<=webhooks? )\d{10,}|(?<=\()\d{10,}, \d{10,}(?=\))")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Ports();
}
