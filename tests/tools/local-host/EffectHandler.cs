using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Makes every HTTP request of a life a numbered effect.</summary>
public sealed class EffectHandler(EffectLife life, EffectKind kind, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return life.RunAsync(
            kind,
            $"{request.Method} {request.RequestUri?.PathAndQuery}",
            async () =>
            {
                var response = await base.SendAsync(request, cancellationToken);

                // The effect counts as done when the other side has answered in full. What is read here, the client's own limit doesn't see any more.
                try
                {
                    await response.Content.LoadIntoBufferAsync(HttpCaller.LargestBody, cancellationToken);
                    return response;
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            },
            () => new HttpRequestException(
                HttpRequestError.ResponseEnded, "The answer was lost.", new IOException("The answer was lost.")));
    }
}
