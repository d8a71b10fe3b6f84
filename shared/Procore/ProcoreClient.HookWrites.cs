using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <content>Writing webhooks (procore-api.md 6.2, 6.3).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public Task CreateHookAsync(string address, string secret, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post,
        "/rest/v1.0/webhooks/hooks",
        "creating a webhook",
        OfCompany("hook", HookBody(new(address, secret, RegisteredHook.OurVersion), RegisteredHook.OurNamespace)),
        once: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task ChangeHookAsync(long hookId, HookChange change, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Patch, $"/rest/v1.0/webhooks/hooks/{hookId}", $"correcting webhook {hookId}", OfCompany("hook", HookBody(change, null)), once: false, cancellationToken);

    /// <inheritdoc/>
    public Task SwitchHookOnAsync(long hookId, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Patch,
        $"/rest/v2.0/companies/{settings.CompanyId}/webhooks/hooks/{hookId}",
        $"switching webhook {hookId} on",
        new Dictionary<string, object?> { ["status"] = "active" },
        once: false,
        cancellationToken);

    /// <inheritdoc/>
    public Task CreateHookTriggerAsync(long hookId, CancellationToken cancellationToken)
    {
        var body = OfCompany("trigger", new() { ["resource_name"] = ProcoreHook.ErpRequests, ["event_type"] = "create" });
        body["api_version"] = RegisteredHook.OurVersion;

        return WriteAsync(HttpMethod.Post, $"/rest/v1.0/webhooks/hooks/{hookId}/triggers", $"adding the trigger of webhook {hookId}", body, once: true, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteHookAsync(long hookId, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Delete, $"/rest/v1.0/webhooks/hooks/{hookId}?company_id={settings.CompanyId}", $"deleting webhook {hookId}", null, once: false, cancellationToken);

    private static Dictionary<string, object?> HookBody(HookChange change, string? space)
    {
        (string Name, object? Value)[] parts =
        [
            ("api_version", change.Version),
            ("namespace", space),
            ("destination_url", change.Address),
            ("destination_headers", change.Secret is null ? null : new Dictionary<string, string> { ["Authorization"] = change.Secret }),
        ];

        return parts.Where(part => part.Value is not null).ToDictionary(part => part.Name, part => part.Value);
    }

    private Dictionary<string, object?> OfCompany(string name, Dictionary<string, object?> body) => new() { ["company_id"] = settings.CompanyId, [name] = body };

    private Task WriteAsync(HttpMethod method, string path, string doing, Dictionary<string, object?>? body, bool once, CancellationToken cancellationToken) =>
        caller.SendAsync(
            new ProcoreCall(method, path, doing, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body))
            {
                Once = once,
                Handled = method == HttpMethod.Delete ? [404] : [],
            },
            cancellationToken);
}
