using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Sweeping;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Does Procore announce exports, and do its events get through to this app?</summary>
public sealed class HookChecks(HookProbe probe, AppAddress app, string? host)
{
    private const string Webhook = "Webhook";

    public IReadOnlyList<CheckPlan> Plans =>
    [
        new(Webhook, ProcoreChecks.Login, LookAtHookAsync, "Give the service account Webhooks API at level Standard in Procore.") { Whom = "Procore", IsVital = true },
        new("Webhook's address", Webhook, TryAddressAsync) { Whom = "This app's own address" },
    ];

    private async Task<Finding> LookAtHookAsync(Connection connection, CancellationToken cancellationToken)
    {
        string[] hosts = [.. new[] { app.Host, host }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

        // At the start, on a machine that has no name, there is nothing to compare an address with.
        return await HookCheck.FindProblemAsync(connection, hosts, cancellationToken) is { } problem
            ? Finding.Fail(problem.Found, problem.Remedy)
            : Finding.Pass($"Procore announces new ERP Requests of company {connection.CompanyId} at {string.Join(" or ", hosts)}.");
    }

    /// <summary>As an event of Procore would come. The secret goes only to the host that the platform names.</summary>
    private async Task<Finding> TryAddressAsync(Connection connection, CancellationToken cancellationToken)
    {
        var hooks = await connection.Procore.ListHooksAsync(cancellationToken);
        var address = hooks.Where(hook => SweepReader.IsOurs(hook, connection.Id)).Select(hook => new Uri(hook.DestinationUrl!)).FirstOrDefault();
        if (address is null || app.Root is not { } root || !string.Equals(address.GetLeftPart(UriPartial.Authority), root.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
        {
            return Finding.Warn(
                $"The webhook goes to {address?.Authority}, and the platform calls this app {app.Host ?? "nothing"}: whether events get through there is not tried.",
                "Export something and see whether it arrives.");
        }

        return await probe.FindProblemAsync(connection, address, cancellationToken) is { } problem
            ? Finding.Fail(problem, $"POST /api/connections/{connection.Id}/webhooks with {{ \"key\": \"...\" }}, the key of the function ProcoreWebhook.")
            : Finding.Pass($"An event sent to {HookProbe.Shown(address)} with the webhook's key got through.");
    }
}
