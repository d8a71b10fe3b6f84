using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Polly;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>One call, in words and in HTTP.</summary>
/// <param name="Path">Path and query of our own making; nothing from a payload.</param>
/// <param name="Doing">"reading invoice 58820 of project 1234": goes into every problem.</param>
/// <param name="ProjectId">Named when access is refused.</param>
internal sealed record ProcoreCall(HttpMethod Method, string Path, string Doing, byte[]? Json = null, long? ProjectId = null)
{
    /// <summary>Refusals that the caller of this call knows what to do about.</summary>
    public IReadOnlyList<int> Handled { get; init; } = [];

    /// <summary>The answer's rows are in an envelope, as those of the second version are.</summary>
    public bool IsInData { get; init; }

    /// <summary>A write that may not be repeated as it is: sent once, and after a missing answer the caller looks before it writes again (5.5).</summary>
    public bool Once { get; init; }

    /// <summary>409 means that another request is changing the same record (2.1, direct costs): it is tried again in a moment, then left to the queue.</summary>
    public bool MayBeBusy { get; init; }
}

/// <summary>Sends calls for one company: token, headers, allowance, short retries, and the meaning of every refusal (procore-api.md 1 to 3).</summary>
internal sealed partial class ProcoreCaller(
    ProcoreSettings settings, HttpCaller http, ProcoreTokens tokens, ProcoreBucket bucket, ILogger logger, TimeProvider time)
{
    private readonly ResiliencePipeline<Attempt> retries = ShortRetries.Build(time);
    private readonly Uri host = new(settings.BaseUrl);

    /// <returns>An answer with 2xx, or one of <see cref="ProcoreCall.Handled"/>.</returns>
    public async Task<HttpAnswer> SendAsync(ProcoreCall call, CancellationToken cancellationToken)
    {
        var attempt = call.Once
            ? await TryAsync(call, new Patience(), cancellationToken)
            : await retries.RunAsync((patience, token) => TryAsync(call, patience, token), cancellationToken);
        return Judge(call, attempt);
    }

    private async Task<Attempt> TryAsync(ProcoreCall call, Patience patience, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(settings, cancellationToken);
        var attempt = await SendOnceAsync(call, token, patience, cancellationToken);
        if (attempt.Answer?.Status != 401)
        {
            return attempt;
        }

        tokens.Drop(settings, token);
        return await SendOnceAsync(call, await tokens.GetAsync(settings, cancellationToken), patience, cancellationToken);
    }

    private async Task<Attempt> SendOnceAsync(ProcoreCall call, string token, Patience patience, CancellationToken cancellationToken)
    {
        using var slot = await bucket.EnterAsync(call.Doing, patience, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            using var body = call.Json is null ? null : HttpCaller.Json(call.Json);
            var answer = await http.SendAsync(
                call.Method,
                new Uri(host, call.Path),
                [
                    new("Authorization", $"Bearer {token}"),
                    new("Procore-Company-Id", settings.CompanyId.ToString(CultureInfo.InvariantCulture)),
                    new("Accept", "application/json"),
                ],
                body,
                cancellationToken);
            var pause = bucket.Observe(answer);
            if (!answer.IsSuccess)
            {
                Log.Refused(logger, call.Doing, answer.Status, answer.Header("x-request-id"));
            }

            return new Attempt(answer, Pause: pause, PauseIsKept: true) { IsBusy = call.MayBeBusy && answer.Status == 409 };
        }
        catch (NoAnswerException failure)
        {
            Log.NoAnswer(logger, call.Doing, failure.Message);
            return new Attempt(null, failure);
        }
        finally
        {
            patience.Lose(time.GetElapsedTime(started));
        }
    }

    private HttpAnswer Judge(ProcoreCall call, Attempt attempt)
    {
        if (attempt.Answer is not { } answer)
        {
            throw attempt.IsTooLarge
                ? new RejectedException(new Problem("E904", $"Procore's answer is larger than any page should be while {call.Doing}."))
                : new UnavailableException(
                    new Problem("E902", $"Procore gave no answer while {call.Doing}.", attempt.Failure!.Message) { Speaker = "The connection" }, attempt.Failure);
        }

        if (answer.IsSuccess || call.Handled.Contains(answer.Status))
        {
            return answer;
        }

        var words = ProcoreWords.Of(answer);
        if (attempt.Pause is { } pause)
        {
            throw bucket.Throttled(call.Doing, pause, words);
        }

        throw answer.Status switch
        {
            409 when attempt.IsBusy => new UnavailableException(
                new Problem("E902", $"Another request is changing the same record in Procore while {call.Doing}.", words) { Speaker = "Procore" }),
            _ when MayPass(answer.Status) => new UnavailableException(
                new Problem("E902", $"Procore answers {answer.Status} while {call.Doing}.", words) { Speaker = "Procore" })
            {
                Answer = answer.Status == 500 && !ProcoreWords.IsHtml(answer) && call.Method == HttpMethod.Get ? $"500 while {call.Doing}. {Ids().Replace(ProcoreWords.TextOf(answer) ?? "", "")}" : null,
            },
            401 or 403 => new RejectedException(AccessRefused(call, answer, words) with { Speaker = "Procore" }, answer.Status),
            _ => new RejectedException(
                new Problem("E904", $"Procore refuses with {answer.Status} while {call.Doing}.", words) { Speaker = "Procore" }, answer.Status),
        };
    }

    /// <summary>An outage, or maintenance behind a redirect, which is never followed (procore-api.md, corrections): the call may be repeated later.</summary>
    internal static bool MayPass(int status) => status is 301 or 302 or 303 or 307 or 308 or 408 or >= 500;

    private Problem AccessRefused(ProcoreCall call, HttpAnswer answer, string? words)
    {
        if (answer.Status == 401)
        {
            return new Problem("E903", $"Procore doesn't accept the connector's sign-in, not even a new one, while {call.Doing}.", words)
            {
                OtherRemedy = $"Ask an administrator to see that the connector's settings Procore__BaseUrl ({host.Host}) and Procore__LoginUrl ({new Uri(settings.LoginUrl).Host}) belong to the same environment, then export again.",
            };
        }

        if (ProcoreWords.TextOf(answer)?.Contains("not connected to this company", StringComparison.OrdinalIgnoreCase) == true)
        {
            return new Problem("E903", $"The connector's app is not connected to company {settings.CompanyId} in Procore. This came up while {call.Doing}.", words)
            {
                OtherRemedy = $"Have an administrator of company {settings.CompanyId} install the app there, or correct the connector's setting Procore__CompanyId, then export again.",
            };
        }

        return new Problem(
            "E903",
            call.ProjectId is { } project
                ? $"Procore refuses access while {call.Doing}: either the service account lacks a permission, or project {project} is not among its permitted projects."
                : $"Procore refuses access while {call.Doing}: the service account lacks a permission.",
            words);
    }

    /// <summary>Such as the request's own id, different each time.</summary>
    [GeneratedRegex("[0-9a-fA-F-]{16,}")]
    private static partial Regex Ids();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Procore answered {Status} while {Doing} (x-request-id {RequestId}).")]
        public static partial void Refused(ILogger logger, string doing, int status, string? requestId);

        [LoggerMessage(LogLevel.Warning, "Procore gave no answer while {Doing}: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string doing, string reason);
    }
}
