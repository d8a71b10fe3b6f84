using System.Net;
using System.Net.Sockets;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The app names its Service Bus namespace without a port, so the port is always 5671; each broker then needs an address of its own.</summary>
internal static class LoopbackAddress
{
    private const int AmqpsPort = 5671;

    /// <summary>One whose port 5671 nobody listens on. macOS has 127.0.0.1 only.</summary>
    public static IPAddress Free()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var address = OperatingSystem.IsMacOS()
                ? IPAddress.Loopback
                : new IPAddress([127, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255)]);
            if (IsFree(address))
            {
                return address;
            }
        }

        throw new InvalidOperationException($"Port {AmqpsPort} is taken: perhaps another sandbox or test run with a worker runs on this machine.");
    }

    private static bool IsFree(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, AmqpsPort);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
