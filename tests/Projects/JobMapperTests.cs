using NUnit.Framework;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.Projects;

[TestFixture]
public sealed class JobMapperTests
{
    private const string ExternalId = "procore-4400123-project-598134325841112";

    [Test]
    public void A_job_is_sent_as_approved() => Approved.Check("job", JobMapper.Map(Dock, ExternalId, "USD", null).Value!);

    [Test]
    public void Dates_and_value_may_be_missing()
    {
        var job = JobMapper.Map(Dock with { StartDate = null, CompletionDate = null, TotalValue = null }, ExternalId, "USD", null).Value!;

        Assert.That((job.StartDate, job.EstimatedEndDate, job.EstimatedRevenue), Is.EqualTo(((DateOnly?)null, (DateOnly?)null, (decimal?)null)));
    }

    [TestCase(null)]
    [TestCase("  ")]
    public void A_project_without_a_number_is_refused_with_the_word_code(string? number)
    {
        Refused(Dock with { ProjectNumber = number }, "E201", "Project Dock 7 Warehouse (598134325841112) has no project number, which is the job's code in NetSuite.");
    }

    [Test]
    public void An_inactive_project_is_refused()
    {
        Refused(Dock with { Active = false }, "E202", "Project 1234 Dock 7 Warehouse is inactive in Procore.");
    }

    [Test]
    public void A_name_may_have_83_characters()
    {
        var longest = JobMapper.Map(Dock with { Name = new string('x', 83) }, ExternalId, "USD", null);

        Assert.That(longest.Problems, Is.Empty);
        Refused(Dock with { Name = new string('x', 84) }, "E304", $"The project name \"{new string('x', 84)}\" has 84 characters; NetSuite allows 83.");
    }

    [Test]
    public void A_number_may_have_83_characters()
    {
        var longest = JobMapper.Map(Dock with { ProjectNumber = new string('1', 83) }, ExternalId, "USD", null);

        Assert.That(longest.Problems, Is.Empty);
        Refused(
            Dock with { ProjectNumber = new string('1', 84) },
            "E304",
            $"The project number \"{new string('1', 84)}\" has 84 characters; NetSuite allows 83 for the job's code.");
    }

    [Test]
    public void A_project_without_a_name_is_refused()
    {
        Refused(Dock with { Name = null }, "E304", "Project 1234 (598134325841112) has no name.");
    }

    [TestCase("2026-02-01", null, "2026-02-01", false, Description = "the first day is in")]
    [TestCase("2026-01-31", null, "2026-02-01", true)]
    [TestCase(null, "2026-01-05", "2026-02-01", true, Description = "without a start date the record's own day counts")]
    [TestCase(null, "2026-03-05", "2026-02-01", false)]
    [TestCase(null, null, "2026-02-01", false)]
    [TestCase("2001-01-01", null, null, false, Description = "without the setting none is refused")]
    public void A_project_that_started_before_the_set_day_is_refused(string? start, string? created, string? setting, bool isRefused)
    {
        var source = Dock with { StartDate = Day(start), CreatedAt = Day(created) is { } day ? new DateTimeOffset(day, new TimeOnly(18, 0), TimeSpan.Zero) : null };

        var problems = JobMapper.Map(source, ExternalId, "USD", Day(setting)).Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(isRefused ? ["E207"] : Array.Empty<string>()));
    }

    [Test]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var problems = JobMapper.Map(Dock with { ProjectNumber = "", Active = false, Name = "" }, ExternalId, "USD", new DateOnly(2027, 1, 1)).Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E201", "E304", "E202", "E207" }));
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static void Refused(Project source, string code, string message)
    {
        var problem = JobMapper.Map(source, ExternalId, "USD", null).Problems.Single();

        Assert.That((problem.Code, problem.Message), Is.EqualTo((code, message)));
    }
}
