using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Functions.Setup.CheckStatus;

namespace ProcoreNetSuite.Tests.Setup;

/// <summary>Each check by itself: what passes, what warns, what fails (connector-behaviour.md 8), and what becomes of one that can't be carried out.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SetupChecksTests : IDisposable
{
    /// <summary>NUnit has a class of this name.</summary>
    private const CheckStatus Warn = CheckStatus.Warn;

    private readonly RoomRig rig = new();
    private readonly HookProbe probe = new(() => new Answering(204));
    private readonly AccountFound retainage = new("2100", "Retainage Payable", "OthCurrLiab", false, false);
    private readonly AccountFound cost = new("5100", "Subcontract cost", "COGS", false, false);
    private readonly SubsidiaryFound west = new("West", "US", "USD", false, false);
    private readonly ChargeItem item = new(new ItemFound(new NetSuiteId("700"), "RETAINAGE", null, "OthCharge", "Purchase", false), "233");

    private static readonly LineItemType type = new(1, "S", "Commitment", null);

    private static DateOnly Today => DateOnly.FromDateTime(RoomRig.Now.UtcDateTime);

    public SetupChecksTests()
    {
        rig.Settings.NetSuite.RetainageItem = "700";
        rig.Settings.NetSuite.ItemExpenseAccount = "512";
        rig.Settings.NetSuite.DefaultCustomer = "981";
        rig.Settings.NetSuite.CertificateExpires = Today.AddDays(31);
        rig.Settings.Procore.WebhookSecret = "0123456789abcdef0123456789abcdef";
        Procore(procore => procore.FindOwnCompanyAsync(default), "Bay Builders");
        Procore(procore => procore.ListRequestDetailPageAsync(1, default), new ListPage<RequestDetail>([], 0, false));
        Procore<IReadOnlyList<CostCodeList>>(procore => procore.ListCostCodeListsAsync(default), [new(2, "ERP", true)]);
        Codes(new(1, "Concrete", "03", null), new(2, "Cast-in-place", "03-300", 1));
        Procore<IReadOnlyList<LineItemType>>(procore => procore.ListCostTypesAsync(default), [new(1, "S", "Commitment", null)]);
        Users(new CompanyUser(9, "Ann Lee", true, true));
        Procore<string?>(procore => procore.FindCurrencyAsync(default), "USD");
        Projects(new Project { Id = 1, Name = "Dock 7", ProjectNumber = "1234" });
        Visible(1);
        Companies(new Company { Id = 35, Name = "Acme Steel LLC" });
        Procore<IReadOnlyList<CostCode>>(procore => procore.ListCostCodesAsync(1, default), [Code(1, "03", null), Code(2, "03-300", 1, new LineItemType(1, "S", "Commitment", null))]);
        rig.Procore.Setup(procore => procore.HasToolAsync(It.IsAny<long>(), It.IsAny<ProjectTool>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        Procore<IReadOnlyList<RegisteredHook>>(procore => procore.ListHooksAsync(default), [new(51, "https://app.example/api/procore/webhooks/acme?code=key")]);
        Procore<IReadOnlyList<HookTrigger>>(procore => procore.ListHookTriggersAsync(51, default), [new(1, "ERP Requests", "CREATE")]);
        NetSuite<DateTimeOffset?>(netSuite => netSuite.FindServerTimeAsync(default), RoomRig.Now.AddMinutes(-1));
        NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), west);
        NetSuite(netSuite => netSuite.FindChargeItemAsync("700", default), item);
        NetSuite(netSuite => netSuite.FindAccountAsync("233", default), retainage);
        NetSuite(netSuite => netSuite.FindAccountAsync("512", default), cost);
        NetSuite(netSuite => netSuite.FindCustomerAsync("981", default), new EntityFound(new("981"), "C1", "Owner Co", null, null, null, false));
        Hidden();
        NetSuite<IReadOnlyList<AccountingPeriod>>(netSuite => netSuite.ListAccountingPeriodsAsync(true, default), [Month(4), Month(5), Month(6)]);
    }

    public static IEnumerable<TestCaseData> Cases =>
    [
        Case("Procore login", Fail, test => test.Procore<string?>(procore => procore.FindOwnCompanyAsync(default), null)),
        Case("Procore login", Fail, test => test.Refuses(procore => procore.FindOwnCompanyAsync(default))),
        Case("ERP Integrations", Fail, test => test.Refuses(procore => procore.ListRequestDetailPageAsync(1, default))),
        Case("ERP cost codes", Fail, test => test.Procore<IReadOnlyList<CostCodeList>>(procore => procore.ListCostCodeListsAsync(default), [new(2, "Company", false), new(3, "Old", null)])),
        Case("ERP cost codes", Warn, test => test.Codes()),
        Case("ERP cost codes", Fail, test => test.Codes(new StandardCostCode(1, "Concrete", "03", null))),
        Case("ERP cost codes", Pass, test => test.Codes(new StandardCostCode(1, "General", "01", null), new(2, "Concrete", "03", null), new(3, "Cast-in-place", "03-300", 2))),
        Case("Project cost codes", Fail, test => test.ProjectCodes()),
        Case("Project cost codes", Fail, test => test.ProjectCodes(Code(1, "03", null))),
        Case("Project cost codes", Fail, test => test.ProjectCodes(Code(1, "03", null), Code(2, "03-300", 1))),
        Case("Project cost codes", Fail, test => test.ProjectCodes(Code(1, "03", null), Code(2, "03-300", 1, type), Code(3, "09", null, type))),
        Case("Project cost codes", Pass, test => test.ProjectCodes(Code(1, "03", null), Code(2, "03-300", 1, type), Code(3, "09", null))),
        Case("Cost types", Fail, test => test.Procore<IReadOnlyList<LineItemType>>(procore => procore.ListCostTypesAsync(default), [])),
        Case("Accounting approver", Fail, test => test.Users(new CompanyUser(9, "Ann Lee", false, true), new(10, "Paul", true, false), new(11, "Jo", null, null))),
        Case("Accounting approver", Pass, test => test.Users(new(10, "Paul", true, false), new CompanyUser(9, "Ann Lee", null, true))),
        Case("Procore currency", Warn, test => test.Procore<string?>(procore => procore.FindCurrencyAsync(default), null)),
        Case("Procore currency", Fail, test => test.Procore<string?>(procore => procore.FindCurrencyAsync(default), "CAD")),
        Case("Projects", Warn, test => test.Projects()),
        Case("Linked projects", Pass, test => test.rig.Link(EntityType.Project, 1, "7310", "1234")),
        Case("Linked projects", Pass, test => test.rig.Link(EntityType.Project, 2, "7311", "2401", LinkState.Unlinked)),
        Case("Linked projects", Warn, test => test.rig.Link(EntityType.Project, 2, "7311", "2401")),
        Case("Linked projects", Warn, test => test.rig.Link(EntityType.Project, 2, "7311", "2401", LinkState.Orphaned)),
        Case("Linked projects", Fail, test =>
        {
            test.rig.Link(EntityType.Project, 1, "7310", "1234");
            test.rig.Procore.Setup(procore => procore.ListProjectIdsAsync(It.IsAny<CancellationToken>())).Throws(
                new RejectedException(new Problem("E903", "Procore refuses access.", "Forbidden") { Speaker = "Procore" }, 403));
        }),
        Case("Project tools", Warn, test => test.Off(1, ProjectTool.DirectCosts)),
        Case("Project tools", Fail, test =>
        {
            test.Projects(new Project { Id = 1, Name = "Dock 7", OriginId = "ns:1234567_SB1:job:7310" });
            test.Off(1, ProjectTool.Invoicing);
        }),
        Case("Origin ids of others", Fail, test => test.Companies(new Company { Id = 35, Name = "Acme", OriginId = "SAGE-1" })),
        Case("Origin ids of others", Fail, test => test.Projects(new Project { Id = 1, Name = "Dock 7", OriginId = "ns:1234567:job:7310" })),
        Case("Origin ids of others", Pass, test => test.Companies(new Company { Id = 35, Name = "Acme", OriginId = "ns:1234567_sb1:vendor:7" })),
        Case("Companies that are there twice", Warn, test => test.Companies(new Company { Id = 35, Name = "Acme Steel LLC" }, new Company { Id = 36, Name = "ACME Steel, L.L.C." })),
        Case("Companies that are there twice", Warn, test => test.Companies(Register(35, "Acme", "45-1110001"), Register(36, "Peak", "451110001"))),
        Case("Companies that are there twice", Pass, test => test.Companies(Register(35, "Acme", "45-1110001"), Register(36, "Acme", "45-2220002"))),
        Case("Companies that are there twice", Pass, test => test.Companies(new Company { Id = 35, Name = "Acme" }, new Company { Id = 36, Name = "ACME", IsActive = false })),
        Case("Webhook", Fail, test => test.Procore<IReadOnlyList<RegisteredHook>>(procore => procore.ListHooksAsync(default), [])),
        Case("Webhook", Fail, test => test.Procore<IReadOnlyList<RegisteredHook>>(procore => procore.ListHooksAsync(default), [new(51, "https://app.example/api/procore/webhooks/acme", null, "v9")])),
        Case("NetSuite login", Warn, test => test.NetSuite<DateTimeOffset?>(netSuite => netSuite.FindServerTimeAsync(default), RoomRig.Now.AddMinutes(3))),
        Case("NetSuite login", Pass, test => test.NetSuite<DateTimeOffset?>(netSuite => netSuite.FindServerTimeAsync(default), null)),
        Case("NetSuite role: vendors", Fail, test => test.rig.NetSuite.Setup(netSuite => netSuite.CheckMayCreateAsync(WrittenRecord.Vendor, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E903", "The role may only view vendors."), 400))),
        Case("NetSuite role: items", Fail, test => test.Denies(netSuite => netSuite.FindItemAsync(It.IsAny<string>(), default))),
        Case("NetSuite language", Pass, test => test.NetSuite<string?>(netSuite => netSuite.FindRefusalWordsAsync(default), "The record instance does not exist. Provide a valid record instance ID.")),
        Case("NetSuite language", Warn, test => test.NetSuite<string?>(netSuite => netSuite.FindRefusalWordsAsync(default), "L'instance d'enregistrement n'existe pas.")),
        Case("NetSuite columns", Pass, test => test.Hidden(OptionalColumn.VendorSubsidiary)),
        Case("NetSuite columns", Warn, test => test.Hidden(OptionalColumn.JobSubsidiary)),
        Case("Journal items", Pass, test => test.rig.Settings.NetSuite.JournalItemField = "custcol_item"),
        Case("NetSuite subsidiary", Fail, test => test.NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), test.west with { Inactive = true })),
        Case("NetSuite subsidiary", Fail, test => test.NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), test.west with { Elimination = true })),
        Case("NetSuite currency", Fail, test => test.NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), test.west with { Currency = "CAD" })),
        Case("Payments", Warn, test => test.NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), test.west with { Country = "CA" })),
        Case("Payments", Pass, test => test.Abroad(settings => settings.ImportPayments = ImportInterval.Never)),
        Case("Payments", Pass, test => test.Abroad(settings => settings.PaymentsOutsideUnitedStates = true)),
        Case("End of the certificate", Warn, test => test.rig.Settings.NetSuite.CertificateExpires = null),
        Case("End of the certificate", Warn, test => test.rig.Settings.NetSuite.CertificateExpires = Today.AddDays(30)),
        Case("End of the certificate", Warn, test => test.rig.Settings.NetSuite.CertificateExpires = Today),
        Case("End of the certificate", Fail, test => test.rig.Settings.NetSuite.CertificateExpires = Today.AddDays(-1)),
        Case("End of the certificate", Pass, test => test.rig.Settings.NetSuite.Authentication = "Tba"),
        Case("Retainage item", Fail, test => test.NetSuite(netSuite => netSuite.FindChargeItemAsync("700", default), test.item with { Item = test.item.Item with { Type = "Service" } })),
        Case("Retainage item", Fail, test => test.NetSuite(netSuite => netSuite.FindChargeItemAsync("700", default), test.item with { ExpenseAccount = null })),
        Case("Retainage item", Fail, test => test.NetSuite(netSuite => netSuite.FindAccountAsync("233", default), test.retainage with { Inactive = true })),
        Case("Retainage item", Pass, test => test.NetSuite(netSuite => netSuite.FindAccountAsync("233", default), test.retainage with { Type = "LongTermLiab" })),
        Case("Expense account of new items", Fail, test => test.NetSuite(netSuite => netSuite.FindAccountAsync("512", default), test.cost with { Summary = true })),
        Case("Customer of new jobs", Warn, test => test.rig.Settings.NetSuite.DefaultCustomer = ""),
        Case("Accounting period", Fail, test => test.Periods()),
        Case("Accounting period", Fail, test => test.Periods(Month(5) with { Closed = true })),
        Case("Accounting period", Warn, test => test.Periods(Month(4), Month(5) with { Locked = true })),
        Case("Accounting period", Warn, test => test.Periods(Month(4))),
        Case("Approval of bills", Warn, test => test.rig.NetSuite.Setup(netSuite => netSuite.CountPendingBillsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(3)),
    ];

    [Test]
    public async Task All_passes()
    {
        var report = await LookAsync();

        Assert.That(report.Checks.Where(check => check.Finding.Status is not Pass), Is.Empty);
        Assert.That((report.Status, report.Checks.Count), Is.EqualTo((Pass, 32)));
        Assert.That(report.Checks.Select(check => check.Finding.Remedy), Is.All.Null);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_check_says_what_it_saw(string name, CheckStatus status, Action<SetupChecksTests> change)
    {
        change(this);
        var finding = (await LookAsync()).Checks.Single(check => check.Name == name).Finding;

        Assert.That(finding.Status, Is.EqualTo(status), finding.Found);
        Assert.That(finding.Remedy, status is Pass ? Is.Null : Is.Not.Empty);
        Assert.That(finding.Found, Does.EndWith(".").Or.EndsWith(")").And.Not.Contain("key"));
    }

    [Test]
    public async Task What_the_set_up_says_of_cost_codes_is_what_an_export_is_refused_for()
    {
        CostCode[] codes = [Code(1, "03", null), Code(2, "03-300", 1), Code(3, "09", null, type)];
        ProjectCodes(codes);

        var finding = (await LookAsync()).Checks.Single(check => check.Name == "Project cost codes").Finding;
        var refused = Functions.Projects.CostCodeMapper.Map("1234", codes).Problems;

        Assert.That((finding.Found, finding.Code), Is.EqualTo((string.Join(' ', refused.Select(problem => problem.Message)), refused[0].Code)));
        Assert.That(refused.Select(problem => problem.Code), Is.EqualTo(new[] { "E104", "E203" }));
    }

    [TestCase("SAGE-1", "ns:1234567:job:7310", "1 of 1 companies and 1 projects belong to another integration, such as Acme (SAGE-1). 1 more were linked by this connector through another NetSuite account.")]
    [TestCase(null, "ns:1234567:job:7310", "1 of 1 companies and 1 projects were linked by this connector through NetSuite account 1234567, such as Dock 7 (ns:1234567:job:7310); this connection is set to account 1234567_SB1.")]
    [TestCase("ns:7654321:vendor:9", "ns:1234567:job:7310", "2 of 1 companies and 1 projects were linked by this connector through NetSuite account 1234567 and 7654321, such as Acme (ns:7654321:vendor:9); this connection is set to account 1234567_SB1.")]
    public async Task Another_integration_is_named_only_for_ids_that_are_not_the_connectors_own(string? company, string project, string found)
    {
        Companies(new Company { Id = 35, Name = "Acme", OriginId = company });
        Projects(new Project { Id = 1, Name = "Dock 7", OriginId = project });

        var finding = (await LookAsync()).Checks.Single(check => check.Name == "Origin ids of others").Finding;

        Assert.That((finding.Status, finding.Found), Is.EqualTo((Fail, found)));
        Assert.That(finding.Remedy, company == "SAGE-1" ? Does.StartWith("Have the other integration let them go") : Does.Contain("Connections__acme__NetSuite__AccountId"));
    }

    [TestCase(1, 1, "The service account sees the linked project.")]
    [TestCase(3, 3, "The service account sees all 3 linked projects.")]
    [TestCase(3, 2, "The service account doesn't see 1 of 3 linked projects: P-3.")]
    [TestCase(9, 0, "The service account doesn't see 9 of 9 linked projects: P-1, P-2, P-3 and 6 more.")]
    public async Task Linked_projects_that_are_not_permitted_any_more_are_named(int linked, int seen, string found)
    {
        for (var id = 1; id <= linked; id++)
        {
            rig.Link(EntityType.Project, id, $"{7310 + id}", $"P-{id}");
        }

        Visible([.. Enumerable.Range(1, seen).Select(id => (long)id)]);
        var finding = (await LookAsync()).Checks.Single(check => check.Name == "Linked projects").Finding;

        Assert.That((finding.Found, finding.Code), Is.EqualTo((found, linked == seen ? null : "E903")));
    }

    [Test]
    public async Task What_can_not_be_carried_out_says_so_and_hides_nothing()
    {
        rig.Procore.Setup(procore => procore.ListCostTypesAsync(It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<IReadOnlyList<LineItemType>>().Task);
        rig.Procore.Setup(procore => procore.FindCurrencyAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("secret"));
        rig.NetSuite.Setup(netSuite => netSuite.FindServerTimeAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new ThrottledException(new Problem("E901", "NetSuite is busy."), TimeSpan.FromMinutes(1)));
        var report = await LookAsync();

        var notPassed = report.Checks.Where(check => check.Finding.Status is not Pass).Select(check => $"{check.Name}: {check.Finding.Found}").ToList();
        Assert.That(report.Status, Is.EqualTo(NotLookedAt));
        Assert.That(notPassed[..3], Is.EqualTo(new[]
        {
            "Cost types: Procore gave no answer within 10 seconds. Look again; if it stays so, see whether Procore can be reached from the app.",
            "Procore currency: Procore could not be asked (InvalidOperationException). See the app's log.",
            "NetSuite login: NetSuite is busy.",
        }));
        Assert.That(notPassed[3..], Has.Count.EqualTo(16).And.All.EndsWith("Not looked at because \"NetSuite login\" did not pass."));
    }

    [TestCase(401, Fail)]
    [TestCase(404, Fail)]
    [TestCase(204, Pass)]
    public async Task The_webhooks_address_is_tried_as_Procore_would(int status, CheckStatus expected)
    {
        using var other = new HookProbe(() => new Answering(status));

        Assert.That((await LookAsync(other)).Checks.Single(check => check.Name == "Webhook's address").Finding.Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_secret_goes_only_to_the_host_that_the_platform_names()
    {
        using var handler = new Answering(204);
        using var other = new HookProbe(() => handler);
        Procore<IReadOnlyList<RegisteredHook>>(procore => procore.ListHooksAsync(default), [new(51, "https://evil.example/api/procore/webhooks/acme?code=key")]);
        var report = await LookAsync(other, "evil.example");

        Assert.That(report.Checks.Single(check => check.Name == "Webhook's address").Finding.Status, Is.EqualTo(Warn));
        Assert.That(handler.Requests, Is.Zero);
    }

    [Test]
    public async Task In_short_only_that_is_looked_at_without_which_nothing_works()
    {
        var report = await Checks(probe).LookBrieflyAsync(rig.Connection, CancellationToken.None);

        Assert.That(report.Checks.Select(check => (check.Name, check.Finding.Status)), Is.EqualTo(new[] { ("Procore login", Pass), ("Webhook", Pass), ("NetSuite login", Pass) }));
    }

    public void Dispose() => probe.Dispose();

    private Task<SetupReport> LookAsync(HookProbe? other = null, string? host = null) => Checks(other ?? probe).LookAsync(rig.Connection, host, CancellationToken.None);

    private SetupChecks Checks(HookProbe probe) => new(
        probe,
        new AppAddress(new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_HOSTNAME", "app.example")]).Build()),
        new Looks(new HastyTime(), NullLogger<Looks>.Instance),
        rig.Links,
        RoomRig.Time);

    private static Company Register(long id, string name, string taxId) => new() { Id = id, Name = name, BusinessRegister = new BusinessRegister("EIN", taxId) };

    private static TestCaseData Case(string name, CheckStatus status, Action<SetupChecksTests> change) => new(name, status, change);

    private static AccountingPeriod Month(int month) =>
        new(new NetSuiteId($"{140 + month}"), $"{new DateOnly(2026, month, 1):MMM yyyy}", new DateOnly(2026, month, 1), new DateOnly(2026, month, 1).AddMonths(1).AddDays(-1), false, false);

    private void Procore<T>(System.Linq.Expressions.Expression<Func<IProcoreClient, Task<T>>> call, T answer) => rig.Procore.Setup(AnyToken.Of(call)).ReturnsAsync(answer);

    private void NetSuite<T>(System.Linq.Expressions.Expression<Func<INetSuiteClient, Task<T>>> call, T answer) => rig.NetSuite.Setup(AnyToken.Of(call)).ReturnsAsync(answer);

    private void Refuses<T>(System.Linq.Expressions.Expression<Func<IProcoreClient, Task<T>>> call) =>
        rig.Procore.Setup(AnyToken.Of(call)).ThrowsAsync(new RejectedException(new Problem("E903", "Procore refuses access.", "Forbidden") { Speaker = "Procore" }, 403));

    private void Denies<T>(System.Linq.Expressions.Expression<Func<INetSuiteClient, Task<T>>> call) =>
        rig.NetSuite.Setup(AnyToken.Of(call)).ThrowsAsync(new RejectedException(new Problem("E106", "The role lacks a permission.", "No"), 400));

    private void Hidden(params OptionalColumn[] columns) => NetSuite<IReadOnlySet<OptionalColumn>>(netSuite => netSuite.FindHiddenColumnsAsync(default), columns.ToHashSet());

    private void Codes(params StandardCostCode[] codes) => rig.Procore.Setup(procore => procore.ListStandardCostCodesAsync(2, It.IsAny<CancellationToken>())).Returns(() => codes.ToAsyncEnumerable());

    private void ProjectCodes(params CostCode[] codes) => Procore<IReadOnlyList<CostCode>>(procore => procore.ListCostCodesAsync(1, default), codes);

    private static CostCode Code(long id, string code, long? parent, params LineItemType[] types) => new() { Id = id, FullCode = code, Parent = new ParentCode(parent), LineItemTypes = types };

    private void Users(params CompanyUser[] users) => rig.Procore.Setup(procore => procore.ListUsersAsync(It.IsAny<CancellationToken>())).Returns(() => users.ToAsyncEnumerable());

    private void Projects(params Project[] projects) => rig.Procore.Setup(procore => procore.ListProjectsAsync(It.IsAny<CancellationToken>())).Returns(() => projects.ToAsyncEnumerable());

    private void Visible(params long[] projects) => rig.Procore.Setup(procore => procore.ListProjectIdsAsync(It.IsAny<CancellationToken>())).Returns(() => projects.ToAsyncEnumerable());

    private void Companies(params Company[] companies) => rig.Procore.Setup(procore => procore.ListDirectoryAsync(It.IsAny<CancellationToken>())).Returns(() => companies.ToAsyncEnumerable());

    private void Periods(params AccountingPeriod[] periods) => NetSuite<IReadOnlyList<AccountingPeriod>>(netSuite => netSuite.ListAccountingPeriodsAsync(true, default), periods);

    private void Off(long project, ProjectTool tool) => rig.Procore.Setup(procore => procore.HasToolAsync(project, tool, It.IsAny<CancellationToken>())).ReturnsAsync(false);

    private void Abroad(Action<ConnectionSettings> change)
    {
        change(rig.Settings);
        NetSuite(netSuite => netSuite.FindSubsidiaryAsync(default), west with { Country = "CA" });
    }

    /// <summary>Answers every request with the same status.</summary>
    private sealed class Answering(int status) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;

            return Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status));
        }
    }
}
