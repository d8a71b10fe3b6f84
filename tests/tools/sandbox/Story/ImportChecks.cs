namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>What must be so of everything that came back from NetSuite, read from the two accounts alone.</summary>
public static class ImportChecks
{
    public static IEnumerable<Check> Run(Stage stage, IReadOnlyList<ProjectRow> rows)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(rows);
        var books = CostBooks.Read(stage.Accounts);

        return [.. Costs(stage, books), .. Payments(books), .. Lists(stage), .. Totals(rows)];
    }

    private static IEnumerable<Check> Costs(Stage stage, CostBooks books)
    {
        yield return Same($"Each of NetSuite's {books.InNetSuite.Count} job cost lines is one line of a direct cost, at its amount and on its budget code.", books.InNetSuite, books.InProcore);
        var both = books.InProcore.Select(line => line.Transaction).Intersect(books.ExportedBills).ToList();
        yield return new("No bill is both exported and imported (case 9).", both.Count == 0, string.Join(", ", both));
        yield return Once("No job cost came twice.", stage.Costs().Select(cost => cost.OriginId!).Concat(stage.Costs().SelectMany(stage.LinesOf).Select(line => line.OriginId!)));
    }

    private static IEnumerable<Check> Payments(CostBooks books)
    {
        yield return Same($"Each of the {books.PaidInNetSuite.Count} amounts that NetSuite paid on exported bills is one payment on its commitment.", books.PaidInNetSuite, books.PaidInProcore);
        yield return Once("No payment came twice.", books.PaidInProcore.Select(paid => $"{paid.Transaction} of bill {paid.Bill}"));
    }

    private static IEnumerable<Check> Lists(Stage stage)
    {
        var staged = stage.Accounts.Procore.Records("staged_record").Where(record => record.Text("status") == "archived").ToList();
        yield return new("Ready to Import is empty: three were added or linked, two are archived.", stage.Ready.Count == 0 && staged.Count == 2, $"{stage.Ready.Count} ready, {staged.Count} archived");
        var linked = stage.Accounts.Procore.Records(Stage.Vendor).Concat(stage.Accounts.Procore.Records(Stage.Project)).Where(record => record.OriginId is not null).Select(record => record.OriginId!);
        yield return Once("No vendor and no job is linked twice.", linked);
    }

    private static IEnumerable<Check> Totals(IReadOnlyList<ProjectRow> rows)
    {
        var apart = rows.Where(row => row.CostDifference != 0 || row.PaidDifference != 0).Select(row => row.Project.Text("name")!).ToList();
        yield return new("Job costs and payments are the same in both systems, project by project, to the cent.", apart.Count == 0, string.Join(", ", apart));
    }

    /// <summary>The same entries as often on both sides, in any order; none at all would prove nothing.</summary>
    private static Check Same<T>(string what, IReadOnlyList<T> inNetSuite, IReadOnlyList<T> inProcore)
        where T : notnull
    {
        var lost = Without(inNetSuite, inProcore).Select(one => $"only in NetSuite: {one}");
        var extra = Without(inProcore, inNetSuite).Select(one => $"only in Procore: {one}");
        string[] wrong = [.. lost, .. extra];

        return new(what, wrong.Length == 0 && inNetSuite.Count > 0, string.Join("; ", wrong));
    }

    private static List<T> Without<T>(IEnumerable<T> all, IEnumerable<T> others)
        where T : notnull
    {
        var left = all.ToList();
        foreach (var other in others)
        {
            left.Remove(other);
        }

        return left;
    }

    private static Check Once(string what, IEnumerable<string> keys)
    {
        var twice = keys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToList();

        return new(what, twice.Count == 0, string.Join(", ", twice));
    }
}
