using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>One part of the webhook and what was done about it.</summary>
/// <param name="Outcome">created, corrected, removed, was right, or left alone.</param>
public sealed record HookItem(string What, string Outcome, string Text);

/// <summary>Tells what a repair did, item by item. No key and no secret is in it.</summary>
/// <param name="before">The hook that was there; null if there was none.</param>
/// <param name="others">Hooks to such a route that are not the connector's.</param>
public sealed class HookReport(RegisteredHook? before, IReadOnlyList<RegisteredHook> others)
{
    private const string Created = "created", Corrected = "corrected", Removed = "removed", WasRight = "was right", LeftAlone = "left alone";

    /// <summary>Every write that was tried, in order.</summary>
    public List<HookStep> Steps { get; } = [];

    public IReadOnlyList<HookItem> Items(RegisteredHook kept, HookWish wish, Connection connection)
    {
        var isNew = Steps.Any(step => step.Action is HookAction.Create);
        string Outcome(bool isChanged) => isNew ? Created : isChanged ? Corrected : WasRight;
        bool Changed(Func<HookChange, string?> part) => Steps.Any(step => step.Change is { } change && part(change) is not null);
        var (isNext, settings) = (wish.Secret == connection.Settings.Procore.WebhookSecretNext, $"Connections__{connection.Id}__Procore__WebhookSecret");
        var secretWas = Changed(change => change.Secret) || isNew;
        var removed = Steps.Where(step => step.Action is HookAction.Remove).Select(step => step.HookId).Distinct().ToList();

        return
        [
            new("webhook", isNew ? Created : WasRight, $"Webhook {kept.Id} of company {connection.CompanyId}, in the namespace {kept.Namespace ?? RegisteredHook.OurNamespace}."),
            new("address", Outcome(Changed(change => change.Address)), HookProbe.Shown(wish.Address) + AddressWas(wish)),
            new("secret", Outcome(secretWas), secretWas
                ? $"Set to {settings}{(isNext ? $"Next. Now put that one into {settings} and empty {settings}Next" : "")}."
                : $"Ends as {settings}{(isNext ? "Next" : "")} does; Procore shows no more of it. Ask with {{ \"rotate\": true }} to set it all the same."),
            new("version", Outcome(Changed(change => change.Version)), $"Payload version {kept.PayloadVersion ?? RegisteredHook.OurVersion}."),
            new("status", Outcome(Steps.Any(step => step.Action is HookAction.SwitchOn)), "Procore sends to it."),
            new("trigger", Steps.Any(step => step.Action is HookAction.AddTrigger) ? Created : WasRight, "ERP Requests / create."),
            removed.Count == 0
                ? new("second webhooks", WasRight, "There is none.")
                : new("second webhooks", Removed, $"Webhooks {string.Join(", ", removed)} led to this connector too."),
            .. others.Select(other => new HookItem(
                "another webhook",
                LeftAlone,
                $"Webhook {other.Id} in {(other.Namespace is { Length: > 0 } name ? $"the namespace {name}" : "a namespace that Procore doesn't name")} goes to {new Uri(other.DestinationUrl!).Authority}. If it is an old one of this connector, delete it in Procore.")),
        ];
    }

    private string AddressWas(HookWish wish)
    {
        if (before is null || HookPlan.IsAt(before, wish.Address))
        {
            return ", with the key of the function.";
        }

        var old = new Uri(before.DestinationUrl!);

        return HookProbe.Shown(old) == HookProbe.Shown(wish.Address) ? ", with another key than it had." : $"; it was {HookProbe.Shown(old)}.";
    }
}
