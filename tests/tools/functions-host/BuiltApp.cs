using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>What the build leaves of the app.</summary>
public static class BuiltApp
{
    /// <summary>The app's build of the configuration that the running program was built in.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "functions", "bin", Configuration, "net10.0");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    /// <summary>The functions as functions.metadata lists them: what the host reads before any worker runs. Their ids are the worker's to tell.</summary>
    public static IReadOnlyList<HostedFunction> ReadFunctions(string folder)
    {
        using var metadata = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "functions.metadata")));

        return [.. metadata.RootElement.EnumerateArray().Select(function => new HostedFunction(
            function.GetProperty("name").GetString()!, function.GetProperty("bindings")[0].Clone()))];
    }
}
