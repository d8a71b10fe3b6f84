namespace ProcoreNetSuite.Commands;

/// <summary>The app as it is deployed: what <c>dotnet publish</c> leaves, and what the Functions host needs of it.</summary>
public static class PublishedApp
{
    private static readonly string[] Needed = ["host.json", "functions.metadata", "worker.config.json", "ProcoreNetSuite.Functions.dll", "ProcoreNetSuite.Shared.dll"];

    /// <summary>Settings of somebody's machine, and the local Service Bus extension.</summary>
    private static readonly string[] Forbidden = ["local.settings.json", "ProcoreNetSuite.ServiceBusExtension.dll"];

    public static async Task<ChildResult> PublishAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var folder = Path.Combine(repository.Scratch, "publish");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // The build has checked style and analyzers already.
        var run = await ChildProcess.RunAsync(
            repository.Root, "dotnet", "publish", "functions", "-c", "Release", "-o", folder, "-v", "q", "--nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false");
        var problems = run.Succeeded ? FindProblems(folder) : [];

        return problems.Count == 0 ? run : new ChildResult(1, string.Join('\n', problems));
    }

    /// <summary>What is wrong with a published app; nothing, if it can be deployed.</summary>
    public static IReadOnlyList<string> FindProblems(string folder) =>
    [
        .. Needed.Where(file => !File.Exists(Path.Combine(folder, file))).Select(file => $"dotnet publish left no {file}."),
        .. Forbidden.Where(file => File.Exists(Path.Combine(folder, file))).Select(file => $"dotnet publish left {file}, which must not be deployed."),
    ];
}
