namespace ProcoreNetSuite.Commands;

/// <summary>The npm packages of the local host, installed from its lock file when they are missing or older than it.</summary>
public static class NodePackages
{
    public static bool AreMissing(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);

        // npm writes its own copy of the lock when it has installed all of it.
        var installed = Path.Combine(repository.NodeFolder, "node_modules", ".package-lock.json");
        var wanted = Path.Combine(repository.NodeFolder, "package-lock.json");
        return !File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(wanted);
    }

    public static Task<ChildResult> InstallAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return ChildProcess.RunAsync(repository.NodeFolder, "npm", "ci", "--no-audit", "--no-fund", "--no-progress");
    }
}
