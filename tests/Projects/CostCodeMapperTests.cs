using NUnit.Framework;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.Projects;

[TestFixture]
public sealed class CostCodeMapperTests
{
    [Test]
    public void Parents_and_codes_are_marked_and_every_cost_type_of_a_code()
    {
        var mapped = CostCodeMapper.Map("1234", CostCodes).Value!;

        Assert.That(mapped.Codes, Is.EqualTo(new[] { 4, 6, 9 }));
        Assert.That(mapped.Assignments, Is.EqualTo(new[] { new CostTypeAssignment(6, 22), new CostTypeAssignment(6, 23) }));
    }

    [Test]
    public void Codes_without_a_cost_type_are_listed()
    {
        Refused(
            [Code(4, "05"), Code(6, "05-100", 4, [22]), Code(7, "05-200", 4), Code(8, "05-300", 4)],
            "E203", "Project 1234 has cost codes without a cost type: 05-200, 05-300.");
    }

    [Test]
    public void A_long_list_names_the_first_and_counts_the_others()
    {
        CostCode[] codes = [Code(1, "05"), .. Enumerable.Range(100, 53).Select(number => Code(number, $"05-{number}", 1))];

        var problem = CostCodeMapper.Map("1234", codes).Problems.Single();

        Assert.That(problem.Message, Does.EndWith("05-149 and 3 more."));
    }

    [Test]
    public void Deleted_codes_are_passed_over()
    {
        CostCode[] codes = [.. CostCodes, Code(7, "05-200", 4) with { DeletedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) }];

        Assert.That(CostCodeMapper.Map("1234", codes).Value!.Codes, Is.EqualTo(new[] { 4, 6, 9 }));
    }

    [Test]
    public void A_list_of_a_single_tier_is_refused()
    {
        Refused([Code(4, "05", types: [22]), Code(9, "09")], "E104", "Project 1234 has cost codes of a single tier: 05, 09.");
    }

    [Test]
    public void A_code_of_the_first_tier_that_can_be_charged_is_refused()
    {
        Refused([.. CostCodes, Code(11, "11", types: [22])], "E104", "Project 1234 has cost codes of a single tier: 11.");
    }

    [Test]
    public void A_project_without_cost_codes_is_refused()
    {
        Refused([], "E104", "Project 1234 has no cost codes.");
    }

    private static void Refused(IReadOnlyList<CostCode> codes, string code, string message)
    {
        Mapped<SyncedCostCodes> mapped = CostCodeMapper.Map("1234", codes);

        Assert.That(mapped.Value, Is.Null);
        Assert.That((mapped.Problems.Single().Code, mapped.Problems.Single().Message), Is.EqualTo((code, message)));
    }
}
