namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>What App Service gives an app with a managed identity: an address that answers with a token for the resource that is asked for.</summary>
public sealed class ManagedIdentity : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string header = $"{Guid.NewGuid():N}";

    private ManagedIdentity(WebApplication app) => this.app = app;

    /// <summary>Answers nobody, as where the app has no identity.</summary>
    public bool Refuses { get; set; }

    /// <summary>What the app's environment says of it.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["IDENTITY_ENDPOINT"] = $"{app.Urls.First()}/msi/token",
        ["IDENTITY_HEADER"] = header,
    };

    public static async Task<ManagedIdentity> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var identity = new ManagedIdentity(builder.Build());
        identity.app.MapGet("/msi/token", identity.Answer);
        await identity.app.StartAsync();

        return identity;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Answer(HttpRequest request) => Refuses || request.Headers["X-IDENTITY-HEADER"] != header
        ? Results.BadRequest(new { statusCode = 400, message = "No managed identity was found." })
        : Results.Ok(new
        {
            access_token = $"token-{Guid.NewGuid():N}",
            expires_on = $"{TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}",
            resource = $"{request.Query["resource"]}",
            token_type = "Bearer",
        });
}
