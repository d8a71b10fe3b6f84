using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

[CancelAfter(60_000)]
public sealed class EffectsTests
{
    private static readonly Fault[] faults = Enum.GetValues<Fault>();

    [Test]
    public async Task A_run_counts_its_effects()
    {
        var (_, host) = await RunAsync(plan: null);

        Assert.That(host.Effects.Recorded.Select(effect => effect.ToString()), Is.EqualTo(new[]
        {
            "1 Send send sample-work",
            "2 Http PUT /later",
            "3 Settle complete sample-work",
            "4 Http PUT /ends",
            "5 Settle complete sample-work",
        }));
        Assert.That(host.Effects.Recorded.Select(effect => effect.Follows), Is.EqualTo(new[] { false, true, true, false, true }), "two calls");
        Assert.That(host.Effects.Recorded.Select(effect => effect.Meanwhile), Is.All.Empty);
        Assert.That(host.Effects.Recorded.Select(effect => effect.Place).TakeLast(2), Is.EqualTo(new[] { "PUT /ends 1", "complete sample-work 2" }));
    }

    [Test]
    public async Task What_begins_later_or_in_another_life_does_not_follow()
    {
        var time = new VirtualTime();
        var effects = new Effects { Time = time };
        Task ActAsync() => effects.Current.RunAsync(EffectKind.Http, "GET /one/1?two=2", () => Task.CompletedTask, () => new IOException());

        await ActAsync();
        await ActAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await ActAsync();
        effects.BeginLife();
        await ActAsync();

        Assert.That(effects.Recorded.Select(effect => effect.Follows), Is.EqualTo(new[] { false, true, false, false }));
        Assert.That(effects.Recorded.Select(effect => effect.Place), Is.EqualTo(new[] { "GET /one/# 1", "GET /one/# 2", "GET /one/# 3", "GET /one/# 4" }));
    }

    [Test]
    public async Task Two_at_once_know_of_each_other()
    {
        var effects = new Effects { Time = new VirtualTime() };
        var answer = new TaskCompletionSource();
        Task ActAsync(Task act) => effects.Current.RunAsync(EffectKind.Http, "GET /", () => act, () => new IOException());

        await ActAsync(Task.CompletedTask);
        var first = ActAsync(answer.Task);
        await ActAsync(Task.CompletedTask);
        answer.SetResult();
        await first;
        await ActAsync(Task.CompletedTask);

        Assert.That(effects.Recorded.Select(effect => string.Join(',', effect.Meanwhile.Select(other => other.Number))), Is.EqualTo(new[] { "", "3", "2", "" }));
    }

    [Test]
    public void A_plan_by_place_bends_what_is_there_whatever_its_number()
    {
        var effects = new Effects();
        effects.Reset(new Dictionary<string, Fault> { ["GET /two 2"] = Fault.KilledBefore });
        async Task ActAsync(string what) => await effects.Current.RunAsync(EffectKind.Http, $"GET {what}?for={what}", () => Task.CompletedTask, () => new IOException());

        Assert.That(() => ActAsync("/two"), Throws.Nothing);
        Assert.That(() => ActAsync("/one"), Throws.Nothing);
        Assert.That(() => ActAsync("/two"), Throws.TypeOf<ProcessKilledException>());
        Assert.That(effects.Recorded.Select(effect => effect.Fault), Is.EqualTo(new Fault?[] { null, null, Fault.KilledBefore }));
    }

    [Test]
    public async Task Every_effect_can_be_bent_in_every_way_and_the_work_is_done_in_the_end(
        [Range(1, 5)] int number, [ValueSource(nameof(faults))] Fault fault)
    {
        var (world, host) = await RunAsync(new Dictionary<int, Fault> { [number] = fault });

        Assert.That(world.Calls.Distinct(), Is.EqualTo(new[] { "later", "ends" }));
        Assert.That(host.Broker.Peek(SampleFunctions.Queue), Is.Empty);
        Assert.That(host.Broker.DeadLetters(SampleFunctions.Queue), Is.Empty);
        Assert.That(host.Restarts, Is.EqualTo(fault is Fault.AnswerLost ? 0 : 1));
        Assert.That(host.Effects.Recorded[number - 1].Fault, Is.EqualTo(fault));
    }

    [Test]
    public async Task Killed_before_leaves_no_trace_and_killed_after_leaves_one()
    {
        var (before, _) = await RunAsync(new Dictionary<int, Fault> { [2] = Fault.KilledBefore });
        var (after, _) = await RunAsync(new Dictionary<int, Fault> { [2] = Fault.KilledAfter });

        Assert.That(before.Calls.Count(call => call == "later"), Is.EqualTo(1));
        Assert.That(after.Calls.Count(call => call == "later"), Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_of_a_dead_life_happens_any_more()
    {
        var effects = new Effects();
        var old = effects.Current;
        effects.BeginLife();

        Assert.That(
            () => old.RunAsync(EffectKind.Http, "late", () => Task.Run(Assert.Fail), () => new IOException()),
            Throws.TypeOf<ProcessKilledException>());
        await effects.Current.RunAsync(EffectKind.Http, "alive", () => Task.CompletedTask, () => new IOException());
        Assert.That(effects.Recorded.Single().Description, Is.EqualTo("alive"));
    }

    [Test]
    public async Task A_lost_answer_looks_as_it_would_in_production()
    {
        var effects = new Effects();
        effects.Reset(new Dictionary<int, Fault> { [1] = Fault.AnswerLost, [2] = Fault.AnswerLost });
        var broker = new Broker(new VirtualTime());
        broker.DeclareQueue("projects");
        using var world = new SampleWorld();
        using var http = new HttpClient(new EffectHandler(effects.Current, EffectKind.Http, world));
        await using var bus = new BrokerClient(broker, effects.Current);

        Assert.That(() => http.GetAsync(new Uri("http://world.test/one")), Throws.TypeOf<HttpRequestException>());
        Assert.That(
            () => bus.CreateSender("projects").SendMessageAsync(new ServiceBusMessage("one")),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason))
                .EqualTo(ServiceBusFailureReason.ServiceCommunicationProblem));
        Assert.That(world.Calls, Has.Count.EqualTo(1));
        Assert.That(broker.Depth("projects"), Is.EqualTo(1));
    }

    private static async Task<(SampleWorld World, LocalHost Host)> RunAsync(Dictionary<int, Fault>? plan)
    {
        using var world = new SampleWorld();
        var time = new VirtualTime();
        await using var host = await LocalHost.StartAsync(SampleHost.Options(world) with { Time = time, Effects = new Effects { Time = time }, Listen = false });
        host.Broker.Send(SampleFunctions.Queue, [new ServiceBusMessage("later") { MessageId = "later" }]);
        host.Effects.Reset(plan);
        await new Pump(host, time).RunUntilQuietAsync();
        return (world, host);
    }
}
