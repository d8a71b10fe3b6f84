namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>A server for this machine only, in a process of its own. It says its address, and ends with its input.</summary>
internal static class KestrelProgram
{
    public static async Task<int> RunAsync(Action<WebApplication> route)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        route(app);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();

        return 0;
    }
}
