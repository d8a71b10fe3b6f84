using System.Net.Http.Headers;
using System.Text;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Queues events per endpoint and delivers them: a failure pauses the whole endpoint, longer each time (spec 6.5).</summary>
internal sealed class WebhookOutbox(ProcoreState state, Func<string, string, string, bool> drops) : IDisposable
{
    private readonly Dictionary<string, Endpoint> _endpoints = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly SemaphoreSlim _news = new(0);

    public List<Hook> Hooks { get; } = [];

    public List<WebhookDelivery> Deliveries { get; } = [];

    /// <summary>When something can be sent next; null when nothing waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (state.Gate)
            {
                return _endpoints.Values.Where(endpoint => endpoint.Queue.Count > 0)
                    .Select(endpoint => (DateTimeOffset?)(endpoint.PausedUntil ?? state.Now)).Min();
            }
        }
    }

    public void Clear()
    {
        Hooks.Clear();
        Deliveries.Clear();
        _endpoints.Clear();
    }

    /// <summary>Queues an event for every hook that listens to it. A company hook takes company events only (spec 6.1).</summary>
    public void Raise(ProcoreEvent source)
    {
        foreach (var hook in Hooks.Where(hook => !hook.Disabled && hook.CompanyId == source.CompanyId && hook.ProjectId == source.ProjectId))
        {
            if (hook.Triggers.Any(trigger => trigger.Resource == source.Resource && trigger.EventType == source.Type))
            {
                var (id, payload) = WebhookPayload.Make(hook.Version, source, state.NextSerial(), state.Now);
                Enqueue(new(state.NextSerial(), hook, source, id, payload, state.Now));
                if (state.Settings.DeliverTwice)
                {
                    Enqueue(new(state.NextSerial(), hook, source, id, payload, state.Now));
                }
            }
        }
    }

    /// <summary>Queues the latest event again, with the same id.</summary>
    public void Repeat(long? resourceId)
    {
        var last = Deliveries.LastOrDefault(delivery => resourceId is null || delivery.Source.ResourceId == resourceId)
            ?? throw new ProcoreRefusedException("No such event was sent.");
        Enqueue(new(state.NextSerial(), last.Hook, last.Source, last.EventId, last.Payload, state.Now));
    }

    private void Enqueue(WebhookDelivery delivery)
    {
        Deliveries.Add(delivery);
        if (!_endpoints.TryGetValue(delivery.Destination, out var endpoint))
        {
            _endpoints.Add(delivery.Destination, endpoint = new());
        }

        endpoint.Queue.Enqueue(delivery);
        _news.Release();
    }

    public Task WaitForNewsAsync(TimeSpan atMost, CancellationToken cancellationToken) => _news.WaitAsync(atMost, cancellationToken);

    /// <returns>How many requests were sent, successful or not.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var sent = 0;
            while (Next() is { } delivery)
            {
                if (await SendAsync(delivery, cancellationToken))
                {
                    sent++;
                }
            }

            return sent;
        }
        finally
        {
            _one.Release();
        }
    }

    private WebhookDelivery? Next()
    {
        lock (state.Gate)
        {
            return _endpoints.Values.FirstOrDefault(endpoint => endpoint.Queue.Count > 0 && (endpoint.PausedUntil is null || endpoint.PausedUntil <= state.Now))
                ?.Queue.Peek();
        }
    }

    private async Task<bool> SendAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var uri = new Uri(delivery.Destination);
        var body = delivery.Payload.ToJsonString();
        if (drops("POST", uri.AbsolutePath, body))
        {
            // Lost on the way: Procore knows nothing of it either.
            Finish(delivery, lost => Deliveries.Remove(lost), success: true);
            return false;
        }

        var started = state.Now;
        int? status = null;
        var error = "";
        using var timeout = new CancellationTokenSource(state.Settings.DeliveryTimeout, state.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, uri);
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            if (delivery.Hook.Authorization is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await _http.SendAsync(request, either.Token);
            status = (int)response.StatusCode;
        }
        catch (HttpRequestException failure)
        {
            error = failure.Message;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            error = "timeout";
        }

        var ok = status is >= 200 and < 300;
        Finish(delivery, one =>
        {
            one.Attempts = [.. one.Attempts, new(state.NextSerial(), ok ? "ok" : "retried", started, state.Now, status, error)];
            one.Status = ok ? "delivered" : "retrying";
        }, ok);

        return true;
    }

    private void Finish(WebhookDelivery delivery, Action<WebhookDelivery> mark, bool success)
    {
        lock (state.Gate)
        {
            mark(delivery);
            if (!_endpoints.TryGetValue(delivery.Destination, out var endpoint) || !endpoint.Queue.TryPeek(out var head) || head != delivery)
            {
                // A reset while the request was under way has emptied the queue it stood in.
                return;
            }

            if (success)
            {
                endpoint.Queue.Dequeue();
                (endpoint.PausedUntil, endpoint.FailingSince, endpoint.Failures) = (null, null, 0);
                return;
            }

            endpoint.FailingSince ??= state.Now;
            if (state.Now - endpoint.FailingSince >= state.Settings.DiscardAfter)
            {
                Discard(endpoint);
                return;
            }

            var pause = state.Settings.FirstPause * Math.Pow(2, Math.Min(endpoint.Failures++, 30));
            endpoint.PausedUntil = state.Now + (pause < state.Settings.LongestPause ? pause : state.Settings.LongestPause);
        }
    }

    private void Discard(Endpoint endpoint)
    {
        foreach (var delivery in endpoint.Queue)
        {
            delivery.Status = "discarded";
            delivery.Attempts = [.. delivery.Attempts, new(state.NextSerial(), "discarded", state.Now, state.Now, null, "discarded")];
            delivery.Hook.Disabled |= state.Settings.DisableFailingHooks;
        }

        endpoint.Queue.Clear();
        (endpoint.PausedUntil, endpoint.FailingSince, endpoint.Failures) = (null, null, 0);
    }

    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
        _news.Dispose();
    }

    private sealed class Endpoint
    {
        public Queue<WebhookDelivery> Queue { get; } = new();

        public DateTimeOffset? PausedUntil { get; set; }

        public DateTimeOffset? FailingSince { get; set; }

        public int Failures { get; set; }
    }
}
