using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

public sealed class BudgetTests
{
    private const string From = "param budgetFrom = '2026-03'\n";

    [Test]
    public async Task Without_its_first_month_there_is_no_budget() =>
        Assert.That((await Deployment.OfFileAsync("prod.bicepparam")).OfType("Microsoft.Consumption/budgets"), Is.Empty);

    [Test]
    public async Task A_budget_begins_on_the_first_of_a_month_and_mails_whoever_looks_after_the_connector()
    {
        var budget = (await Deployment.OfFileAsync("prod.bicepparam", more: From)).OfType("Microsoft.Consumption/budgets").Single();
        var notifications = Deployment.At(budget, "properties.notifications").EnumerateObject().Select(notification => notification.Value).ToList();

        Assert.That($"{Deployment.At(budget, "properties.timePeriod.startDate")}", Is.EqualTo("2026-03-01"));
        Assert.That(notifications.Select(notification => $"{Deployment.At(notification, "thresholdType")}"), Is.EquivalentTo(new[] { "Actual", "Forecasted" }));
        Assert.That(notifications.Select(notification => $"{Deployment.At(notification, "contactEmails")[0]}"), Is.All.EqualTo("connector@example.com"));
    }

    /// <summary>A budget below what is expected would ring every month.</summary>
    [TestCase("", "Together")]
    [TestCase(NetworkTests.Private, "With private networking")]
    public async Task The_default_is_more_than_the_readme_expects(string more, string row)
    {
        var budget = (await Deployment.OfFileAsync("prod.bicepparam", more: more + From)).OfType("Microsoft.Consumption/budgets").Single();
        var line = (await File.ReadAllLinesAsync(Path.Combine(Files.Root, "infra", "README.md"))).Single(text => text.StartsWith($"| **{row}**", StringComparison.Ordinal));
        var expected = Regex.Matches(line.Split('|')[3], "[0-9]+").Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).Max();

        Assert.That(Deployment.At(budget, "properties.amount").GetInt32(), Is.InRange(expected, expected * 3 / 2));
    }

    [TestCase("2026")]
    [TestCase("2026-03-01")]
    public void Anything_but_a_month_is_refused(string month) =>
        Assert.That(() => Deployment.OfFileAsync("prod.bicepparam", more: $"param budgetFrom = '{month}'\n"), Throws.TypeOf<AssertionException>());
}
