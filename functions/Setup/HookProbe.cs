using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>
/// Posts an event that means nothing to the connector's own webhook address, as Procore would: does it lead here, and does its key open the function? Only ever
/// to this app's own host, for the secret goes along.
/// </summary>
public sealed class HookProbe(Func<HttpMessageHandler> createHandler) : IDisposable
{
    /// <summary>Procore waits five seconds (procore-api.md 6.5); a cold start may be in them.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly HttpCaller http = new(createHandler(), Longest, TelemetryNames.Systems.Connector);

    /// <returns>What is wrong, without the key; null if the event was acknowledged.</returns>
    public async Task<string?> FindProblemAsync(Connection connection, Uri address, CancellationToken cancellationToken)
    {
        using var body = HttpCaller.Json(JsonSerializer.Serialize(new
        {
            id = "setup-check",
            resource_name = "Setup check",
            event_type = "look",
            resource_id = 0,
            company_id = connection.CompanyId.ToString(CultureInfo.InvariantCulture),
        }));
        try
        {
            var answer = await http.SendAsync(HttpMethod.Post, address, [new("Authorization", connection.Settings.Procore.WebhookSecret)], body, cancellationToken);

            return answer.Status switch
            {
                204 => null,
                401 or 403 => $"{Shown(address)} answers {answer.Status}: its ?code= is not the key of the function ProcoreWebhook.",
                _ => $"{Shown(address)} answers {answer.Status}, not 204 as this connector does.",
            };
        }
        catch (NoAnswerException failure)
        {
            return $"{Shown(address)} can't be reached: {failure.Message}";
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Without its key.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);
}
