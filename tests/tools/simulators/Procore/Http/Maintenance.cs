namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Procore while it is being maintained: calls are sent on to a page of HTML, which answers 503 (corrections).</summary>
internal sealed class Maintenance(ProcoreState state)
{
    /// <summary>[A corrections] Where callers are sent: on the host they asked.</summary>
    public const string Page = "/maintenance";

    private const string Html = "<html><head><title>Maintenance</title></head><body><h1>Procore is being maintained</h1></body></html>";

    /// <returns>Whether this was the answer: nothing is looked at and nothing is done.</returns>
    public async Task<bool> AnswersAsync(HttpContext context, string path)
    {
        var status = state.Settings.MaintenanceStatus;
        if (status == 0)
        {
            return false;
        }

        if (path != Page)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}{Page}";

            return true;
        }

        context.Response.StatusCode = 503;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(Html, context.RequestAborted);

        return true;
    }
}
