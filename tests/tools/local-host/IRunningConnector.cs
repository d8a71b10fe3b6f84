namespace ProcoreNetSuite.LocalHosting;

/// <summary>A connector that runs, however it runs: where it is called, and what lies in its queues.</summary>
public interface IRunningConnector
{
    /// <summary>Where the HTTP functions answer; routes are under <c>api/</c>.</summary>
    Uri BaseAddress { get; }

    /// <summary>Opens the functions with authorization level Function: the webhook.</summary>
    string HostKey { get; }

    /// <summary>Opens every level.</summary>
    string MasterKey { get; }

    /// <summary>Queues that a function listens to.</summary>
    IReadOnlyCollection<string> Queues { get; }

    /// <summary>Messages that are ready, in work, or scheduled for later.</summary>
    int CountMessages(string queue);

    /// <summary>Messages that were given up.</summary>
    int CountDeadLetters(string queue);

    /// <summary>Calls of functions that ended in an exception, over all lives of the app.</summary>
    IReadOnlyList<FunctionFailure> Failures { get; }
}

/// <summary>How a running connector is called.</summary>
public static class RunningConnectorCalls
{
    /// <summary>Calls the HTTP functions as the person that the token stands for; as nobody without one.</summary>
    public static HttpClient NewClient(this IRunningConnector connector, string? token = TestPerson.OperatorToken)
    {
        ArgumentNullException.ThrowIfNull(connector);
        var client = new HttpClient { BaseAddress = connector.BaseAddress };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);

        return client;
    }
}
