using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Which effects of a run the crash matrices have fail.</summary>
public sealed class CrashPointTests
{
    [TestCase(Fault.KilledBefore, "GET first", "GET meanwhile")]
    [TestCase(Fault.KilledAfter, "POST a bill", "PUT slowly", "GET meanwhile", "complete")]
    [TestCase(Fault.AnswerLost, "GET first", "POST a bill", "GET again", "GET slowly", "POST /suiteql?limit=1", "PUT slowly", "GET meanwhile", "complete")]
    public async Task Each_state_that_a_process_can_die_in_is_met_once(Fault fault, params string[] expected)
    {
        Assume.That(CrashPoints.IsAll, Is.False);
        var effects = new Effects { Time = new VirtualTime() };
        Task ActAsync(string what, Task? act = null) => effects.Current.RunAsync(EffectKind.Http, what, () => act ?? Task.CompletedTask, () => new IOException());
        async Task ActAtOnceAsync(string slow, string fast)
        {
            var answer = new TaskCompletionSource();
            var first = ActAsync(slow, answer.Task);
            await ActAsync(fast);
            answer.SetResult();
            await first;
        }

        await ActAsync("GET first");
        await ActAsync("POST a bill");
        await ActAsync("GET again");
        await ActAtOnceAsync("GET slowly", "POST /suiteql?limit=1");
        await ActAtOnceAsync("PUT slowly", "GET meanwhile");
        await ActAsync("complete");
        await ActAsync("GET first");

        var points = CrashPoints.Of(effects.Recorded, fault);
        Assert.That(points.Select(effect => effect.Description), Is.EquivalentTo(expected), "of two reads of one kind one is drawn");
        Assert.That(points.Select(effect => effect.Number), Is.Ordered);
    }
}
