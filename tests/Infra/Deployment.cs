using System.Collections.Concurrent;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>
/// What infra/main.bicep would make, worked out by the compiler itself: every name, loop and condition is evaluated, and only what Azure alone can know is left as
/// an expression in brackets.
/// </summary>
internal sealed class Deployment(JsonElement snapshot)
{
    private static readonly ConcurrentDictionary<string, Task<Deployment>> Known = new(StringComparer.Ordinal);

    private static readonly Lazy<Task<string>> Compiler = new(() => BicepCompiler.FetchAsync(Repository.Find()));

    public IReadOnlyList<JsonElement> Resources { get; } = [.. snapshot.GetProperty("predictedResources").EnumerateArray()];

    public IReadOnlyList<string> Outputs { get; } = [.. snapshot.GetProperty("outputs").EnumerateObject().Select(output => output.Name)];

    public JsonElement App => OfType("Microsoft.Web/sites").Single();

    public Dictionary<string, string?> AppSettings => At(App, "properties.siteConfig.appSettings").EnumerateArray()
        .ToDictionary(setting => At(setting, "name").GetString()!, setting => At(setting, "value").GetString());

    public IEnumerable<JsonElement> OfType(string type) => Resources.Where(resource => At(resource, "type").GetString() == type);

    /// <summary>The value at a path of property names with dots between them.</summary>
    public static JsonElement At(JsonElement element, string path) => path.Split('.').Aggregate(
        element, (here, name) => here.TryGetProperty(name, out var found) ? found : throw new AssertionException($"There is no {path} in {element}."));

    /// <summary>With a parameter file of infra/ as it stands, but for the environment's name.</summary>
    /// <param name="more">Parameters that the file doesn't have.</param>
    public static Task<Deployment> OfFileAsync(string file, string? environmentName = null, string more = "")
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var text = File.ReadAllText(Path.Combine(Files.Root, "infra", file));

        return WithAsync(text[text.IndexOf('\n', StringComparison.Ordinal)..]
            .Replace($"readEnvironmentVariable('AZURE_ENV_NAME', '{name}')", $"'{environmentName ?? name}'", StringComparison.Ordinal)
            .Replace("readEnvironmentVariable('ENTRA_CLIENT_ID')", "'44444444-4444-4444-4444-444444444444'", StringComparison.Ordinal)
            .Replace("readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')", "''", StringComparison.Ordinal) + more);
    }

    /// <param name="parameters">What follows the first line of a parameter file.</param>
    public static Task<Deployment> WithAsync(string parameters) => Known.GetOrAdd(parameters, PredictAsync);

    private static async Task<Deployment> PredictAsync(string parameters)
    {
        var server = await TestRun.BicepAsync();
        var folder = Path.Combine(Repository.Find().Scratch, "snapshots", $"{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var template = Path.GetRelativePath(folder, Path.Combine(Files.Root, "infra", "main.bicep")).Replace('\\', '/');
            var file = Path.Combine(folder, "test.bicepparam");
            await File.WriteAllTextAsync(file, $"using '{template}'\n{parameters}");

            return new(await server.SnapshotAsync(file));
        }
        catch (InvalidOperationException problem)
        {
            throw new AssertionException(problem.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task<string> FindCompilerAsync()
    {
        try
        {
            return await Compiler.Value;
        }
        catch (SetupException problem)
        {
            Assert.Ignore($"Without Bicep's command line nothing is known about infra/. {problem.Message}");
            throw;
        }
    }
}
