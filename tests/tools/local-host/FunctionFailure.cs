namespace ProcoreNetSuite.LocalHosting;

/// <summary>A call of a function that ended in an exception.</summary>
public sealed record FunctionFailure(string Function, string? MessageId, Exception Exception)
{
    public override string ToString() => $"{Function} {MessageId}: {Exception.GetType().Name}: {Exception.Message}";
}
