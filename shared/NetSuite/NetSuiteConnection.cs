using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// Sends requests to one account: signs them, keeps to the account's concurrency, repeats what may be repeated, and sorts every answer into
/// yes, no and unknown (netsuite-api.md 6, 7; design, "Exactly one effect").
/// </summary>
/// <param name="http">Its handler must not follow redirects.</param>
/// <param name="limiter">Shared by all connections of the account in this process.</param>
/// <param name="baseUrl">SuiteTalk address.</param>
public sealed partial class NetSuiteConnection(
    HttpCaller http, INetSuiteAuthenticator authenticator, ConcurrencyLimiter limiter, Uri baseUrl, TimeProvider time, ILogger<NetSuiteClient> log)
{
    private const string Usual = "application/json, application/vnd.oracle.resource+json";
    private const string Form = "application/vnd.oracle.resource+json; type=create-form";

    /// <summary>An external id that no record has.</summary>
    internal const string Nobody = "procore-nobody";

    /// <summary>Waits of 0.5, 1, 2 and 4 seconds, a quarter more or less: under ten in all.</summary>
    private const int Repeats = 4;

    private static readonly TimeSpan LongestInAll = TimeSpan.FromSeconds(10);
    private static readonly ResiliencePropertyKey<long> FailedAt = new("FailedAt");

    private readonly ResiliencePipeline onceRefused = Pipeline(time, failure => failure is ThrottledException);
    private readonly ResiliencePipeline repeatable = Pipeline(time, failure => failure is ThrottledException or UnavailableException);

    /// <summary>Sends a create. Repeated only after a refusal that came before any work.</summary>
    /// <returns>The new record's id, from Location.</returns>
    internal Task<NetSuiteId> CreateAsync(string json, Sent sent, CancellationToken cancellationToken) =>
        onceRefused.ExecuteAsync(async token => await CreateOnceAsync(json, sent, token), cancellationToken).AsTask();

    /// <summary>Sends a read or an upsert; repeated, briefly, if there is no proper answer.</summary>
    /// <param name="path">Below /services/rest/, encoded, with its query.</param>
    internal Task<HttpAnswer> SendAsync(
        HttpMethod method, string path, string? json, Sent sent, CancellationToken cancellationToken) =>
        repeatable.ExecuteAsync(async token => await SendRepeatableAsync(method, path, json, sent, token), cancellationToken).AsTask();

    /// <summary>How long to stay away after a refusal for too many calls.</summary>
    internal static TimeSpan ComeBackAfter(HttpAnswer answer) =>
        int.TryParse(answer.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(30);

    private async Task<NetSuiteId> CreateOnceAsync(string json, Sent sent, CancellationToken cancellationToken)
    {
        HttpAnswer answer;
        try
        {
            answer = await AuthorizedAsync(HttpMethod.Post, $"record/v1/{sent.Type.Path}", json, cancellationToken);
        }
        catch (NoAnswerException failure) when (failure.Sent)
        {
            throw Unknown(sent, failure.Message, failure);
        }
        catch (NoAnswerException failure)
        {
            throw Unavailable(failure.Message, failure);
        }

        if (answer.IsSuccess)
        {
            return LocationOf(answer, sent.Type) ?? throw Unknown(sent, $"The answer {answer.Status} names no record. {Refusal.Detail(answer)}".Trim());
        }

        throw IsCertainRefusal(answer) ? Refusal.Of(answer, sent) : Unknown(sent, $"{answer.Status} {Refusal.Detail(answer)}".Trim(), answer: OwnFailure(answer));
    }

    private async Task<HttpAnswer> SendRepeatableAsync(
        HttpMethod method, string path, string? json, Sent sent, CancellationToken cancellationToken)
    {
        HttpAnswer answer;
        try
        {
            answer = await AuthorizedAsync(method, path, json, cancellationToken, sent.IsForm ? Form : Usual);
        }
        catch (NoAnswerException failure)
        {
            throw Unavailable(failure.Message, failure);
        }

        if (answer.IsSuccess || (method == HttpMethod.Get && IsAbsent(answer)) || (sent.IsForm && NetSuiteError.ReadAll(answer) is [{ IsNetSuites: true, Meaning: ErrorMeaning.MissingField }, ..]))
        {
            return answer;
        }

        if (method == HttpMethod.Get && await IsAbsentInOtherWordsAsync(path, answer, sent, cancellationToken))
        {
            return answer;
        }

        throw IsCertainRefusal(answer) && NetSuiteError.ReadAll(answer).All(error => error.Meaning is not ErrorMeaning.RecordChanged)
            ? Refusal.Of(answer, sent)
            : Unavailable($"{answer.Status} {Refusal.Detail(answer)}".Trim(), answer: method == HttpMethod.Put || method == HttpMethod.Get ? OwnFailure(answer) : null);
    }

    /// <summary>One request; after a 401 that a new token may cure, one more: NetSuite refused the first before any work.</summary>
    private async Task<HttpAnswer> AuthorizedAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken, string accept = Usual)
    {
        var url = new Uri(baseUrl, $"/services/rest/{path}");
        var (answer, authorization) = await LimitedAsync(method, url, json, accept, cancellationToken);

        return answer.Status == 401 && authenticator.Refused(authorization)
            ? (await LimitedAsync(method, url, json, accept, cancellationToken)).Answer
            : answer;
    }

    private async Task<(HttpAnswer Answer, string Authorization)> LimitedAsync(
        HttpMethod method, Uri url, string? json, string accept, CancellationToken cancellationToken)
    {
        using var turn = await limiter.EnterAsync(cancellationToken);
        ConnectorMetrics.Entered(limiter.InFlight, limiter.Limit);
        var authorization = await authenticator.AuthorizeAsync(method, url, cancellationToken);
        using var body = json is null ? null : HttpCaller.Json(json);
        var answer = await http.SendAsync(method, url, Headers(method, url, authorization, accept), body, cancellationToken);
        if (!answer.IsSuccess)
        {
            Log.Refused(
                log, method.Method, url.AbsolutePath, answer.Status, answer.Header("X-N-OperationId"), answer.Header("X-NetSuite-JobId"));
        }

        if (!answer.IsSuccess && NetSuiteError.ReadAll(answer).Any(error => error.Meaning is ErrorMeaning.ConcurrencyLimit))
        {
            turn.Refused();
            ConnectorMetrics.Refused(TelemetryNames.Systems.NetSuite);
            throw new ThrottledException(
                new Problem("E901", "NetSuite is busy with calls of this and other integrations.", Refusal.Detail(answer)), ComeBackAfter(answer));
        }

        turn.Answered();

        return (answer, authorization);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpMethod method, Uri url, string authorization, string accept)
    {
        yield return new("Authorization", authorization);
        yield return new("Accept", accept);
        if (url.AbsolutePath.EndsWith("/suiteql", StringComparison.Ordinal))
        {
            yield return new("Prefer", "transient");
        }
        else if (method != HttpMethod.Get)
        {
            yield return new("X-NetSuite-PropertyNameValidation", "Error");
        }
    }

    /// <summary>NetSuite itself said no. A page of something in front of it, or half an answer, proves nothing.</summary>
    private static bool IsCertainRefusal(HttpAnswer answer) =>
        answer.Status is >= 400 and < 500 and not 408
        && (NetSuiteError.ReadAll(answer).All(error => error.IsNetSuites) || (answer.Status == 401 && answer.Header("WWW-Authenticate") is not null))
        && NetSuiteError.ReadAll(answer).All(error => error.Meaning is not ErrorMeaning.ServerError);

    /// <summary>Nothing under that id, or a transaction of another type (netsuite-api.md 7.2).</summary>
    private static bool IsAbsent(HttpAnswer answer) =>
        NetSuiteError.ReadAll(answer) is [{ IsNetSuites: true, Meaning: ErrorMeaning.NotFound or ErrorMeaning.WrongTransactionType }, ..];

    /// <summary>
    /// The words for a transaction that isn't there differ by account and language (netsuite-api.md, corrections). So where they are not known, NetSuite is asked for one that nobody has:
    /// if it says the same of that one, and shows others, this one isn't there either. What it refuses whatever is asked, such as for want of a permission, says nothing of the one.
    /// </summary>
    private async Task<bool> IsAbsentInOtherWordsAsync(string path, HttpAnswer answer, Sent sent, CancellationToken cancellationToken)
    {
        var records = $"record/v1/{sent.Type.Path}";
        if (sent.Type != RecordType.VendorBill || answer.Status != 400 || !path.StartsWith($"{records}/", StringComparison.Ordinal)
            || NetSuiteError.ReadAll(answer) is not [{ IsNetSuites: true, Meaning: ErrorMeaning.Unrecognised } error])
        {
            return false;
        }

        var nobody = await AuthorizedAsync(HttpMethod.Get, $"{records}/eid:{Nobody}", null, cancellationToken);
        var asked = Uri.UnescapeDataString(path[(records.Length + 1)..].Split('?')[0].Replace("eid:", "", StringComparison.Ordinal));

        return nobody.Status == 400 && NetSuiteError.ReadAll(nobody) is [{ IsNetSuites: true } other]
            && other.Code == error.Code && other.Detail.Replace(Nobody, "", StringComparison.Ordinal) == error.Detail.Replace(asked, "", StringComparison.Ordinal)
            && (await AuthorizedAsync(HttpMethod.Get, $"{records}?limit=1", null, cancellationToken)).IsSuccess;
    }

    /// <summary>The id at the end of Location, if that is the address of a record of this type on the account's own host.</summary>
    internal NetSuiteId? LocationOf(HttpAnswer answer, RecordType type) =>
        answer.Header("Location") is { } text && Uri.TryCreate(baseUrl, text, out var address) && address.Authority.Equals(baseUrl.Authority, StringComparison.OrdinalIgnoreCase)
        && address.AbsolutePath.TrimEnd('/').Split('/') is [.., var name, var id]
        && name.Equals(type.Path, StringComparison.OrdinalIgnoreCase) && RecordJson.IsId(id) && id[0] != '-'
            ? new NetSuiteId(id)
            : null;

    internal static UnavailableException Unavailable(string detail, Exception? inner = null, string? answer = null) =>
        new(new Problem("E902", "NetSuite gave no usable answer.", detail), inner) { Answer = answer };

    private static UnknownOutcomeException Unknown(Sent sent, string detail, Exception? inner = null, string? answer = null) =>
        new(new Problem("E414", $"NetSuite may or may not have kept {sent.Name}; the connector is checking.", detail), inner) { Answer = answer };

    /// <summary>A server error that NetSuite itself reports, in words without what is different each time. A gateway's error says nothing of the record.</summary>
    private static string? OwnFailure(HttpAnswer answer)
    {
        var errors = NetSuiteError.ReadAll(answer);

        return answer.Status == 500 || errors.All(error => error is { IsNetSuites: true, Meaning: ErrorMeaning.ServerError })
            ? ErrorId().Replace($"{answer.Status} {string.Join(" / ", errors.Select(error => $"{error.Code} {error.Detail}".Trim()))}", "").Trim()
            : null;
    }

    [GeneratedRegex("\\s*Error ID:?\\s*\\S+", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorId();

    private static ResiliencePipeline Pipeline(TimeProvider time, Func<Exception, bool> mayRepeat) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Repeats,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is { } failure && mayRepeat(failure) && IsEarly(attempt.Context, time)),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(
                    TimeSpan.FromMilliseconds((500 << attempt.AttemptNumber) * Random.Shared.Next(75, 126) / 100)),
            })
            .Build();

    /// <summary>Counts from the first failure: waiting for a turn is no reason to give up.</summary>
    private static bool IsEarly(ResilienceContext context, TimeProvider time)
    {
        if (context.Properties.TryGetValue(FailedAt, out var first))
        {
            return time.GetElapsedTime(first) < LongestInAll;
        }

        context.Properties.Set(FailedAt, time.GetTimestamp());

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "NetSuite answered {Method} {Path} with {Status} (operation {OperationId}, job {JobId})")]
        public static partial void Refused(ILogger logger, string method, string path, int status, string? operationId, string? jobId);
    }
}
