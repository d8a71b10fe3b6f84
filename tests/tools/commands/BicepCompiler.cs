using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary>Bicep's command line, fetched as a NuGet package so that nothing has to be installed by hand.</summary>
public static class BicepCompiler
{
    private const string Pattern = "infra/*.bicep*";

    private static string Program => OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";

    /// <summary>All Bicep files, parameter files too.</summary>
    public static IReadOnlyList<string> FilesOf(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var infra = Path.Combine(repository.Root, "infra");
        return Directory.Exists(infra)
            ? [.. Directory.EnumerateFiles(infra, "*.bicep*").Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam").Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Compiles every file, where one that warns fails too, and looks at the formatting.</summary>
    /// <param name="compiler">What <see cref="FetchAsync"/> brought.</param>
    public static async Task<ChildResult> CheckAsync(Repository repository, string compiler)
    {
        ArgumentNullException.ThrowIfNull(repository);

        // The parameter files want it from whoever deploys, and compile for nobody else. Here nothing is deployed.
        if (Environment.GetEnvironmentVariable("ENTRA_CLIENT_ID") is null)
        {
            Environment.SetEnvironmentVariable("ENTRA_CLIENT_ID", $"{Guid.Empty}");
        }

        // One run for all: the compiler takes longer to start than to compile.
        var run = await ChildProcess.RunAsync(repository.Root, compiler, "lint", "--pattern", Pattern, "--no-restore");
        if (!run.Succeeded || !string.IsNullOrWhiteSpace(run.Output))
        {
            return new ChildResult(1, run.Output.Trim());
        }

        var unformatted = await FindUnformattedAsync(repository, compiler);

        return unformatted.Count == 0
            ? run
            : new ChildResult(1, $"Not formatted: {string.Join(", ", unformatted)}. `{compiler} format --pattern '{Pattern}'` mends it.");
    }

    /// <summary>The formatter only writes: a copy shows what it would change.</summary>
    private static async Task<IReadOnlyList<string>> FindUnformattedAsync(Repository repository, string compiler)
    {
        var copy = Path.Combine(repository.Scratch, "bicep-format");
        Directory.CreateDirectory(Path.Combine(copy, "infra"));
        var files = FilesOf(repository).Append(Path.Combine(repository.Root, "infra", "bicepconfig.json")).Where(File.Exists)
            .Select(file => (Original: file, Copy: Path.Combine(copy, Path.GetRelativePath(repository.Root, file)))).ToList();
        foreach (var file in files)
        {
            File.Copy(file.Original, file.Copy, overwrite: true);
        }

        var run = await ChildProcess.RunAsync(copy, compiler, "format", "--pattern", Pattern);

        return run.Succeeded
            ? [.. files.Where(file => Text(file.Original) != Text(file.Copy)).Select(file => Path.GetRelativePath(repository.Root, file.Original).Replace('\\', '/'))]
            : throw new SetupException($"Bicep can't look at the formatting:\n{run.Output.Trim()}");
    }

    private static string Text(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    /// <summary>The compiler's path; it is fetched the first time.</summary>
    /// <exception cref="SetupException">It can't be fetched.</exception>
    public static async Task<string> FetchAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var version = XDocument.Load(repository.Versions).Descendants("BicepVersion").Single().Value;
        var folder = Path.Combine(repository.Scratch, "bicep", version);
        var compiler = Path.Combine(folder, Program);
        if (File.Exists(compiler))
        {
            return compiler;
        }

        var package = $"Azure.Bicep.CommandLine.{Rid()}";
        var restored = await ScratchProject.RestoreAsync(
            repository, "bicep", [new XElement("PackageDownload", new XAttribute("Include", package), new XAttribute("Version", $"[{version}]"))]);
        if (!restored.Succeeded)
        {
            throw new SetupException($"Bicep can't be fetched:\n{restored.Output.Trim()}");
        }

        var cache = await ChildProcess.RunAsync(
            Path.Combine(repository.Scratch, "bicep"), "dotnet", "msbuild", "Scratch.csproj", "-getProperty:NuGetPackageRoot");
        var source = Path.Combine(cache.Output.Trim(), package.ToLowerInvariant(), version, "tools", Program);

        // Copied under another name first: an interrupted copy must not pass for the compiler.
        Directory.CreateDirectory(folder);
        File.Copy(source, compiler + ".part", overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(compiler + ".part", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Move(compiler + ".part", compiler);
        return compiler;
    }

    private static string Rid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }
}
