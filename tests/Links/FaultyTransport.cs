namespace ProcoreNetSuite.Tests.Links;

/// <summary>Stands between the SDK and the table service, counts the calls and breaks the one it is told to break.</summary>
internal sealed class FaultyTransport() : DelegatingHandler(new SocketsHttpHandler())
{
    private int calls;

    public Fault Next { get; private set; }

    public int At { get; private set; }

    public int Calls => calls;

    /// <summary>Addresses of the calls, in order.</summary>
    public List<string> Seen { get; } = [];

    public void StartAgain(Fault fault = Fault.None, int at = 0)
    {
        (Next, At, calls) = (fault, at, 0);
        lock (Seen)
        {
            Seen.Clear();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref calls);
        lock (Seen)
        {
            Seen.Add($"{request.Method} {request.RequestUri}");
        }

        if (Next is Fault.KillBefore && number >= At || Next is Fault.KillAfter && number > At)
        {
            throw new HttpRequestException("The process ended.");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (number != At || Next is Fault.None)
        {
            return answer;
        }

        answer.Dispose();
        throw new HttpRequestException("The answer was lost.");
    }
}

public enum Fault
{
    None,

    /// <summary>This call is done and its answer is lost; the next calls work.</summary>
    LoseAnswer,

    /// <summary>This call isn't made, nor any after it.</summary>
    KillBefore,

    /// <summary>This call is done and its answer is lost; no call is made after it.</summary>
    KillAfter,
}
