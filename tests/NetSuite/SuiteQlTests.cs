using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

[TestFixture(Description = "netsuite-api.md 5.1: queries")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SuiteQlTests : IDisposable
{
    private const string Query = $"SELECT t.id FROM transaction t WHERE t.x = 'O''Brien \"7\"' {SuiteQl.NextPage} ORDER BY t.id";

    private readonly StubNetSuite netSuite = new();
    private readonly HttpCaller http;
    private readonly NetSuiteConnection connection;

    public SuiteQlTests()
    {
        http = new HttpCaller(netSuite, TimeSpan.FromSeconds(100), "netsuite");
        connection = new NetSuiteConnection(
            http, new FixedAuthenticator(), new ConcurrencyLimiter(5), new Uri("https://1234567-sb1.suitetalk.api.netsuite.com"), new ImpatientTime(), NullLogger<NetSuiteClient>.Instance);
    }

    public void Dispose()
    {
        http.Dispose();
        netSuite.Dispose();
    }

    [TestCase("Acme", "'Acme'")]
    [TestCase("O'Brien", "'O''Brien'")]
    [TestCase("'' OR 1=1 --", "''''' OR 1=1 --'")]
    [TestCase(" ~\u0080ü", "' ~\u0080ü'", Description = "what lies just beside the control characters")]
    [TestCase("", "''")]
    public void A_text_stands_in_quotes_and_its_own_are_doubled(string text, string quoted) => Assert.That(SuiteQl.Quote(text), Is.EqualTo(quoted));

    [Test]
    public void A_text_with_a_control_character_is_no_value([Values('\u0000', '\t', '\n', '\u001f', '\u007f')] char control) =>
        Assert.That(() => SuiteQl.Quote($"Acme{control}Steel"), Throws.ArgumentException.With.Message.Contains("control characters"));

    [TestCase("4711", true)]
    [TestCase("-5", true)]
    [TestCase("1 OR 1=1", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void An_id_is_a_number_or_is_refused_by_name(string? id, bool isOne)
    {
        if (isOne)
        {
            Assert.That(SuiteQl.Number(new(id!)), Is.EqualTo(id));
        }
        else
        {
            Assert.That(() => SuiteQl.Number(new(id!)), Throws.ArgumentException.With.Message.Contains($"'{id}'"));
        }
    }

    [Test]
    public void Values_of_a_list_are_told_apart() => Assert.That(SuiteQl.List(["1", "'a'", "-3"]), Is.EqualTo("(1, 'a', -3)"));

    [Test]
    public async Task A_query_is_asked_for_page_by_page_behind_the_last_id()
    {
        netSuite.Answer(200, """{"hasMore":true,"items":[{"id":"-3"},{"id":"9"}]}""").Answer(200, """{"hasMore":false,"totalResults":77,"items":[{"id":"10"}]}""");

        Assert.That(await ListAsync(), Is.EqualTo(new[] { "-3", "9", "10" }));
        Assert.That(netSuite.Calls.Select(call => new Uri(call.Url).PathAndQuery), Is.All.EqualTo("/services/rest/query/v1/suiteql?limit=1000&offset=0"));
        Assert.That(netSuite.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("q").GetString()), Is.EqualTo(
            new[] { Query.Replace(SuiteQl.NextPage, "", StringComparison.Ordinal), Query.Replace(SuiteQl.NextPage, "AND t.id > 9", StringComparison.Ordinal) }));
    }

    [TestCase("""{"items":[{"id":"1"}],"totalResults":2}""", 2, Description = "an answer that only counts")]
    [TestCase("""{"items":[{"id":"1"}],"totalResults":1}""", 1)]
    [TestCase("""{"items":[{"id":"1"}],"hasMore":"yes","totalResults":2}""", 2)]
    [TestCase("""{"items":[{"id":"1"}]}""", 1)]
    [TestCase("""{"items":[],"hasMore":true}""", 1, Description = "a page without rows is the last, whatever it says")]
    public async Task Where_a_list_ends_is_taken_from_what_the_answer_says(string answer, int calls)
    {
        netSuite.Answer(200, answer).Answer(200, StubNetSuite.Rows());

        await ListAsync();

        Assert.That(netSuite.Calls, Has.Count.EqualTo(calls));
    }

    [TestCase("""{"hasMore":false}""")]
    [TestCase("""{"items":null}""")]
    [TestCase("""{"items":{"id":"1"}}""")]
    [TestCase("""["items"]""")]
    [TestCase("<html></html>")]
    [TestCase("""{"items":[{"name":"no id"}]}""")]
    [TestCase("""{"items":[{"id":"1","misses":"T"}]}""")]
    [TestCase("""{"items":[{"id":"2"},{"id":"1"}]}""")]
    [TestCase("""{"items":[{"id":"2"},{"id":"2"}]}""")]
    public async Task What_is_no_list_of_whole_rows_in_order_is_no_answer(string answer)
    {
        netSuite.Rule = _ => Task.FromResult(StubNetSuite.Response(200, answer));

        var failure = (await Assert.ThrowsAsync<UnavailableException>(ListAsync))!;

        Assert.That($"{failure.Problem}", Does.StartWith("E902").And.Contains("query"));
    }

    [Test]
    public async Task A_row_that_comes_again_on_the_next_page_is_no_answer()
    {
        netSuite.Answer(200, """{"hasMore":true,"items":[{"id":"9"}]}""").Answer(200, """{"items":[{"id":"9"}]}""");

        await Assert.ThrowsAsync<UnavailableException>(ListAsync);
    }

    [Test]
    public async Task A_list_without_end_is_given_up_after_a_thousand_pages()
    {
        var id = 0;
        netSuite.Rule = _ => Task.FromResult(StubNetSuite.Response(200, $$"""{"hasMore":true,"items":[{"id":"{{++id}}"}]}"""));

        var failure = (await Assert.ThrowsAsync<UnavailableException>(ListAsync))!;

        Assert.That($"{failure.Problem}", Does.StartWith("E902").And.Contains("1000 pages"));
        Assert.That(netSuite.Calls, Has.Count.EqualTo(1000));
    }

    [TestCase("""{"hasMore":true,"items":[{"id":"2"},{"id":"1"}]}""", "2 1", true)]
    [TestCase("""{"hasMore":false,"items":[{"id":"2"}]}""", "2", false)]
    [TestCase("""{"hasMore":true,"items":[]}""", "", false)]
    public async Task The_first_rows_are_one_page_in_the_querys_own_order(string answer, string ids, bool hasMore)
    {
        netSuite.Answer(200, answer);

        var page = await SuiteQl.FirstAsync(connection, "SELECT 1", 7, Read, default);

        Assert.That((string.Join(' ', page.Rows), page.HasMore), Is.EqualTo((ids, hasMore)));
        Assert.That(netSuite.Calls.Single().Url, Does.EndWith("?limit=7&offset=0"));
    }

    [Test]
    public async Task A_first_row_that_misses_a_value_is_no_answer()
    {
        netSuite.Answer(200, """{"items":[{"id":"1","misses":"T"}]}""");

        var failure = (await Assert.ThrowsAsync<UnavailableException>(() => SuiteQl.FirstRowsAsync(connection, "SELECT 1", 7, Read, default)))!;

        Assert.That($"{failure.Problem}", Does.StartWith("E902").And.Contains("misses a value"));
    }

    private Task<IReadOnlyList<string>> ListAsync() => SuiteQl.ListAsync(connection, Query, "t.id", Read, default);

    private static string? Read(JsonElement row) => row.TryGetProperty("misses", out _) ? null : row.TryGetProperty("id", out var id) ? id.GetString() : "";
}
