using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

[NonParallelizable]
[CancelAfter(60_000)]
public sealed class LocalHostTests
{
    private VirtualTime time;
    private SampleWorld world;
    private LocalHost host;
    private HttpClient http;

    [SetUp]
    public async Task SetUp()
    {
        time = new VirtualTime();
        world = new SampleWorld();
        host = await LocalHost.StartAsync(SampleHost.Options(world) with
        {
            Time = time,
            Settings = new Dictionary<string, string?> { ["Region"] = "north" },
        });
        http = new HttpClient { BaseAddress = new Uri(host.BaseAddress, "api/") };
    }

    [TearDown]
    public async Task TearDown()
    {
        http.Dispose();
        await host.DisposeAsync();
        world.Dispose();
    }

    [TestCase("POST", "sample/sample-work", null, HttpStatusCode.Unauthorized)]
    [TestCase("POST", "sample/sample-work", "wrong", HttpStatusCode.Unauthorized)]
    [TestCase("POST", "sample/sample-work", "local-host-key", HttpStatusCode.Accepted)]
    [TestCase("POST", "sample/sample-work", "local-master-key", HttpStatusCode.Accepted)]
    [TestCase("GET", "sample/sample-work", "local-host-key", HttpStatusCode.MethodNotAllowed)]
    [TestCase("GET", "nowhere", "local-host-key", HttpStatusCode.NotFound)]
    [TestCase("GET", "health", null, HttpStatusCode.OK)]
    [TestCase("GET", "fail", "local-host-key", HttpStatusCode.Unauthorized, Description = "an admin function wants the master key")]
    [TestCase("PUT", "fail", "local-master-key", HttpStatusCode.InternalServerError)]
    public async Task Http_functions_answer_as_in_the_Functions_host(string method, string path, string? key, HttpStatusCode expected)
    {
        using var byHeader = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("one") };
        if (key is not null)
        {
            byHeader.Headers.Add("x-functions-key", key);
        }

        using var byQuery = new HttpRequestMessage(new HttpMethod(method), key is null ? path : $"{path}?code={key}") { Content = new StringContent("two") };

