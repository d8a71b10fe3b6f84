using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

[CancelAfter(60_000)]
public sealed class TablesTests
{
    [Test]
    public async Task Each_account_has_tables_of_its_own()
    {
        var azurite = await TestRun.AzuriteAsync();
        var one = new TableServiceClient(azurite.NewAccount());
        var two = new TableServiceClient(azurite.NewAccount());

        await one.CreateTableAsync("Links");

        Assert.That(one.Query().Select(table => table.Name), Is.EqualTo(new[] { "Links" }));
        Assert.That(two.Query(), Is.Empty);
    }

    [Test]
    public async Task Table_calls_are_counted_and_a_lost_answer_is_repeated_by_the_sdk()
    {
        await using var host = await StartAsync();
        var table = host.Services.GetRequiredService<TableServiceClient>().GetTableClient("Links");
        await table.CreateAsync();
        host.Effects.Reset(new Dictionary<int, Fault> { [1] = Fault.AnswerLost });

        var add = () => table.AddEntityAsync(new TableEntity("p", "r"));

        // The first one was written, so the SDK's second one finds it there.
        Assert.That(add, Throws.TypeOf<RequestFailedException>().With.Property(nameof(RequestFailedException.Status)).EqualTo(409));
        Assert.That(host.Effects.Recorded.Select(effect => effect.Kind), Is.EqualTo(new[] { EffectKind.Table, EffectKind.Table }));
    }

    [Test]
    public async Task A_kill_is_not_repeated_by_the_sdk()
    {
        await using var host = await StartAsync();
        var table = host.Services.GetRequiredService<TableServiceClient>().GetTableClient("Links");
        await table.CreateAsync();
        host.Effects.Reset(new Dictionary<int, Fault> { [1] = Fault.KilledAfter });

        Assert.That(() => table.AddEntityAsync(new TableEntity("p", "r")), Throws.TypeOf<ProcessKilledException>());
        host.Restart();

        var kept = host.Services.GetRequiredService<TableServiceClient>().GetTableClient("Links");
        Assert.That((await kept.GetEntityAsync<TableEntity>("p", "r")).Value.RowKey, Is.EqualTo("r"));
    }

    private static async Task<LocalHost> StartAsync()
    {
        using var world = new SampleWorld();
        var azurite = await TestRun.AzuriteAsync();
        return await LocalHost.StartAsync(SampleHost.Options(world) with
        {
            Listen = false,
            TablesConnectionString = azurite.NewAccount(),
        });
    }
}
