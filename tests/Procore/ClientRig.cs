using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>A client over the stub, put together as the composition root does it, and everything it logged.</summary>
internal sealed class ClientRig : IDisposable
{
    public const long CompanyId = 598134325004400;
    public const long ProjectId = 598134325841112;

    private readonly HttpCaller http;
    private readonly ProcoreBuckets buckets;
    private readonly ProcoreTokens tokens;
    private readonly KeptLog log = new();

    public ClientRig()
    {
        http = new HttpCaller(Procore, TimeSpan.FromSeconds(30), "procore");
        buckets = new ProcoreBuckets(Clock, new Random(1));
        tokens = new ProcoreTokens(http, Clock, log.For<ProcoreTokens>());
        Client = ClientOf(CompanyId);
    }

    public StubProcore Procore { get; } = new();

    public TestClock Clock { get; } = new();

    public ProcoreClient Client { get; }

    public string Logged => log.Text;

    public static string Sample(string name) =>
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "procore", name));

    public static ProcoreSettings Settings(long companyId) => new()
    {
        CompanyId = companyId,
        BaseUrl = "https://api.procore.example",
        LoginUrl = "https://login.procore.example",
        ClientId = "client-1",
        ClientSecret = "s3cr3t-of-ours",
        WebhookSecret = "not used here",
    };

    public ProcoreClient ClientOf(long companyId) => new(Settings(companyId), http, tokens, buckets, log.For<ProcoreClient>(), Clock);

    public void Dispose()
    {
        http.Dispose();
        buckets.Dispose();
        Procore.Dispose();
    }

    private sealed class KeptLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

        public string Text => string.Join('\n', lines);

        public ILogger<T> For<T>() => new Logger<T>(lines);

        private sealed class Logger<T>(System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger<T>
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue(formatter(state, exception) + exception);
        }
    }
}
