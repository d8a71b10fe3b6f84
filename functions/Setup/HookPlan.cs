using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>What the webhook of a connection shall be.</summary>
/// <param name="Address">Whole, with its key.</param>
/// <param name="Secret">What it shall send as its Authorization header.</param>
public sealed record HookWish(string ConnectionId, Uri Address, string Secret)
{
    /// <summary>Write the secret whatever Procore shows of the one that is there.</summary>
    public bool SetsSecret { get; init; }

    /// <summary>It was written just now: what Procore shows doesn't matter any more.</summary>
    public bool HasSetSecret { get; init; }
}

/// <summary>What Procore has.</summary>
/// <param name="Hooks">The connector's, as <see cref="HookPlan.IsOurs"/> says.</param>
/// <param name="Triggers">Of the one that is kept.</param>
public sealed record HookState(IReadOnlyList<RegisteredHook> Hooks, IReadOnlyList<HookTrigger> Triggers);

/// <summary>A write to Procore.</summary>
public enum HookAction
{
    Create,
    Correct,
    SwitchOn,
    AddTrigger,
    Remove,
}

/// <summary>One write.</summary>
/// <param name="HookId">0 if there is none yet.</param>
public sealed record HookStep(HookAction Action, long HookId, HookChange? Change = null);

/// <summary>
/// The one next write on the way from what there is to what shall be. Whoever looks before each write, and does only what a look shows to be missing, needs no
/// answer to any write, and two at the same time end with the same hook.
/// </summary>
public static class HookPlan
{
    /// <summary>
    /// The connector's own: its route for this connection, at this app's host or in the connector's namespace. All others belong to somebody else, even if they
    /// lead to such a route, and are never touched.
    /// </summary>
    public static bool IsOurs(RegisteredHook hook, string connectionId, string host) =>
        SweepReader.IsOurs(hook, connectionId)
        && (hook.Namespace == RegisteredHook.OurNamespace || string.Equals(new Uri(hook.DestinationUrl!).Authority, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The hook that stays: one that leads here before one that leads elsewhere, then the oldest, so that everybody chooses the same.</summary>
    public static RegisteredHook? Kept(IEnumerable<RegisteredHook> ours, Uri address) =>
        ours.OrderBy(hook => LeadsTo(hook, address) ? 0 : 1).ThenBy(hook => hook.Id).FirstOrDefault();

    /// <returns>Null if all is as it shall be.</returns>
    public static HookStep? Next(HookState state, HookWish wish)
    {
        if (Kept(state.Hooks, wish.Address) is not { } kept)
        {
            return new(HookAction.Create, 0);
        }

        var change = new HookChange(
            IsAt(kept, wish.Address) ? null : wish.Address.AbsoluteUri,
            wish.HasSetSecret || (!wish.SetsSecret && kept.MaySend(wish.Secret) == true) ? null : wish.Secret,
            kept.HasKnownVersion ? null : RegisteredHook.OurVersion);

        return change != new HookChange() ? new(HookAction.Correct, kept.Id, change)
            : kept.IsOff ? new(HookAction.SwitchOn, kept.Id)
            : !state.Triggers.Any(trigger => trigger.IsNewErpRequest) ? new(HookAction.AddTrigger, kept.Id)
            : state.Hooks.FirstOrDefault(hook => hook.Id != kept.Id) is { } second ? new(HookAction.Remove, second.Id)
            : null;
    }

    /// <summary>True if the hook has this very address, its key included, however it is escaped.</summary>
    public static bool IsAt(RegisteredHook hook, Uri address) => Has(hook, address, UriComponents.HttpRequestUrl, StringComparison.Ordinal);

    private static bool LeadsTo(RegisteredHook hook, Uri address) => Has(hook, address, UriComponents.SchemeAndServer | UriComponents.Path, StringComparison.OrdinalIgnoreCase);

    private static bool Has(RegisteredHook hook, Uri address, UriComponents parts, StringComparison how) =>
        Uri.TryCreate(hook.DestinationUrl, UriKind.Absolute, out var there) && Uri.Compare(there, address, parts, UriFormat.Unescaped, how) == 0;
}
