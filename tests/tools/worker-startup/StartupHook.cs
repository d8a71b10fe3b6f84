using System.Diagnostics;
using System.Globalization;
using ProcoreNetSuite.StoryTime;

/// <summary>.NET looks for this name in a startup hook. A worker process ends when whoever started it is gone, however that came.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(WorkerStartup.Starter), CultureInfo.InvariantCulture, out var starter))
        {
            new Thread(() => EndWith(starter)) { IsBackground = true }.Start();
        }
    }

    private static void EndWith(int starter)
    {
        try
        {
            using var process = Process.GetProcessById(starter);
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }

        Environment.Exit(1);
    }
}
