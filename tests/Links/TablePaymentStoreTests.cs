using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.Links;

public sealed class TablePaymentStoreTests
{
    private static int connections;

    private TableStore azure = null!;
    private TablePaymentStore store = null!;
    private string connection = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        azure = await TableStore.NewAsync();
        store = new TablePaymentStore(azure.Service);
    }

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection() => connection = $"connection-{++connections}";

    [Test]
    public async Task A_payment_is_found_by_its_bill_and_by_itself_as_it_was_saved_last()
    {
        await store.SaveAsync(Payment("8", "47"), CancellationToken.None);
        var saved = Payment("8", "47") with { ProcoreId = 44010, PayloadHash = "abc", FailedIn = "run-1:2" };
        await store.SaveAsync(saved, CancellationToken.None);

        Assert.That(await OfBillAsync("47"), Is.EqualTo(new[] { saved }));
        Assert.That(await store.ListBillsOfPaymentsAsync(connection, [new("8")], CancellationToken.None), Is.EqualTo(new[] { new NetSuiteId("47") }));
    }

    [Test]
    public async Task Ids_that_begin_alike_are_kept_apart()
    {
        foreach (var (payment, bill) in new[] { ("8", "4"), ("8", "47"), ("81", "4") })
        {
            await store.SaveAsync(Payment(payment, bill), CancellationToken.None);
        }

        Assert.That(await OfBillAsync("4"), Has.Count.EqualTo(2));
        Assert.That(await store.ListBillsOfPaymentsAsync(connection, [new("8")], CancellationToken.None), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_removed_payment_is_gone_from_both_sides_and_removing_it_again_is_fine()
    {
        await store.SaveAsync(Payment("8", "47"), CancellationToken.None);

        await store.RemoveAsync(Payment("8", "47"), CancellationToken.None);
        await store.RemoveAsync(Payment("8", "47"), CancellationToken.None);

        Assert.That(await OfBillAsync("47"), Is.Empty);
        Assert.That(await store.ListBillsOfPaymentsAsync(connection, [new("8")], CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Those_that_failed_are_listed_in_pages()
    {
        foreach (var number in Enumerable.Range(10, 5))
        {
            await store.SaveAsync(Payment("8", $"{number}") with { FailedIn = number == 12 ? null : "run-1:2" }, CancellationToken.None);
        }

        var first = await store.ListFailedAsync(connection, null, 3, CancellationToken.None);
        var second = await store.ListFailedAsync(connection, (first[^1].BillId, first[^1].PaymentId), 3, CancellationToken.None);

        Assert.That(first.Concat(second).Select(payment => payment.BillId.Value), Is.EqualTo(new[] { "10", "11", "13", "14" }));
    }

    private IssuedPayment Payment(string payment, string bill) => new()
    {
        ConnectionId = connection,
        PaymentId = new(payment),
        BillId = new(bill),
        ProjectId = 9_007_199_254_740_993,
        ContractId = 701973,
        RequisitionId = 58820,
    };

    private async Task<IReadOnlyList<IssuedPayment>> OfBillAsync(string bill) =>
        [.. (await store.ListOfBillsAsync(connection, [new(bill)], CancellationToken.None))[new(bill)]];
}
