using System.Runtime.InteropServices;

namespace ProcoreNetSuite.Commands;

/// <summary>Who started this program: with <c>dotnet run</c> that is dotnet.</summary>
internal static class ParentProcess
{
    /// <summary>Null on Windows, where dotnet takes what it started along when it ends, however that comes.</summary>
    public static int? Id => OperatingSystem.IsWindows() ? null : GetParentId();

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
