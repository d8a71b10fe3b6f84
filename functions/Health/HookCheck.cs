using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>Does Procore tell this app about new ERP Requests: one hook, the right address, switched on, with its trigger?</summary>
public static class HookCheck
{
    /// <param name="hosts">Addresses of this app, host and port.</param>
    /// <returns>One sentence with its remedy, or null if all is well. No address with its query: that holds a key.</returns>
    public static async Task<string?> FindProblemAsync(Connection connection, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        var all = await connection.Procore.ListHooksAsync(cancellationToken);
        RegisteredHook[] ours = [.. all.Where(hook => SweepReader.IsOurs(hook, connection.Id))];
        if (ours.Length == 0)
        {
            return $"Procore has no webhook to /api/procore/webhooks/{connection.Id} for company {connection.CompanyId}, so it announces nothing. "
                + "Create one company hook with the trigger ERP Requests / create, as the README says.";
        }

        if (ours.Length > 1)
        {
            return $"Procore has {ours.Length} webhooks to this connection ({string.Join(", ", ours.Select(hook => hook.Id))}), so every request comes {ours.Length} times. Delete all but one.";
        }

        var address = new Uri(ours[0].DestinationUrl!);
        if (!hosts.Contains(address.Authority, StringComparer.OrdinalIgnoreCase))
        {
            return $"Procore's webhook {ours[0].Id} goes to {address.Authority}, and this app is {string.Join(" or ", hosts)}. "
                + "Change the hook's address; if that address leads here too, call this page under it.";
        }

        var (id, status) = (ours[0].Id, await connection.Procore.FindHookStatusAsync(ours[0].Id, cancellationToken));
        if (status is not null && !string.Equals(status, "active", StringComparison.OrdinalIgnoreCase))
        {
            return $"Procore's webhook {id} is {status}, so it announces nothing. Switch it on again: the sweep finds the exports and refreshes it missed; links, merges and unlinks made meanwhile are not announced any more.";
        }

        var triggers = await connection.Procore.ListHookTriggersAsync(id, cancellationToken);

        return triggers.Any(trigger => trigger.IsNewErpRequest) ? null
            : $"Procore's webhook {id} has no trigger ERP Requests / create, so it announces nothing. Add the trigger.";
    }
}
