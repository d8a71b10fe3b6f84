namespace ProcoreNetSuite.Functions.Intake;

/// <summary>Lets one line a minute through for each kind of refusal: whoever knocks all day must not fill the logs that the alerts live on.</summary>
public sealed class SparingLog(TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Until, int Held)> kinds = new(StringComparer.Ordinal);

    /// <param name="kind">One of few: a connection's name, never a stranger's text.</param>
    /// <returns>For how many the line stands that may be written now, this one and those held back before; 0: none may.</returns>
    public int Count(string kind)
    {
        lock (gate)
        {
            var (until, held) = kinds.GetValueOrDefault(kind);
            var now = time.GetUtcNow();
            var isHeld = now < until;
            kinds[kind] = isHeld ? (until, held + 1) : (now + Between, 0);

            return isHeld ? 0 : held + 1;
        }
    }
}
