using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Messaging;

/// <summary>A mapper's answer: the payload, or every problem at once.</summary>
public sealed record Mapped<T>(T? Value, IReadOnlyList<Problem> Problems)
    where T : class
{
    public static implicit operator Mapped<T>(T value) => new(value, []);

    public static implicit operator Mapped<T>(List<Problem> problems) => new(null, problems);
}
