namespace ProcoreNetSuite.Tests.Links;

/// <summary>Counts what a delivery does to the world, so that a test can end or stop it before or after any of these steps.</summary>
internal sealed class Effects
{
    /// <summary>Called around every effect with its number, from 1, and whether it is done already.</summary>
    public Func<int, bool, Task> Around { get; set; } = (_, _) => Task.CompletedTask;

    public int Count { get; private set; }

    public async Task<T> RunAsync<T>(Func<T> effect)
    {
        var number = ++Count;
        var around = Around;
        await around(number, false);
        try
        {
            return effect();
        }
        finally
        {
            // A refusal is an effect too: the process can end before it hears of it.
            await around(number, true);
        }
    }

    public void StartAgain(Func<int, bool, Task>? around = null)
    {
        Count = 0;
        Around = around ?? ((_, _) => Task.CompletedTask);
    }
}

/// <summary>The process ended here.</summary>
internal sealed class KilledException : Exception;
