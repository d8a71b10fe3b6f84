using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>What a caller may say about the webhook. Its address is not among it.</summary>
/// <param name="Key">Key of the function ProcoreWebhook; needed if there is no webhook yet, or if its key opens nothing any more.</param>
/// <param name="Rotate">Set the secret anew whatever Procore shows of it.</param>
public sealed record HookAsk(string? Key = null, bool Rotate = false);

/// <summary>What became of it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Why it is not done; null if it is.</param>
public sealed record HookAnswer(int Status, string? Text, long? HookId = null)
{
    public IReadOnlyList<HookItem> Items { get; init; } = [];
}

/// <summary>
/// Makes Procore's webhook of a connection what it shall be (procore-api.md 6.1, 6.3): looks, does the one next write, looks again. Done twice, at the same
/// time, or after a crash or a lost answer, it ends with one hook.
/// </summary>
public sealed partial class HookRepair(IConnections connections, AppAddress app, HookProbe probe, ILinkStore links, TimeProvider time, ILogger<HookRepair> log)
{
    private const int Ok = 200, BadRequest = 400, NotFound = 404, BadGateway = 502, Unavailable = 503;

    /// <summary>A write that shows no effect is tried once more; nobody else's writes keep this going for ever.</summary>
    private const int MostTries = 2, MostSteps = 20;

    private const string Permission = "Ask an administrator to give the connector's service account Webhooks API at level Standard in Procore, then ask again.";

    /// <param name="requestedBy">Who asked: the history of the connection says so of each write.</param>
    public async Task<HookAnswer> RepairAsync(string connectionId, HookAsk ask, string requestedBy, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is not { } settings)
        {
            return new(NotFound, connections.DescribeUnknown(connectionId));
        }

        if (app.Root is not { } root)
        {
            return new(Unavailable, AppAddress.IsUnknown);
        }

        if (ask.Key is { } key && (key.Length is 0 or > 200 || key.Any(char.IsControl)))
        {
            return new(BadRequest, "key is the key of the function ProcoreWebhook: 1 to 200 characters, without line ends.");
        }

        var connection = connections.GetConnection(connectionId);
        var answer = default(HookAnswer);
        var (_, failure) = await Outcomes.TryAsync(async () => answer = await RepairAsync(connection, root, ask, requestedBy, SecretOf(settings.Procore), cancellationToken));

