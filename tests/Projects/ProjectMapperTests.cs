using NUnit.Framework;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.Projects;

public sealed class ProjectMapperTests
{
    private static readonly JobRow harbor = new(
        new NetSuiteId("31"), "26-031", "Harbor Tower", null, Inactive: false, IsOurs: true, new DateOnly(2026, 3, 1), new DateOnly(2027, 6, 30), 1_250_000.50m);

    [Test]
    public void A_new_job_becomes_a_project_with_number_dates_and_value() => Assert.That(
        Text(ProjectMapper.Map(harbor).Staged),
        Is.EqualTo("name=Harbor Tower project_number=26-031 estimated_start_date=2026-03-01 estimated_completion_date=2027-06-30 estimated_value=1250000.50"));

    [Test(Description = "connector-behaviour.md 7.2: the number is fixed after the sync")]
    public void A_linked_project_takes_over_name_and_dates_but_never_the_number() => Assert.That(
        Text(ProjectMapper.Map(harbor).Update),
        Is.EqualTo("name=Harbor Tower start_date=2026-03-01 completion_date=2027-06-30 total_value=1250000.50"));

    [Test]
    public void What_NetSuite_does_not_say_is_left_as_it_is() => Assert.That(
        Text(ProjectMapper.Map(harbor with { StartDate = null, EstimatedEndDate = null, EstimatedRevenue = null }).Update), Is.EqualTo("name=Harbor Tower"));

    [TestCase(false, true, true)]
    [TestCase(true, true, false)]
    [TestCase(false, false, false)]
    public void Only_active_jobs_of_our_subsidiary_are_offered(bool inactive, bool isOurs, bool expected) =>
        Assert.That(ProjectMapper.Map(harbor with { Inactive = inactive, IsOurs = isOurs }).IsWanted, Is.EqualTo(expected));

    private static string Text(IReadOnlyDictionary<string, object?> fields) => string.Join(' ', fields.Select(field => FormattableString.Invariant(
        $"{field.Key}={(field.Value is DateOnly day ? day.ToString("yyyy-MM-dd", null) : field.Value)}")));
}
