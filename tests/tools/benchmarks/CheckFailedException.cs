namespace ProcoreNetSuite.Benchmarks;

/// <summary>A run did not leave the books as it should: its time means nothing.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
