using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ProcoreNetSuite.Tests.Hosting;

/// <summary>Functions to run the local host with: one of each kind, small enough to see every effect.</summary>
public sealed class SampleFunctions(
    ServiceBusClient bus, TimeProvider time, SampleMemory memory, SampleWorld world, Func<HttpMessageHandler> http, IConfiguration configuration)
{
    public const string Queue = "sample-work";

    [Function("Take")]
    public async Task<IActionResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sample/{queue}")] HttpRequest request,
        string queue,
        CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        await bus.CreateSender(queue).SendMessageAsync(new ServiceBusMessage(text) { MessageId = text }, cancellationToken);
        return new AcceptedResult();
    }

    [Function("Health")]
    public IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        Results.Json(new { remembered = memory.Count, region = configuration["Region"], at = time.GetUtcNow(), request.Method });

    [Function("Fail")]
    public IResult Fail([HttpTrigger(AuthorizationLevel.Admin, "get", "put", Route = "fail")] HttpRequest request) =>
        throw new InvalidOperationException(request.Path);

    [Function("Work")]
    public async Task WorkAsync(
        [ServiceBusTrigger(Queue, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        memory.Count++;
        world.Enter();
        var text = message.Body.ToString();
        if (text == "fails")
        {
            throw new InvalidOperationException("It fails.");
        }

        if (text.StartsWith("waits", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromSeconds(30), time, cancellationToken);
        }

        if (text == "later")
        {
            await bus.CreateSender(Queue).ScheduleMessageAsync(
                new ServiceBusMessage("ends"), time.GetUtcNow() + TimeSpan.FromHours(1), cancellationToken);
        }

        if (text == "forever")
        {
            await bus.CreateSender(Queue).ScheduleMessageAsync(
                new ServiceBusMessage("forever"), time.GetUtcNow() + TimeSpan.FromMinutes(1), cancellationToken);
        }

        using var client = new HttpClient(http());
        await client.PutAsync(new Uri($"http://world.test/{text}"), content: null, cancellationToken);
        world.Leave();
        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    [Function("Nightly")]
    public Task NightlyAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        world.Nights.Add(time.GetUtcNow().ToString("s", CultureInfo.InvariantCulture) + (timer.IsPastDue ? " late" : ""));
        return Task.CompletedTask;
    }
}

/// <summary>Lives in the process: a restart empties it.</summary>
public sealed class SampleMemory
{
    public int Count { get; set; }
}

/// <summary>Lives outside the process.</summary>
public sealed class SampleWorld : HttpMessageHandler
{
    private readonly Lock gate = new();
    private int inside;

    public List<string> Calls { get; } = [];

    public List<string> Nights { get; } = [];

    public int MostInside { get; private set; }

    public void Enter()
    {
        lock (gate)
        {
            MostInside = Math.Max(MostInside, ++inside);
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Calls.Add(request.RequestUri!.AbsolutePath.TrimStart('/'));
        }

        return Task.FromResult(new HttpResponseMessage());
    }
}
