using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Polly;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>
/// Access tokens by client credentials (procore-api.md 1.4): one per (login host, client id), shared by all connections, renewed at 80 % of its life.
/// Many callers, one request: whoever comes while a token is being fetched gets that one, or its failure.
/// </summary>
public sealed partial class ProcoreTokens(HttpCaller http, TimeProvider time, ILogger<ProcoreTokens> logger)
{
    private const string Doing = "signing in to Procore";

    private readonly ConcurrentDictionary<(string Host, string ClientId), Entry> entries = new();
    private readonly ResiliencePipeline<Attempt> retries = ShortRetries.Build(time);

    /// <summary>A token that is good for a while. Repeated briefly inside.</summary>
    /// <exception cref="RejectedException">E903: the client id or secret is refused; E904: the answer makes no sense.</exception>
    /// <exception cref="ThrottledException">The login host asks to stay away.</exception>
    /// <exception cref="UnavailableException">The login host can't be reached, or answers 5xx or a web page.</exception>
    internal Task<string> GetAsync(ProcoreSettings settings, CancellationToken cancellationToken)
    {
        var entry = EntryOf(settings);
        Task<string> fetching;
        lock (entry)
        {
            if (entry.Token is { } token && time.GetUtcNow() < entry.RenewAt)
            {
                return Task.FromResult(token);
            }

            // Not with the caller's cancellation: others may be waiting for the same answer. The caller's timeout ends it.
            fetching = entry.Fetching ??= FetchAsync(entry, settings);
        }

        return fetching.WaitAsync(cancellationToken);
    }

    /// <summary>Forgets a token that Procore refused, unless it was replaced already.</summary>
    internal void Drop(ProcoreSettings settings, string refused)
    {
        var entry = EntryOf(settings);
        lock (entry)
        {
            if (entry.Token == refused)
            {
                entry.Token = null;
            }
        }
    }

    private Entry EntryOf(ProcoreSettings settings) =>
        entries.GetOrAdd((new Uri(settings.LoginUrl).Authority, settings.ClientId), _ => new Entry());

    private async Task<string> FetchAsync(Entry entry, ProcoreSettings settings)
    {
        // The lock in GetAsync must be left before anything below can end.
        await Task.Yield();
        try
        {
            var attempt = await retries.RunAsync((patience, cancellationToken) => SendAsync(settings, patience, cancellationToken), CancellationToken.None);
            var granted = Judge(attempt, settings);
            var seconds = granted.ExpiresIn is > 0 and < 1_000_000 ? granted.ExpiresIn.Value : 5400;
            Log.SignedIn(logger, new Uri(settings.LoginUrl).Authority, seconds);
            lock (entry)
            {
                entry.Token = granted.AccessToken;
                entry.RenewAt = time.GetUtcNow() + (TimeSpan.FromSeconds(seconds) / 5 * 4);
                entry.Fetching = null;
            }

            return granted.AccessToken!;
        }
        catch
        {
            lock (entry)
            {
                entry.Fetching = null;
            }

            throw;
        }
    }

    private async Task<Attempt> SendAsync(ProcoreSettings settings, Patience patience, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.ClientId,
                ["client_secret"] = settings.ClientSecret,
            });
            var answer = await http.SendAsync(
                HttpMethod.Post,
                new Uri(new Uri(settings.LoginUrl), "/oauth/token"),
                [new("Accept", "application/json")],
                form,
                cancellationToken);
            return new Attempt(answer, Pause: ProcoreLimits.PauseOf(answer, time.GetUtcNow()));
        }
        catch (NoAnswerException failure)
        {
            return new Attempt(null, failure);
        }
        finally
        {
            patience.Lose(time.GetElapsedTime(started));
        }
    }

    private static Granted Judge(Attempt attempt, ProcoreSettings settings)
    {
        if (attempt.Answer is not { } answer)
        {
            throw new UnavailableException(
                new Problem("E902", $"Procore's login host gave no answer while {Doing}.", attempt.Failure!.Message) { Speaker = "The connection" }, attempt.Failure);
        }

        var words = WithoutSecret(ProcoreWords.Of(answer), settings);
        if (attempt.Pause is { } pause)
        {
            throw new ThrottledException(
                new Problem("E901", $"Procore's login host asks to stay away for {(long)pause.TotalSeconds} s.", words) { Speaker = "Procore" }, pause);
        }

        if (ProcoreCaller.MayPass(answer.Status))
        {
            throw new UnavailableException(
                new Problem("E902", $"Procore's login host answers {answer.Status} while {Doing}.", words) { Speaker = "Procore" });
        }

        if (!answer.IsSuccess)
        {
            throw new RejectedException(
                new Problem("E903", $"Procore refuses the connector's client id and secret (HTTP {answer.Status}).", words) { Speaker = "Procore" }, answer.Status);
        }

        var granted = ProcoreJson.Read<Granted>(answer, Doing);
        return granted.AccessToken is { Length: > 0 and < 16_384 } token && token.All(letter => letter is > ' ' and < '\x7f')
            ? granted
            : throw ProcoreJson.Unreadable(answer, Doing, "it holds no token");
    }

    private static string? WithoutSecret(string? words, ProcoreSettings settings) =>
        settings.ClientSecret.Length == 0 ? words : words?.Replace(settings.ClientSecret, "***", StringComparison.Ordinal);

    private sealed record Granted
    {
        public string? AccessToken { get; init; }

        public long? ExpiresIn { get; init; }

        /// <summary>Never with the token.</summary>
        public override string ToString() => $"a token for {ExpiresIn} s";
    }

    private sealed class Entry
    {
        public string? Token { get; set; }

        public DateTimeOffset RenewAt { get; set; }

        public Task<string>? Fetching { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Signed in at {LoginHost}; the token is good for {Seconds} s.")]
        public static partial void SignedIn(ILogger logger, string loginHost, long seconds);
    }
}
