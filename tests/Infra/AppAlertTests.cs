using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Telemetry;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Alerts and workbook ask for what the app counts, by the names it counts it under.</summary>
public sealed partial class AppAlertTests
{
    private static readonly string[] KnownTags =
        [.. typeof(TelemetryNames.Tags).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    private Deployment deployment = null!;

    /// <summary>They ask the workspace about itself.</summary>
    private static readonly string[] OfTheLogs = ["logs-full", "audit-full"];

    private List<JsonElement> Alerts => [.. deployment.OfType("Microsoft.Insights/scheduledQueryRules")];

    [OneTimeSetUp]
    public async Task PredictAsync() => deployment = await Deployment.OfFileAsync("prod.bicepparam");

    [Test]
    public void Every_alert_asks_for_metrics_and_tags_that_the_app_writes()
    {
        foreach (var alert in Alerts.Where(alert => !OfTheLogs.Contains(NameOf(alert))))
        {
            AssertKnown(QueryOf(alert), NameOf(alert));
        }
    }

    [Test]
    public void Every_alert_is_about_its_workspace_calls_a_person_and_ends_by_itself()
    {
        var workspaces = deployment.OfType("Microsoft.OperationalInsights/workspaces").Select(workspace => $"{Deployment.At(workspace, "id")}").ToLookup(id => id.Contains("-audit-", StringComparison.Ordinal));
        var people = $"{Deployment.At(deployment.OfType("Microsoft.Insights/actionGroups").Single(), "id")}";

        foreach (var alert in Alerts)
        {
            var criterion = Deployment.At(alert, "properties.criteria.allOf").EnumerateArray().Single();

            Assert.That(Strings(Deployment.At(alert, "properties.scopes")), Is.EqualTo(workspaces[NameOf(alert) is "audit-full"]), NameOf(alert));
            Assert.That(Strings(Deployment.At(alert, "properties.actions.actionGroups")), Is.EqualTo(new[] { people }), NameOf(alert));
            Assert.That(Deployment.At(alert, "properties.autoMitigate").GetBoolean(), NameOf(alert));
            Assert.That(
                System.Xml.XmlConvert.ToTimeSpan($"{Deployment.At(alert, "properties.evaluationFrequency")}"),
                Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(15)).And.LessThanOrEqualTo(System.Xml.XmlConvert.ToTimeSpan($"{Deployment.At(alert, "properties.windowSize")}")),
                "no gap between two looks, and none more often than it costs");
            Assert.That(($"{Deployment.At(criterion, "timeAggregation")}", $"{Deployment.At(criterion, "operator")}", Deployment.At(criterion, "threshold").GetInt32()), Is.EqualTo(("Count", "GreaterThan", 0)));
        }
    }

    [Test]
    public void What_an_alert_is_split_by_comes_out_of_its_query()
    {
        foreach (var alert in Alerts)
        {
            var last = QueryOf(alert).Split('|').Last(part => part.Trim().StartsWith("summarize", StringComparison.Ordinal) || part.Trim().StartsWith("project", StringComparison.Ordinal));
            var columns = Deployment.At(alert, "properties.criteria.allOf")[0].GetProperty("dimensions").EnumerateArray().Select(dimension => $"{Deployment.At(dimension, "name")}").ToList();

            Assert.That(columns, Is.Not.Empty);
            Assert.That(Word().Matches(last).Select(word => word.Value), Is.SupersetOf(columns), NameOf(alert));
        }
    }

    /// <summary>Secrets are put into the vault, and the app comes last. A day that can't be read is no excuse.</summary>
    [Test]
    public void That_the_app_tells_nothing_calls_nobody_on_the_day_of_the_first_deployment()
    {
        var query = QueryOf(Alerts.Single(alert => NameOf(alert) == "sweep-missing"));

        Assert.That(query, Does.Contain("(isnull(Sum) and not(coalesce(now() - todatetime(\"madeAt\") < 1d, false))) or Sum > 3600").And.Match("'madeAt', reference\\(.*\\.outputs\\.madeAt\\.value\\)"));
    }

