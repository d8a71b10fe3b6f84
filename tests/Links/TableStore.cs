using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>The real store over the real SDK, with an account of Azurite to itself.</summary>
internal sealed class TableStore : IDisposable
{
    private readonly HttpClient http;

    private TableStore(string account)
    {
        http = new HttpClient(Transport);
        var options = TableOptions.Create(new HttpClientTransport(http));

        // The number of repeats is the product's; only the pauses are shorter.
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        Service = new TableServiceClient(account, options);
        Store = NewStore();
    }

    public FaultyTransport Transport { get; } = new();

    public SetTime Time { get; } = new();

    public TableServiceClient Service { get; }

    public TableLinkStore Store { get; }

    public static async Task<TableStore> NewAsync() => new((await TestRun.AzuriteAsync()).NewAccount());

    /// <summary>As another process would have it.</summary>
    public TableLinkStore NewStore() => new(Service, Time);

    public void Dispose()
    {
        http.Dispose();
        Transport.Dispose();
    }
}
