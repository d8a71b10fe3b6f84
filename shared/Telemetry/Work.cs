namespace ProcoreNetSuite.Telemetry;

/// <summary>What is being worked on, for whatever is counted on the way. Flows with the call, as the trace does, so that no client has to be told.</summary>
public static class Work
{
    private static readonly AsyncLocal<(string Connection, string Entity)?> Now = new();

    /// <summary>The connection's id; none outside of any work.</summary>
    public static string Connection => Now.Value?.Connection ?? "none";

    /// <summary>A queue's name, or a word such as sweep; none outside of any work.</summary>
    public static string Entity => Now.Value?.Entity ?? "none";

    /// <summary>Holds until the answer is disposed, for everything that is called meanwhile. To be called in the method that does the work.</summary>
    public static IDisposable Begin(string connection, string entity)
    {
        var before = Now.Value;
        Now.Value = (connection, entity);

        return new Scope(before);
    }

    private sealed class Scope((string, string)? before) : IDisposable
    {
        public void Dispose() => Now.Value = before;
    }
}
