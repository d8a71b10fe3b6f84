using System.Text.Json;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Payloads and folders that tests read.</summary>
public static class Files
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The text of a file of tests/Samples.</summary>
    public static string Sample(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", path));

    /// <summary>An ERP Request of tests/Samples/erp-requests.</summary>
    public static ErpRequest ErpRequest(string name) => JsonSerializer.Deserialize<ErpRequest>(Sample($"erp-requests/{name}.json"), SnakeCase)!;

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindUp("ProcoreNetSuite.sln")!;

    /// <summary>The published payloads beside the repository; null in a clone that has none.</summary>
    public static string? PublishedSamples { get; } = FindUp(Path.Combine("shared", "samples", "README.md")) is { } found
        ? Path.Combine(found, "shared", "samples")
        : null;

    private static string? FindUp(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, name)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
