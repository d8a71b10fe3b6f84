using System.Diagnostics;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>One history from its beginning to its end, and a shorter one that fails as well.</summary>
public static class History
{
    /// <summary>Plays the steps in fresh accounts. In the end, if nothing bent anything, incremental runs of both imports have to find all that changed; then full ones.</summary>
    /// <param name="hosts">Instances of the app on the same tables and queues.</param>
    /// <returns>Null if both sides agree, otherwise what is wrong, with the story; and how many costs and payments were compared.</returns>
    public static async Task<(string? Failure, int Compared)> PlayAsync(World world, IReadOnlyList<HistoryStep> steps, bool withTrouble, int hosts = 1)
    {
        await world.BeginAgainAsync(HistoryPlayer.Settings);
        for (var more = 1; more < hosts; more++)
        {
            await world.AddInstanceAsync();
        }

        var player = new HistoryPlayer(world);
        await player.BeginAsync();
        try
        {
            foreach (var step in steps)
            {
                await player.PlayAsync(step);
            }

            await player.CalmDownAsync();
            if (!withTrouble)
            {
                await player.CheckAsync(isFull: false);
            }

            await player.CheckAsync(isFull: true);

            return (null, player.Compared);
        }
        catch (Exception failure) when (failure is HistoryException or InvalidOperationException or HttpRequestException)
        {
            return ($"{player.Story}{Environment.NewLine}{(failure is HistoryException ? failure.Message : failure)}", player.Compared);
        }
    }

    /// <summary>Takes steps out as long as the rest still fails: half of them, a quarter, ... one.</summary>
    /// <returns>The shortest that was found within the time, and how it fails.</returns>
    public static async Task<(IReadOnlyList<HistoryStep> Steps, string Failure)> ShortenAsync(
        World world, IReadOnlyList<HistoryStep> steps, string failure, bool withTrouble, TimeSpan atMost, int hosts = 1)
    {
        var watch = Stopwatch.StartNew();
        for (var size = Math.Max(1, steps.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var isShorter = false;
            for (var start = steps.Count - size; start >= 0 && watch.Elapsed < atMost; start -= size)
            {
                List<HistoryStep> fewer = [.. steps.Take(start), .. steps.Skip(start + size)];
                if (await PlayAsync(world, fewer, withTrouble, hosts) is ({ } still, _))
                {
                    (steps, failure, isShorter) = (fewer, still, true);
                }
            }

            if (watch.Elapsed >= atMost || (size == 1 && !isShorter))
            {
                return (steps, failure);
            }
        }
    }
}
