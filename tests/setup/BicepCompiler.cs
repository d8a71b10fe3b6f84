using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ProcoreNetSuite.Setup;

/// <summary>Bicep's command line, fetched as a NuGet package so that nothing has to be installed by hand.</summary>
public static class BicepCompiler
{
    private static string Program => OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";

    /// <summary>All Bicep files of the repository, parameter files too.</summary>
    public static IReadOnlyList<string> FilesOf(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var infra = Path.Combine(repository.Root, "infra");
        return Directory.Exists(infra)
            ? [.. Directory.EnumerateFiles(infra, "*.bicep*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam").Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Compiles every file; one that warns fails too.</summary>
    /// <exception cref="SetupException">The compiler can't be fetched.</exception>
    public static async Task<ChildResult> CompileAllAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var compiler = await FetchAsync(repository);
        var problems = new List<string>();
        foreach (var file in FilesOf(repository))
        {
            var verb = Path.GetExtension(file) == ".bicep" ? "build" : "build-params";
            var result = await ChildProcess.RunAsync(repository.Root, compiler, verb, file, "--no-restore", "--outfile", Path.Combine(Path.GetDirectoryName(compiler)!, "compiled.json"));
            if (!result.Succeeded || !string.IsNullOrWhiteSpace(result.Output))
            {
                problems.Add(result.Output.Trim());
            }
        }

        return new ChildResult(problems.Count == 0 ? 0 : 1, string.Join('\n', problems));
    }

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
