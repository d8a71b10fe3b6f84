using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;
using ProcoreNetSuite.Simulators.NetSuite.Setup;
using ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

namespace ProcoreNetSuite.Simulators.NetSuite;

/// <summary>NetSuite's REST services, in memory. One lock around records and SuiteQL: a request's work is one step.</summary>
public sealed class NetSuiteSimulator : Simulator<NetSuiteSettings>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Catalog _catalog = new();
    private readonly RecordStore _store;
    private readonly RecordSaver _saver;
    private readonly RecordService _records;
    private readonly SuiteQlService _suiteQl;
    private readonly LoginService _logins;
    private int _inFlight;

    public NetSuiteSimulator(TimeProvider time, NetSuiteSettings? settings = null)
        : base(settings ?? new NetSuiteSettings(), time)
    {
        _store = new RecordStore(_catalog, time);
        _saver = new RecordSaver(_catalog, _store, time) { Settings = Settings };
        _records = new RecordService(_catalog, _store, _saver);
        _suiteQl = new SuiteQlService(_catalog, _store, _saver, time);
        _logins = new LoginService(time);
        Ledger = new NetSuiteLedger(_store, _saver.Applications, _gate);
        Account = new AccountBuilder(_catalog, _store, _saver, _suiteQl, _logins, _gate);
        Users = new UserActions(_catalog, _store, _saver, _gate);
    }

    public override string Name => "netsuite";

    /// <summary>What the account holds, for tests to read.</summary>
    public NetSuiteLedger Ledger { get; }

    /// <summary>Fills the account.</summary>
    public AccountBuilder Account { get; }

    /// <summary>What people do in NetSuite's own pages.</summary>
    public UserActions Users { get; }

    /// <summary>The Login Audit Trail: why logins failed.</summary>
    public IReadOnlyList<LoginFailure> LoginFailures => _logins.Failures;

    /// <summary>Requests that have been let in and not answered yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The most requests that were in flight at one time since the last reset.</summary>
    public int MostInFlight { get; private set; }

    public override object DescribeLedger() => Ledger.Describe(BaseUrl);

    public override object Seed(JsonElement seed) => AccountSeed.Apply(Account, seed);

    public override Task<object> ActAsync(string action, JsonElement arguments, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(NamedActions.Run(this, action, arguments));
        }
        catch (NetSuiteException refusal)
        {
            throw new ControlException(refusal.Message);
        }
    }

    public override void ExpireTokens() => _logins.ExpireTokens();

    public void Dispose() => _suiteQl.Dispose();

    protected internal override bool IsRead(string method, string path) =>
        base.IsRead(method, path) || path.EndsWith("/suiteql", StringComparison.OrdinalIgnoreCase);

    protected internal override async Task HandleAsync(HttpContext context, Func<Task> pause)
    {
        var answer = await AnswerAsync(context, pause);
        await answer.WriteAsync(context);
    }

    protected internal override Task RefuseForLimitAsync(HttpContext context) => OverLimit().WriteAsync(context);

    protected override void OnEmptied()
    {
        lock (_gate)
        {
            _store.Clear();
            _saver.Applications.Clear();
            _suiteQl.Clear();
            _catalog.RemoveCustomFields();
            _logins.Clear();
            MostInFlight = 0;
        }
    }

    protected override void OnSettingsChanged() => _saver?.Settings = Settings;

    private static Answer OverLimit() =>
        Answer.Error(new NetSuiteException(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."));

    private static string[] Segments(HttpContext context, string prefix)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        // Split before decoding: an external id may hold an encoded slash.
        return [.. target.Split('?')[0][prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
    }

    private async Task<Answer> AnswerAsync(HttpContext context, Func<Task> pause)
    {
        if (LoginService.IsTokenRequest(context))
        {
            await pause();
            return await _logins.IssueTokenAsync(context, Settings.AccountId);
        }

        var (role, refusal) = _logins.Authenticate(context, Settings);
        if (role is null)
        {
            return refusal!;
        }

        try
        {
            var running = Interlocked.Increment(ref _inFlight);
            if (running > Settings.ConcurrencyLimit)
            {
                return OverLimit();
            }

            MostInFlight = Math.Max(MostInFlight, running);
            await pause();
            lock (_gate)
            {
                return Route(context, role);
            }
        }
        catch (NetSuiteException error)
        {
            return Answer.Error(error, Settings.Language is ErrorLanguage.German ? German.Of(error.Message) : error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private Answer Route(HttpContext context, Role role)
    {
        var path = context.Request.Path;
        var host = $"{context.Request.Scheme}://{context.Request.Host}";
        RestRequest Request(string prefix) => new(context, role, Segments(context, prefix), host);
        if (path.StartsWithSegments("/services/rest/record/v1", StringComparison.OrdinalIgnoreCase))
        {
            return _records.Handle(Request("/services/rest/record/v1"));
        }

        if (path.StartsWithSegments("/services/rest/query/v1", StringComparison.OrdinalIgnoreCase))
        {
            return _suiteQl.Handle(Request("/services/rest/query/v1"));
        }

        return path.StartsWithSegments("/services/rest/system/v1", StringComparison.OrdinalIgnoreCase)
            ? System(Request("/services/rest/system/v1"))
            : throw new NetSuiteException(404, "NONEXISTENT_ID", "The requested service does not exist.") { Url = host + path };
    }

    private Answer System(RestRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["serverTime"]) => Answer.Plain(new JsonObject
        {
            ["serverTime"] = Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", global::System.Globalization.CultureInfo.InvariantCulture),
        }),
        ("GET", ["governanceLimits"]) when request.Role.Administrator => Answer.Plain(new JsonObject
        {
            ["accountConcurrencyLimit"] = Settings.ConcurrencyLimit,
            ["accountUnallocatedConcurrencyLimit"] = Settings.ConcurrencyLimit,
            ["integrationLimitType"] = "accountLimit",
        }),
        ("GET", ["governanceLimits"]) => throw new NetSuiteException(403, "INSUFFICIENT_PERMISSION", "You do not have permission to perform this action."),
        _ => throw NetSuiteException.NoMethod(request.Method),
    };
}
