using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>What is wrong with Procore's webhook, and what to do about it.</summary>
public sealed record HookProblem(string Found, string Remedy)
{
    public override string ToString() => $"{Found} {Remedy}";
}

/// <summary>Does Procore tell this app about new ERP Requests: one hook, the right address and secret, switched on, with its trigger?</summary>
public static class HookCheck
{
    /// <param name="hosts">Addresses of this app, host and port; none where nobody knows.</param>
    /// <returns>Null if all is well. No address with its query: that holds a key.</returns>
    public static async Task<HookProblem?> FindProblemAsync(Connection connection, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        var all = await connection.Procore.ListHooksAsync(cancellationToken);
        RegisteredHook[] ours = [.. all.Where(hook => SweepReader.IsOurs(hook, connection.Id))];
        var repair = $"POST /api/connections/{connection.Id}/webhooks does it.";
        if (ours.Length == 0)
        {
            return new(
                $"Procore has no webhook to /api/procore/webhooks/{connection.Id} for company {connection.CompanyId}, so it announces nothing.",
                $"Create one company hook with the trigger ERP Requests / create: {repair}");
        }

        if (ours.Length > 1)
        {
            return new(
                $"Procore has {ours.Length} webhooks to this connection ({string.Join(", ", ours.Select(hook => hook.Id))}), so every request comes {ours.Length} times.",
                $"Delete all but one: {repair}");
        }

        var hook = ours[0];
        if (FindWrongPart(connection, hook, hosts, repair) is { } wrong)
        {
            return wrong;
        }

        if (hook.IsOff)
        {
            return new(
                $"Procore's webhook {hook.Id} is {hook.Status}, so it announces nothing.",
                $"Switch it on again: {repair} The sweep finds the exports and refreshes it missed; links, merges and unlinks made meanwhile are not announced any more.");
        }

        var triggers = await connection.Procore.ListHookTriggersAsync(hook.Id, cancellationToken);

        return triggers.Any(trigger => trigger.IsNewErpRequest) ? null
            : new($"Procore's webhook {hook.Id} has no trigger ERP Requests / create, so it announces nothing.", $"Add the trigger: {repair}");
    }

    private static HookProblem? FindWrongPart(Connection connection, RegisteredHook hook, IReadOnlyCollection<string> hosts, string repair)
    {
        var authority = new Uri(hook.DestinationUrl!).Authority;
        if (hosts.Count > 0 && !hosts.Contains(authority, StringComparer.OrdinalIgnoreCase))
        {
            return new(
                $"Procore's webhook {hook.Id} goes to {authority}, and this app is {string.Join(" or ", hosts)}.",
                $"Change the hook's address: {repair} If that address leads here too, call this page under it.");
        }

        if (!hook.HasKnownVersion)
        {
            return new($"Procore's webhook {hook.Id} sends events of version {hook.PayloadVersion}, which the connector doesn't read.", $"Change the version to {RegisteredHook.OurVersion}: {repair}");
        }

        var settings = connection.Settings.Procore;

        return hook.MaySend(settings.WebhookSecret) == false && (settings.WebhookSecretNext is not { Length: > 0 } next || hook.MaySend(next) == false)
            ? new($"Procore's webhook {hook.Id} sends another Authorization header than WebhookSecret, so every event is refused.", $"Set the secret anew: {repair}")
            : null;
    }
}