        return answer ?? Refused(failure!);
    }

    /// <summary>While the secret is being replaced, the next one: both are accepted.</summary>
    private static string SecretOf(ProcoreSettings settings) => settings.WebhookSecretNext is { Length: > 0 } next ? next : settings.WebhookSecret;

    private static HookAnswer Refused(SyncOutcome failure) => new(
        failure.Status is SyncStatus.Rejected ? BadGateway : Unavailable,
        $"{(failure.Problems[0] is { Code: "E903" } refused ? refused with { OtherRemedy = Permission } : failure.Problems[0])}");

    private async Task<HookAnswer> RepairAsync(Connection connection, Uri root, HookAsk ask, string requestedBy, string secret, CancellationToken cancellationToken)
    {
        var address = new Uri(root, $"/api/procore/webhooks/{connection.Id}");
        var all = await connection.Procore.ListHooksAsync(cancellationToken);
        var before = HookPlan.Kept(Ours(all, connection, root), address);
        var query = ask.Key is { } key ? $"?code={Uri.EscapeDataString(key)}" : before is null ? "" : new Uri(before.DestinationUrl!).Query;
        var wish = new HookWish(connection.Id, new Uri(address, query), secret) { SetsSecret = ask.Rotate || HasTwins(connection.Settings.Procore) };
        if (await probe.FindProblemAsync(connection, wish.Address, cancellationToken) is { } problem)
        {
            return new(
                BadRequest,
                $"{problem} Nothing was changed. Ask again with {{ \"key\": \"...\" }}: az functionapp function keys list --function-name ProcoreWebhook shows it.");
        }

        var report = new HookReport(before, Others(all, connection, root));
        var (state, failure) = await WorkAsync(connection, root, wish, report, requestedBy, cancellationToken);
        var kept = HookPlan.Kept(state?.Hooks ?? [], address);
        return failure is null ? new(Ok, null, kept?.Id) { Items = report.Items(kept!, wish, connection) } : Refused(failure);
    }

    private async Task<(HookState? State, SyncOutcome? Failure)> WorkAsync(
        Connection connection, Uri root, HookWish wish, HookReport report, string requestedBy, CancellationToken cancellationToken)
    {
        var operation = $"{Guid.NewGuid():N}";
        var tries = new Dictionary<(HookAction, long), int>();
        SyncOutcome? last = null;
        while (true)
        {
            var state = await LookAsync(connection, root, wish, cancellationToken);
            if (HookPlan.Next(state, wish) is not { } step)
            {
                return (state, null);
            }

            var key = (step.Action, step.HookId);
            if (tries.GetValueOrDefault(key) == MostTries || report.Steps.Count == MostSteps)
            {
                return (state, last ?? SyncOutcome.Waiting(new Problem("E902", "Procore's webhook is not as it was written: somebody else may be changing it. Ask again.")));
            }

            await RememberAsync(connection, step, $"{operation}-{report.Steps.Count}", requestedBy, cancellationToken);
            tries[key] = tries.GetValueOrDefault(key) + 1;
            (_, last) = await Outcomes.TryAsync(async () =>
            {
                await WriteAsync(connection, step, wish, cancellationToken);

                return step;
            });
            report.Steps.Add(step);
            if (last?.Problems[0].Code == "E903")
            {
                return (state, last);
            }

            if (step.Change?.Secret is not null || step.Action is HookAction.Create)
            {
                wish = wish with { HasSetSecret = last is null };
            }
        }
    }

    /// <summary>Before it is written: nothing is done that doesn't say who asked for it.</summary>
    private Task RememberAsync(Connection connection, HookStep step, string operation, string requestedBy, CancellationToken cancellationToken)
    {
        Log.Writes(log, connection.Id, step.Action, step.HookId, requestedBy);
        var decision = $"webhook-{JsonNamingPolicy.KebabCaseLower.ConvertName($"{step.Action}")}";
        var what = step.HookId == 0 ? null : FormattableString.Invariant($"webhook {step.HookId}");

        return links.AppendHistoryAsync(
            [new HistoryEntry(LinkKey.OfConnection(connection.Id), operation, decision, time.GetUtcNow(), requestedBy, Sent: null, what)], cancellationToken);
    }

    private static async Task<HookState> LookAsync(Connection connection, Uri root, HookWish wish, CancellationToken cancellationToken)
    {
        RegisteredHook[] ours = [.. Ours(await connection.Procore.ListHooksAsync(cancellationToken), connection, root)];

        return HookPlan.Kept(ours, wish.Address) is { } kept
            ? new(ours, await connection.Procore.ListHookTriggersAsync(kept.Id, cancellationToken))
            : new(ours, []);
    }

    private static Task WriteAsync(Connection connection, HookStep step, HookWish wish, CancellationToken cancellationToken) => step.Action switch
    {
        HookAction.Create => connection.Procore.CreateHookAsync(wish.Address.AbsoluteUri, wish.Secret, cancellationToken),
        HookAction.Correct => connection.Procore.ChangeHookAsync(step.HookId, step.Change!, cancellationToken),
        HookAction.SwitchOn => connection.Procore.SwitchHookOnAsync(step.HookId, cancellationToken),
        HookAction.AddTrigger => connection.Procore.CreateHookTriggerAsync(step.HookId, cancellationToken),
        _ => connection.Procore.DeleteHookAsync(step.HookId, cancellationToken),
    };

    /// <summary>Two secrets that end alike can't be told apart by what Procore shows.</summary>
    private static bool HasTwins(ProcoreSettings settings) =>
        settings.WebhookSecretNext is { Length: > 0 } next && next[^5..] == settings.WebhookSecret[^5..];

    private static IEnumerable<RegisteredHook> Ours(IEnumerable<RegisteredHook> all, Connection connection, Uri root) =>
        all.Where(hook => HookPlan.IsOurs(hook, connection.Id, root.Authority));

    private static IReadOnlyList<RegisteredHook> Others(IEnumerable<RegisteredHook> all, Connection connection, Uri root) =>
        [.. all.Where(hook => SweepReader.IsOurs(hook, connection.Id) && !HookPlan.IsOurs(hook, connection.Id, root.Authority))];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connection {Connection}: {Action} of webhook {Hook}, asked for by {RequestedBy}")]
        public static partial void Writes(ILogger logger, string connection, HookAction action, long hook, string requestedBy);
    }
}
