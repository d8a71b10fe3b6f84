using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The order in which a request is looked at (spec 13.2), and the headers every answer carries.</summary>
internal sealed class Gatekeeper(ProcoreState state, RouteTable routes, OAuth oauth, RateLimiter limiter, Maintenance maintenance)
{
    private const string CompanyHeader = "Procore-Company-Id";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BusyRecords _busy = new(state);
    private long _requests;

    public async Task HandleAsync(HttpContext context, Func<Task> pause)
    {
        var path = context.Request.Path.Value ?? "/";
        if (await maintenance.AnswersAsync(context, path))
        {
            return;
        }

        if (path.StartsWith("/oauth/", StringComparison.Ordinal))
        {
            var fields = await FieldsAsync(context);
            await pause();
            await AnswerAsync(context, null, () => oauth.Handle(context.Request.Method, path, fields, context.Request.Headers.Authorization));
            return;
        }

        // Steps 2 to 4 first: what is refused here is refused before any work, so it is not slow either.
        var company = long.TryParse(context.Request.Headers[CompanyHeader], CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        AccessToken? token = null;
        if (await AnswerAsync(context, company, () => { token = LetIn(context, company); return null; }))
        {
            return;
        }

        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        IReadOnlyList<string> held = [];
        try
        {
            if (!await AnswerAsync(context, company, () => { held = _busy.Enter(context.Request.Method, path, body, company!.Value); return null; }))
            {
                await pause();
                await AnswerAsync(context, company, () => Route(context, path, token!.App, company!.Value, body));
            }
        }
        finally
        {
            lock (state.Gate)
            {
                _busy.Leave(held);
            }
        }
    }

    public Task RefuseForLimitAsync(HttpContext context)
    {
        var company = long.TryParse(context.Request.Headers[CompanyHeader], CultureInfo.InvariantCulture, out var id) ? id : (long?)null;

        return AnswerAsync(context, company, () => throw TooManyRequests(), reached: true);
    }

    private AccessToken LetIn(HttpContext context, long? company)
    {
        var token = oauth.Check(context.Request.Headers.Authorization);
        if (company is null)
        {
            throw new Refusal(state.Settings.MissingCompanyStatus, new JsonObject
            {
                ["message"] = "Missing Procore-Company-Id header! Each call has to carry the id of the company it is for.",
            });
        }

        if (!token.App.InstalledIn.Contains(company.Value))
        {
            throw Refusal.Forbidden("App is not connected to this company");
        }

        return limiter.Take(company.Value, state.Settings) ? token : throw TooManyRequests();
    }

    private Answer Route(HttpContext context, string path, ProcoreApp app, long company, string body)
    {
        if (routes.Find(context.Request.Method, path) is not { } route)
        {
            throw Refusal.NotFound();
        }

        if (path.Contains("/webhooks/", StringComparison.Ordinal) && !app.MayUseWebhooks)
        {
            throw Refusal.Forbidden();
        }

        // Links carry the host that was asked, whatever it is called (corrections).
        var url = $"{context.Request.Scheme}://{context.Request.Host}{path}";
        var call = new Call(state, app, company, context.Request.Query, Parse(context, body), url) { Path = route.Values };
        ProjectTools.CheckOn(call, path);

        return route.Handle(call);
    }

    private static JsonNode? Parse(HttpContext context, string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw Refusal.Invalid(406, "base", "The content type is not supported");
        }

        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            throw Refusal.Invalid(400, "base", "The body is not JSON");
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> FieldsAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        }

        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        try
        {
            var json = JsonNode.Parse(body.Length == 0 ? "{}" : body) as JsonObject ?? [];
            return json.ToDictionary(pair => pair.Key, pair => pair.Value.Text() ?? "");
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }

    private static Refusal TooManyRequests() => new(429, new JsonObject
    {
        ["errors"] = "You have surpassed the max number of requests for an hour. Please wait until your limit resets.",
    });

    /// <returns>Whether an answer was given: <paramref name="work"/> answers null to go on.</returns>
    private async Task<bool> AnswerAsync(HttpContext context, long? company, Func<Answer?> work, bool reached = false)
    {
        Answer? answer;
        byte[] bytes;
        lock (state.Gate)
        {
            try
            {
                answer = work();
            }
            catch (Refusal refusal)
            {
                answer = new(refusal.Status, refusal.Body);
            }

            if (answer is null)
            {
                return false;
            }

            // Nodes belong to the state until they are text.
            bytes = answer.Body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(answer.Body, Json);
            WriteHeaders(context, company ?? 0, answer, reached);
        }

        context.Response.StatusCode = answer.Status;
        if (bytes.Length > 0)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }

        return true;
    }

    private void WriteHeaders(HttpContext context, long company, Answer answer, bool reached)
    {
        var (limit, remaining, reset) = limiter.Show(company, state.Settings);
        var headers = context.Response.Headers;
        headers["X-Rate-Limit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Remaining"] = (reached ? 0 : remaining).ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
        if (answer.Status == 429 && state.Settings.RetryAfter)
        {
            headers.RetryAfter = Math.Max(1, reset - state.Now.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
        }

        headers["x-request-id"] = $"{++_requests:x8}-0000-4000-8000-{state.Now.ToUnixTimeMilliseconds():x12}";
        foreach (var (name, value) in answer.Headers)
        {
            headers[name] = value;
        }
    }
}
