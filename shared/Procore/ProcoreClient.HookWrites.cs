using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <content>Writing webhooks (procore-api.md 6.3).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public Task CreateHookAsync(string address, string secret, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post, Hooks, "creating a webhook", HookBody(new(address, secret, RegisteredHook.OurVersion), RegisteredHook.OurNamespace), once: true, cancellationToken);

    /// <inheritdoc/>
    public Task ChangeHookAsync(long hookId, HookChange change, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Patch, $"{Hooks}/{hookId}", $"correcting webhook {hookId}", HookBody(change, null), once: false, cancellationToken);

    /// <inheritdoc/>
    public Task SwitchHookOnAsync(long hookId, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Patch, $"{Hooks}/{hookId}", $"switching webhook {hookId} on", new() { ["status"] = "active" }, once: false, cancellationToken);

    /// <inheritdoc/>
    public Task CreateHookTriggerAsync(long hookId, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post,
        $"{Hooks}/{hookId}/triggers",
        $"adding the trigger of webhook {hookId}",
        new() { ["resource_name"] = ProcoreHook.ErpRequests, ["event_type"] = "create" },
        once: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteHookAsync(long hookId, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Delete, $"{Hooks}/{hookId}", $"deleting webhook {hookId}", null, once: false, cancellationToken);

    private static Dictionary<string, object?> HookBody(HookChange change, string? space)
    {
        (string Name, object? Value)[] parts =
        [
            ("payload_version", change.Version),
            ("namespace", space),
            ("destination_url", change.Address),
            ("destination_headers", change.Secret is null ? null : new Dictionary<string, string> { ["Authorization"] = change.Secret }),
        ];

        return parts.Where(part => part.Value is not null).ToDictionary(part => part.Name, part => part.Value);
    }

    private Task WriteAsync(HttpMethod method, string path, string doing, Dictionary<string, object?>? body, bool once, CancellationToken cancellationToken) =>
        caller.SendAsync(
            new ProcoreCall(method, path, doing, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body))
            {
                Once = once,
                Handled = method == HttpMethod.Delete ? [404] : [],
            },
            cancellationToken);
}
