using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Keeps every log line of every level as an operator may see it: text, all values beside it, the scopes around it and the exception.</summary>
public sealed class KeptLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Text(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values
        ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
        : $"{state}";

    private sealed class Logger(KeptLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            List<string> parts = [$"{logLevel} {category}: {formatter(state, exception)}", Text(state)];
            owner.scopes.ForEachScope(static (scope, parts) => parts.Add($"{scope} {Text(scope)}"), parts);
            owner.lines.Enqueue(string.Join(" | ", parts) + (exception is null ? "" : $" | {exception}"));
        }
    }
}
