namespace ProcoreNetSuite.Sandbox.Story;

/// <content>Checking and making the set-up.</content>
public sealed partial class Stage
{
    /// <summary>Calls that NetSuite had had when the set-up was last looked at.</summary>
    public long CallsOfSetUp { get; private set; }

    /// <summary>Looks at the set-up and shows what doesn't pass.</summary>
    public async Task<(int All, int Passed, IReadOnlyList<string> Failed)> CheckSetupAsync(CancellationToken cancellationToken)
    {
        var checks = await calls.CheckSetupAsync(cancellationToken);
        CallsOfSetUp = accounts.NetSuite.Calls.All.Count;
        var passed = checks.Count(check => check.Status == "pass");
        tell.Shows("pass", Narrator.Count(passed, "check", "checks"));
        foreach (var check in checks.Where(check => check.Status != "pass"))
        {
            tell.Shows(check.Status, $"{check.Name}: {check.Found}");
            if (check.Remedy is not null)
            {
                tell.Quotes(check.Remedy);
            }
        }

        return (checks.Count, passed, [.. checks.Where(check => check.Status is "fail" or "warn").Select(check => check.Name)]);
    }

    /// <summary>Makes Procore's webhook and shows what was done.</summary>
    public async Task<IReadOnlyList<string>> MakeWebhookAsync(CancellationToken cancellationToken)
    {
        var items = await calls.RepairWebhookAsync(cancellationToken);
        foreach (var item in items)
        {
            tell.Shows(item.Outcome, $"{item.What}: {item.Text}");
        }

        return [.. items.Select(item => item.Outcome)];
    }
}
