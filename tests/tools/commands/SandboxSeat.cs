namespace ProcoreNetSuite.Commands;

/// <summary>What only one sandbox of a folder can have: with <c>--serve</c> its page of addresses, with <c>--connect</c> the links and the port.</summary>
public static class SandboxSeat
{
    private const string Folder = ".sandbox";

    /// <returns>The seat, to be kept until the end; null if these options need none.</returns>
    /// <exception cref="SetupException">A sandbox that runs has it.</exception>
    public static FolderLock? Take(string root, SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options switch
        {
            { Connect: true } => Take(
                root,
                "connect.lock",
                "The connector runs from this folder already (--connect), with the links in .sandbox/links. Stop it first, with Ctrl+C in its terminal: a second one would work on the same records."),
            { Serve: true } => Take(
                root,
                "serve.lock",
                "A sandbox runs from this folder already (--serve); .sandbox/endpoints.json holds its addresses. Use that one, stop it with Ctrl+C in its terminal, or start another one from a second clone."),
            _ => null,
        };
    }

    private static FolderLock Take(string root, string name, string taken) =>
        FolderLock.TryTake(Path.Combine(root, Folder, name)) ?? throw new SetupException(taken);
}
