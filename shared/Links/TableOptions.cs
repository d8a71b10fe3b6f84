using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>How the table service is called.</summary>
public static class TableOptions
{
    /// <summary>Few and short repeats, together under a second when it answers: longer outages are for the queue.</summary>
    /// <param name="transport">Makes the connections; null for the usual one.</param>
    public static TableClientOptions Create(HttpPipelineTransport? transport = null)
    {
        var options = new TableClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 3,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(1),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        };
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }
}
