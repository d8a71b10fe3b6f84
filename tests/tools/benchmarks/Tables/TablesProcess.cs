using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>The table service in a process of its own. It takes every key.</summary>
internal sealed class TablesProcess : IAsyncDisposable
{
    public const string Name = "tables";

    private readonly ChildProgram program;
    private readonly string address;
    private int lastAccount;

    private TablesProcess(ChildProgram program, string address) => (this.program, this.address) = (program, address);

    /// <summary>What runs in it.</summary>
    public static Task<int> RunAsync() => KestrelProgram.RunAsync(app => app.Run(new TableService().HandleAsync));

    public static async Task<TablesProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = ChildProgram.Start(typeof(TablesProcess).Assembly.GetName().Name!, Name);

        return new TablesProcess(program, await program.HearAsync(cancellationToken));
    }

    /// <summary>Connection string of an account that holds no tables yet.</summary>
    public string NewAccount()
    {
        var account = FormattableString.Invariant($"a{Interlocked.Increment(ref lastAccount)}");

        return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey=a2V5;TableEndpoint={address}/{account};";
    }

    public ValueTask DisposeAsync()
    {
        program.Dispose();

        return ValueTask.CompletedTask;
    }
}