    [Test]
    public async Task Limits_and_connections_of_the_parameter_file_stand_in_the_queries()
    {
        var chosen = await Deployment.WithAsync("""
            param environmentName = 'test'
            param location = 'eastus2'
            param alertEmail = 'connector@example.com'
            param entraClientId = '00000000-0000-0000-0000-000000000000'
            param alertLimits = { parkedInAnHour: 25, queueMinutes: 7, sweepMinutes: 45, importHours: 3, credentialDays: 60, allowancePercent: 20 }
            param connections = [
              { name: 'east', procore: { companyId: 1, clientId: 'p' }, netSuite: { accountId: '1', baseUrl: 'https://x', subsidiary: '3', retainageItem: '9', itemExpenseAccount: '5' } }
              { name: 'west', procore: { companyId: 2, clientId: 'p' }, netSuite: { accountId: '1', baseUrl: 'https://x', subsidiary: '4', retainageItem: '9', itemExpenseAccount: '5' } }
            ]
            """);
        var queries = chosen.OfType("Microsoft.Insights/scheduledQueryRules").ToDictionary(NameOf, QueryOf);

        Assert.That(queries["sweep-missing"], Does.Contain("""["east", "west"]""").And.Contain("Sum > 2700"));
        Assert.That(queries["records-parked"], Does.Contain("\"UserFixes\", 25, 0"));
        Assert.That(queries["messages-wait"], Does.Contain("Oldest > 420000"));
        Assert.That(queries["import-missing"], Does.Contain("Sum > 10800"));
        Assert.That(queries["credential-ends"], Does.Contain("Sum <= 60"));
        Assert.That(queries["procore-allowance"], Does.Contain("Percent < 20"));
        Assert.That(QueryOf(Alerts.Single(alert => NameOf(alert) == "credential-ends")), Does.Contain("Sum <= 30"), "the default");
    }

    [Test]
    public void Values_that_queries_compare_with_are_those_the_app_writes()
    {
        var queries = Alerts.Select(QueryOf).ToList();
        Assert.That(queries, Has.Some.Contains($"\"{nameof(ProblemClass.UserFixes)}\""));
        Assert.That(WorkbookQueries(), Has.Some.Contains($"'{SyncStatus.Waiting}'").And.Some.Contains($"'{QueueNames.SubcontractorInvoices}'"));
    }

    [Test]
    public async Task The_readme_says_what_each_alert_asks_of_you()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "README.md"));

        Assert.That(Alerts, Has.Count.EqualTo(11));
        Assert.That(Alerts.Select(NameOf).Where(name => !readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_workbook_is_whole_and_asks_for_what_the_app_counts()
    {
        var workbook = deployment.OfType("Microsoft.Insights/workbooks").Single();
        using var content = JsonDocument.Parse($"{Deployment.At(workbook, "properties.serializedData")}");
        var items = content.RootElement.GetProperty("items").EnumerateArray().ToList();
        var queries = items.Where(item => item.GetProperty("type").GetInt32() == 3).Select(item => item.GetProperty("content")).ToList();
        string[] parameters = [.. items.Single(item => item.GetProperty("type").GetInt32() == 9).GetProperty("content").GetProperty("parameters").EnumerateArray().Select(parameter => $"{Deployment.At(parameter, "name")}")];

        Assert.That(items.Select(item => $"{Deployment.At(item, "name")}"), Is.Unique);
        Assert.That(queries, Has.Count.GreaterThan(10));
        foreach (var query in queries)
        {
            var (text, title) = ($"{Deployment.At(query, "query")}", $"{Deployment.At(query, "title")}");

            AssertKnown(text, title);
            Assert.That(Parameter().Matches(text).Select(match => match.Groups[1].Value).Append($"{Deployment.At(query, "timeContextFromParameter")}").Distinct(), Is.SubsetOf(parameters), title);
        }

        Assert.That(NamesTests.Metrics.Where(name => name != TelemetryNames.Metrics.DeadLetters && !WorkbookQueries().Concat(Alerts.Select(QueryOf)).Any(query => Metric().Matches(query).Any(match => match.Groups[1].Value == name))), Is.Empty, "what is counted is looked at");
    }

    private static void AssertKnown(string query, string where)
    {
        var metrics = Metric().Matches(query).Select(match => match.Groups[1].Value).ToList();

        Assert.That(metrics, Is.Not.Empty, where);
        Assert.That(metrics.Distinct(), Is.SubsetOf(NamesTests.Metrics), where);
        Assert.That(Tag().Matches(query).Select(match => match.Groups[1].Value).Distinct(), Is.SubsetOf(KnownTags), where);
        Assert.That((query.Count(letter => letter == '('), query.Count(letter => letter == '[')), Is.EqualTo((query.Count(letter => letter == ')'), query.Count(letter => letter == ']'))), where);
    }

    private static string NameOf(JsonElement alert) => $"{Deployment.At(alert, "name")}".Split('-', 3)[2];

    private static string QueryOf(JsonElement alert) => $"{Deployment.At(Deployment.At(alert, "properties.criteria.allOf")[0], "query")}";

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => $"{item}");

    private static List<string> WorkbookQueries()
    {
        using var content = JsonDocument.Parse(File.ReadAllText(Path.Combine(Files.Root, "infra", "workbook.json")));

        return [.. content.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("content")).Where(item => item.TryGetProperty("query", out _)).Select(item => $"{Deployment.At(item, "query")}")];
    }

    [GeneratedRegex("""["'](connector\.[^"']*)["']""")]
    private static partial Regex Metric();

    [GeneratedRegex("""Properties\[["']([^"']*)["']\]""")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
