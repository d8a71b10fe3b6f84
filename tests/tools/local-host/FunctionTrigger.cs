using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>What starts a function. Names in percent signs stand for settings.</summary>
public abstract record FunctionTrigger;

public sealed record HttpFunctionTrigger(string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level) : FunctionTrigger;

public sealed record QueueFunctionTrigger(string Queue, bool AutoComplete) : FunctionTrigger;

public sealed record TimerFunctionTrigger(string Schedule, bool RunOnStartup) : FunctionTrigger;
