using ProcoreNetSuite.Simulators.Procore;
using Spectre.Console;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>A project's job costs and payments, as each system has them.</summary>
/// <param name="LeftOut">What NetSuite has on the job besides: lines that are no job cost.</param>
public sealed record ProjectRow(ProcoreRecord Project, decimal CostInNetSuite, decimal CostInProcore, decimal PaidInNetSuite, decimal PaidInProcore, decimal LeftOut)
{
    public decimal CostDifference => CostInProcore - CostInNetSuite;

    public decimal PaidDifference => PaidInProcore - PaidInNetSuite;
}

/// <summary>The second table at the end: what came back from NetSuite, project by project.</summary>
public static class ProjectTable
{
    public static IReadOnlyList<ProjectRow> Read(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var books = CostBooks.Read(stage.Accounts);

        return
        [
            .. stage.Accounts.Procore.Records(Stage.Project).Where(project => project.OriginId is not null).OrderBy(project => project.Text("project_number"), StringComparer.Ordinal)
                .Select(project => new ProjectRow(
                    project,
                    books.InNetSuite.Where(line => line.Project == project.Id).Sum(line => line.Amount),
                    books.InProcore.Where(line => line.Project == project.Id).Sum(line => line.Amount),
                    books.PaidInNetSuite.Where(paid => paid.Project == project.Id).Sum(paid => paid.Amount),
                    books.PaidInProcore.Where(paid => paid.Project == project.Id).Sum(paid => paid.Amount),
                    books.LeftOut.Where(line => line.Project == project.Id).Sum(line => line.Amount))),
        ];
    }

    public static void Write(Narrator tell, IReadOnlyList<ProjectRow> rows)
    {
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(rows);
        tell.Heading("What came back from NetSuite, by project, USD");
        var table = new Table().Border(TableBorder.Simple);
        ClosingTable.Add(table, "Project", "Total", left: true);
        Add(table, "Job costs\nNetSuite", rows.Sum(row => row.CostInNetSuite));
        Add(table, "Direct costs\nProcore", rows.Sum(row => row.CostInProcore));
        Add(table, "\nDiff.", rows.Sum(row => row.CostDifference));
        Add(table, "Payments\nNetSuite", rows.Sum(row => row.PaidInNetSuite));
        Add(table, "Payments\nProcore", rows.Sum(row => row.PaidInProcore));
        Add(table, "\nDiff.", rows.Sum(row => row.PaidDifference));
        foreach (var row in rows)
        {
            table.AddRow(new[]
            {
                $"{row.Project.Text("project_number")} {row.Project.Text("name")}",
                Narrator.Money(row.CostInNetSuite), Narrator.Money(row.CostInProcore), Narrator.Money(row.CostDifference),
                Narrator.Money(row.PaidInNetSuite), Narrator.Money(row.PaidInProcore), Narrator.Money(row.PaidDifference),
            }.Select(cell => new Text(cell)));
        }

        tell.Write(table);
        tell.Line("Payments: of bills that were exported. Job costs: lines on the connector's items, without those bills.");
        foreach (var row in rows.Where(row => row.LeftOut != 0))
        {
            tell.Line($"Not imported: {Narrator.Money(row.LeftOut)} on {row.Project.Text("project_number")} {row.Project.Text("name")}; the run's \"not imported\" list says why.");
        }
    }

    private static void Add(Table table, string name, decimal total) => ClosingTable.Add(table, name, Narrator.Money(total));
}
