using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>
/// A connection that hears its client only between two pieces of work. The library counts what it sent after it sent it: a client that answers
/// before that leaves it with a closed window, in which nothing is sent any more.
/// </summary>
internal sealed class OrderedTransport(IAsyncTransport inner, Engine engine) : IAsyncTransport
{
    public void SetConnection(Connection connection) => inner.SetConnection(connection);

    public Task SendAsync(IList<ByteBuffer> bufferList, int listSize) => inner.SendAsync(bufferList, listSize);

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        var received = await inner.ReceiveAsync(buffer, offset, count);
        engine.AwaitEndOfPiece();
        return received;
    }

    public void Send(ByteBuffer buffer) => inner.Send(buffer);

    public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

    public void Close() => inner.Close();
}