        Assert.That((await http.SendAsync(byHeader)).StatusCode, Is.EqualTo(expected));
        Assert.That((await http.SendAsync(byQuery)).StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_result_is_written_with_its_body()
    {
        var health = await http.GetFromJsonAsync<JsonElement>(new Uri("health", UriKind.Relative));

        Assert.That(health.GetProperty("region").GetString(), Is.EqualTo("north"));
        Assert.That(health.GetProperty("at").GetDateTimeOffset(), Is.EqualTo(time.GetUtcNow()));
    }

    [Test]
    public async Task A_queued_message_reaches_its_function_and_is_completed()
    {
        await Post("one");

        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(world.Calls, Is.EqualTo(new[] { "one" }));
        Assert.That(host.Broker.Peek(SampleFunctions.Queue), Is.Empty);
    }

    [Test]
    public async Task A_failing_function_gives_its_message_back_until_it_is_dead_lettered()
    {
        await Post("fails");

        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(host.Failures, Has.Count.EqualTo(10));
        Assert.That(host.Broker.DeadLetters(SampleFunctions.Queue), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_scheduled_message_is_waited_for_on_the_virtual_clock()
    {
        var start = time.GetUtcNow();
        await Post("later");

        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(world.Calls, Is.EqualTo(new[] { "later", "ends" }));
        Assert.That(time.GetUtcNow(), Is.EqualTo(start + TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task What_never_comes_to_rest_is_named()
    {
        await Post("forever");

        Assert.That(
            () => new Pump(host, time) { MaxSteps = 50 }.RunUntilQuietAsync(),
            Throws.InvalidOperationException.With.Message.Contains("sample-work"));
    }

    [Test]
    public async Task Messages_run_side_by_side_when_asked()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            await Post($"waits-{number}");
        }

        await new Pump(host, time) { Concurrency = 4 }.RunUntilQuietAsync();

        Assert.That(world.Calls, Is.EquivalentTo(new[] { "waits-1", "waits-2", "waits-3", "waits-4" }));
    }

    [Test]
    public async Task One_at_a_time_is_really_one_at_a_time()
    {
        await Post("waits-1");
        await Post("waits-2");

        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(world.MostInside, Is.EqualTo(1));
        Assert.That(world.Calls, Is.EqualTo(new[] { "waits-1", "waits-2" }));
    }

    [Test]
    public async Task A_restart_forgets_what_was_in_memory_and_keeps_queues_and_address()
    {
        await Post("one");
        await host.DeliverNextAsync(CancellationToken.None);
        await Post("two");

        host.Restart();
        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(host.Services.GetRequiredService<SampleMemory>().Count, Is.EqualTo(1));
        Assert.That(world.Calls, Is.EqualTo(new[] { "one", "two" }));
        Assert.That((await http.GetAsync(new Uri("health", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(Fault.KilledBefore, 0)]
    [TestCase(Fault.KilledAfter, 1)]
    public async Task A_process_killed_while_it_takes_a_request_answers_nothing_until_it_is_started_again(Fault fault, int queued)
    {
        host.Effects.Reset(new Dictionary<int, Fault> { [1] = fault });

        Assert.That(() => Post("one"), Throws.TypeOf<HttpRequestException>());
        Assert.That(() => http.GetAsync(new Uri("health", UriKind.Relative)), Throws.TypeOf<HttpRequestException>());
        Assert.That(host.Broker.Depth(SampleFunctions.Queue), Is.EqualTo(queued));

        await new Pump(host, time).RunUntilQuietAsync();
        await Post("two");
        await new Pump(host, time).RunUntilQuietAsync();

        Assert.That(host.Restarts, Is.EqualTo(1));
        Assert.That(world.Calls, Has.Count.EqualTo(queued + 1));
    }

    [Test]
    public async Task Timers_run_when_their_time_comes()
    {
        await new Pump(host, time).RunForAsync(TimeSpan.FromDays(2));

        Assert.That(world.Nights, Is.EqualTo(new[] { "2026-06-02T02:00:00", "2026-06-03T02:00:00" }));
    }

    [Test]
    public async Task A_timer_whose_time_was_missed_runs_once_and_says_so()
    {
        time.Advance(TimeSpan.FromDays(3));

        await host.Timers.RunDueAsync(CancellationToken.None);
        await host.Timers.RunDueAsync(CancellationToken.None);

        Assert.That(world.Nights, Is.EqualTo(new[] { "2026-06-04T12:00:00 late" }));
    }

    [Test]
    public async Task Other_work_is_pumped_at_its_time()
    {
        var other = new SampleDeliverer(host, time.GetUtcNow() + TimeSpan.FromMinutes(2));
        var pump = new Pump(host, time);
        pump.Add(other);

        await pump.RunUntilQuietAsync();

        Assert.That(world.Calls, Is.EqualTo(new[] { "pumped" }));
        Assert.That(time.GetUtcNow(), Is.EqualTo(other.RanAt));
    }

    [Test]
    public async Task A_host_that_runs_by_itself_delivers_without_a_pump(CancellationToken cancellationToken)
    {
        using var outside = new SampleWorld();
        await using var alone = await LocalHost.StartAsync(SampleHost.Options(outside) with { RunsByItself = true, Listen = false });

        alone.Broker.Send(SampleFunctions.Queue, [new ServiceBusMessage("one")]);
        while (alone.Broker.Depth(SampleFunctions.Queue) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }

        Assert.That(outside.Calls, Is.EqualTo(new[] { "one" }));
    }

    private async Task Post(string text)
    {
        using var content = new StringContent(text);
        using var answer = await http.PostAsync(new Uri("sample/sample-work?code=local-host-key", UriKind.Relative), content);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    private sealed class SampleDeliverer(LocalHost host, DateTimeOffset due) : IPumped
    {
        public DateTimeOffset? NextDue => RanAt is null ? due : null;

        public DateTimeOffset? RanAt { get; private set; }

        public Task<int> RunDueAsync(CancellationToken cancellationToken)
        {
            if (RanAt is not null || host.Time.GetUtcNow() < due)
            {
                return Task.FromResult(0);
            }

            RanAt = host.Time.GetUtcNow();
            host.Broker.Send(SampleFunctions.Queue, [new ServiceBusMessage("pumped")]);
            return Task.FromResult(1);
        }
    }
}
