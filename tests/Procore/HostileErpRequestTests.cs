using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>The free-form data of ERP Requests, as the client brings it: it is understood or refused by name, at every place where a value may be wrong.</summary>
[CancelAfter(60_000)]
internal sealed class HostileErpRequestTests
{
    private ClientRig rig = null!;

    private static IEnumerable<string> Requests => Directory
        .EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "erp-requests"), "*.json").Select(Path.GetFileName)!;

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [TestCaseSource(nameof(Requests))]
    public async Task A_request_with_one_wrong_value_is_understood_or_refused_and_nothing_else(string file)
    {
        var whole = await File.ReadAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "erp-requests", file));
        var refused = 0;
        foreach (var json in HostileInput.WithOneWrongValue(whole))
        {
            rig.Procore.Answer = _ => StubProcore.Json(json);
            var failure = await FailureOfReading();
            refused += failure is null ? 0 : 1;

            Assert.That(failure, Is.Null.Or.TypeOf<RejectedException>().Or.InstanceOf<JsonException>(), json);
        }

        Assert.That(refused, Is.GreaterThan(5), "the wrong values reached the reader");
    }

    [TestCase("create_vendor", """{"vendor":{"id":1},"vendor":{"id":2}}""", "1,2", Description = "a name that stands there twice: one of the two")]
    [TestCase("create_vendor", """{"vendor":{"id":"7"},"request_detail_id":" 8 "}""", "7")]
    public async Task A_doubled_or_loosely_typed_value_names_one_record(string name, string data, string any)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""{"id":1,"request_name":"{{name}}","request_data":{{data}}}""");

        var work = ErpRequestReader.Read((await rig.Client.FindErpRequestAsync(1, default))!);

        Assert.That(any.Split(','), Does.Contain($"{work.Items.Single().Id}"));
    }

    [Test]
    public async Task Data_as_deep_as_an_answer_may_be_is_searched_without_a_crash()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", 29)) + "{\"request_detail_id\":5}" + string.Concat(Enumerable.Repeat("]}", 29));
        rig.Procore.Answer = _ => StubProcore.Json($$"""{"id":1,"request_name":"sync_vendors","request_data":{{deep}}}""");

        var work = ErpRequestReader.Read((await rig.Client.FindErpRequestAsync(1, default))!);

        Assert.That(work.RequestDetailIds, Is.EqualTo(new[] { 5L }));
    }

    private async Task<Exception?> FailureOfReading()
    {
        try
        {
            var request = (await rig.Client.FindErpRequestAsync(1, default))!;
            ErpRequestReader.AnswerOf(request, 1, ErpRequestReader.DuplicateBillField);
            ErpRequestReader.Read(request);

            return null;
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            return failure;
        }
    }
}
