using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcoreNetSuite.Tests.Resilience;

/// <summary>Answers every request with the same bytes, whatever they are, and closes the connection.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly byte[] answer;
    private readonly byte[]? forever;
    private readonly Task running;
    private int requests;
    private long sent;

    /// <param name="answer">Status line, headers and body as they go over the wire.</param>
    /// <param name="forever">Bytes sent again and again after the answer, until nobody listens; none at all keeps the connection open in silence.</param>
    public RawServer(byte[] answer, byte[]? forever = null)
    {
        (this.answer, this.forever) = (answer, forever);
        listener.Start();
        running = RunAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    /// <summary>How many connections were made.</summary>
    public int Requests => requests;

    /// <summary>How many bytes of all answers went out. What waits on the way to a caller that doesn't read is among them.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>An answer with this body and these headers beside Content-Length.</summary>
    public static byte[] Answer(byte[] body, params string[] headers) =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n"), .. body];

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        running.Wait(TimeSpan.FromSeconds(5));
        stop.Dispose();
        listener.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var caller = await listener.AcceptTcpClientAsync(stop.Token);
                requests++;
                await AnswerAsync(caller.GetStream());
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The caller hung up, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        // One of our requests: a head, and a body that ends with its one closing brace.
        var request = new byte[8192];
        var length = 0;
        while (!request.AsSpan(0, length).EndsWith(Encoding.ASCII.GetString(request, 0, length).StartsWith("POST", StringComparison.Ordinal) ? "}"u8 : "\r\n\r\n"u8))
        {
            var read = await stream.ReadAsync(request.AsMemory(length), stop.Token);
            if (read == 0)
            {
                return;
            }

            length += read;
        }

        await stream.WriteAsync(answer, stop.Token);
        if (forever is [])
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        }

        while (forever is not null)
        {
            await stream.WriteAsync(forever, stop.Token);
            Interlocked.Add(ref sent, forever.Length);
        }
    }
}
