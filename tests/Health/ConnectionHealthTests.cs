using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Health;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Health;

/// <summary>One look that hangs or breaks hides nothing of what the others say.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectionHealthTests
{
    private readonly RoomRig rig = new();
    private readonly Mock<IRequestStore> requests = new();
    private readonly Mock<IImportStore> runs = new();
    private SweepReport? report = new() { At = TimeProvider.System.GetUtcNow(), FirstAt = TimeProvider.System.GetUtcNow() };
    private DateTimeOffset seen;

    public ConnectionHealthTests()
    {
        rig.Procore.Setup(procore => procore.FindOwnCompanyAsync(It.IsAny<CancellationToken>())).ReturnsAsync("Bay Builders");
        rig.Procore.Setup(procore => procore.ListHooksAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new(51, "https://app.example/api/procore/webhooks/acme?code=key-of-ours")]);
        rig.Procore.Setup(procore => procore.ListHookTriggersAsync(51, It.IsAny<CancellationToken>())).ReturnsAsync([new(1, "ERP Requests", "CREATE")]);
        requests.Setup(requests => requests.FindReportAsync("acme", It.IsAny<CancellationToken>())).ReturnsAsync(() => report);
        requests.Setup(requests => requests.SeeAsync("acme", It.IsAny<CancellationToken>())).ReturnsAsync(() => seen);
    }

    [Test]
    public async Task All_is_well() => Assert.That(await ProblemsAsync(), Is.Empty);

    [Test]
    public async Task A_system_that_gives_no_answer_is_waited_for_ten_seconds_even_if_it_does_not_listen()
    {
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<EntityFound?>().Task);

        Assert.That(await ProblemsAsync(), Is.EqualTo(new[] { "netSuite: NetSuite gave no answer within 10 seconds. Look again; if it stays so, see whether NetSuite can be reached from the app." }));
    }

    [Test]
    public async Task Each_failure_is_told_by_itself_and_an_unexpected_one_without_its_words()
    {
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new ThrottledException(new Problem("E901", "NetSuite is busy."), TimeSpan.FromMinutes(1)));
        rig.Procore.Setup(procore => procore.ListHookTriggersAsync(51, It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("secret"));
        requests.Setup(requests => requests.FindReportAsync("acme", It.IsAny<CancellationToken>())).ThrowsAsync(new RequestFailedException(403, "secret"));
        runs.Setup(runs => runs.FindMarkAsync("acme", It.IsAny<ImportKind>(), null, It.IsAny<CancellationToken>())).ThrowsAsync(new RequestFailedException(403, "secret"));

        var problems = await ProblemsAsync();

        Assert.That(problems, Is.EqualTo(new[]
        {
            "netSuite: E901: NetSuite is busy. The connector tries again by itself.",
            "webhook: Procore could not be asked (InvalidOperationException). See the app's log.",
            "sweep: The table storage could not be asked (RequestFailedException). See the app's log.",
            "imports: The table storage could not be asked (RequestFailedException). See the app's log.",
        }));
    }

    [Test]
    public async Task Requests_that_were_given_up_and_rows_that_make_no_sense_are_told()
    {
        report = report! with { GivenUp = 12, FirstGivenUp = [66, 67] };
        Assert.That((await ProblemsAsync()).Single(), Does.StartWith("sweep: 12 ERP Requests are not done").And.Contain("66, 67").And.Contain("dead-letter"));
        report = report with { GivenUp = 0, Unreadable = 3 };
        Assert.That((await ProblemsAsync()).Single(), Does.StartWith("sweep: 3 rows of Procore's request details or deliveries can't be read"));
    }

    [TestCase(0, ExpectedResult = "", Description = "just deployed")]
    [TestCase(44, ExpectedResult = "")]
    [TestCase(46, ExpectedResult = "sweep: There was no sweep yet")]
    public async Task<string> Before_the_first_sweep_it_is_well_for_as_long_as_three_take(int minutes)
    {
        (report, seen) = (null, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(minutes));

        return string.Join(' ', await ProblemsAsync()).Split(',')[0];
    }

    [Test]
    public async Task An_import_that_never_ran_is_late_although_there_was_no_sweep_either()
    {
        (report, seen) = (null, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(3));

        Assert.That(await ProblemsAsync(), Has.Exactly(1).StartsWith("imports: The import of ").And.Exactly(1).StartsWith("sweep: "));
    }

    [TestCase("app.example", true)]
    [TestCase("APP.example", true)]
    [TestCase("app.example:8080", false)]
    public async Task The_hook_leads_to_an_address_of_this_app(string host, bool isOurs) =>
        Assert.That(await ProblemsAsync("other.example", host), isOurs ? Is.Empty : Has.Exactly(1).StartsWith("webhook: Procore's webhook 51 goes to app.example, and this app is other.example or"));

    private async Task<IEnumerable<string>> ProblemsAsync(params string[] hosts)
    {
        var state = await new ConnectionHealth(runs.Object, requests.Object, new Looks(new HastyTime(), NullLogger<Looks>.Instance), TimeProvider.System)
            .LookAsync(rig.Connection, hosts is [] ? ["app.example"] : hosts, CancellationToken.None);

        return state.Problems.Select(pair => $"{pair.Key}: {pair.Value}");
    }
}
