namespace ProcoreNetSuite.Simulators.Control;

/// <summary>The faults a simulator shows at the moment. Thread safe.</summary>
public sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private int _lastId;

    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules];
            }
        }
    }

    public FaultRule Add(FaultRule rule)
    {
        lock (_gate)
        {
            if (rule.Id.Length == 0)
            {
                rule.Id = $"fault-{++_lastId}";
            }

            _rules.RemoveAll(other => other.Id == rule.Id);
            _rules.Add(rule);
            return rule;
        }
    }

    /// <summary>Loses the answer of the next matching call: its work is done and kept, the caller never hears of it.</summary>
    public FaultRule LoseAnswerOfNext(string method, string path) =>
        Add(new FaultRule { Kind = FaultKind.LoseAnswer, Method = method, Path = path, Nth = 1 });

    /// <summary>Cuts the connection of the next matching call before any work.</summary>
    public FaultRule FailNext(string method, string path) =>
        Add(new FaultRule { Kind = FaultKind.FailBefore, Method = method, Path = path, Nth = 1 });

    /// <summary>Answers the next matching call with a status, without any work.</summary>
    public FaultRule AnswerNext(string method, string path, int status, string? body = null) =>
        Add(new FaultRule { Kind = FaultKind.Status, Method = method, Path = path, Nth = 1, Status = status, Body = body });

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _rules.RemoveAll(rule => rule.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _lastId = 0;
        }
    }

    /// <summary>
    /// Asks whether a webhook about to be sent is to be dropped, and counts the hit.
    /// The path is that of the address the webhook goes to, or any name the simulator gives its webhooks.
    /// </summary>
    public bool DropsWebhook(string method, string path, string body) =>
        All.Any(rule => rule.Kind == FaultKind.DropWebhook && rule.Takes(method, path, body));

    /// <summary>The faults that bend this call, in the order they were added. Each is counted.</summary>
    internal IReadOnlyList<FaultRule> Hit(string method, string path, string body, string query) =>
        [.. All.Where(rule => rule.Kind != FaultKind.DropWebhook && rule.Takes(method, path, body, query))];
}
