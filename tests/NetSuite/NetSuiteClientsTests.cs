using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Connections of one account share what the account limits.</summary>
public sealed class NetSuiteClientsTests
{
    private const string Absent = """{"o:errorDetails":[{"detail":"The record instance does not exist.","o:errorCode":"NONEXISTENT_ID"}]}""";

    private static readonly string Key = NewKey();

    [Test]
    public async Task Connections_that_log_in_alike_share_a_token()
    {
        using var netSuite = Answering();
        var clients = Clients(netSuite);
        using var second = clients.Create(With());
        using var third = clients.Create(With(subsidiary: "3"));

        await second.FindVendorAsync("x", default);
        await third.FindVendorAsync("x", default);

        Assert.That(netSuite.Calls.Count(call => call.Url.EndsWith("/token", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(netSuite.ApiCalls.Select(call => call.Headers["Authorization"]), Is.All.EqualTo("Bearer t1"));
    }

    [TestCase("1234567-sb1", 1, TestName = "Connections of one account share its limit, however the account is written")]
    [TestCase("7654321", 2, TestName = "Connections of two accounts do not share a limit")]
    public async Task Limits(string otherAccount, int expectedAtOnce)
    {
        var (now, most) = (0, 0);
        var gate = new SemaphoreSlim(0);
        using var netSuite = new StubNetSuite();
        netSuite.Rule = async request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
            {
                return StubNetSuite.Response(200, """{"access_token":"t1","expires_in":3600}""");
            }

            most = Math.Max(most, Interlocked.Increment(ref now));
            await gate.WaitAsync();
            Interlocked.Decrement(ref now);

            return StubNetSuite.Response(404, Absent);
        };
        var clients = Clients(netSuite);
        using var first = clients.Create(With(concurrency: 1));
        using var second = clients.Create(With(account: otherAccount, concurrency: 4));

        var one = first.FindVendorAsync("x", default);
        var two = second.FindVendorAsync("x", default);
        gate.Release(2);
        await Task.WhenAll(one, two);

        Assert.That(most, Is.LessThanOrEqualTo(expectedAtOnce));
        Assert.That(netSuite.ApiCalls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Every_repeat_with_tba_is_signed_anew_and_for_the_address_that_is_sent()
    {
        var settings = With();
        settings.Authentication = "Tba";
        (settings.ConsumerKey, settings.ConsumerSecret, settings.TokenId, settings.TokenSecret) = ("ck", "cs", "tk", "ts");
        using var netSuite = new StubNetSuite().Answer(503, "<html>").Answer(404, Absent);
        using var client = Clients(netSuite).Create(settings);

        await client.FindVendorBillAsync("a-b", default);

        Assert.That(netSuite.Calls.Select(call => call.Headers["Authorization"]).Distinct().Count(), Is.EqualTo(2));
        foreach (var call in netSuite.Calls)
        {
            var header = call.Headers["Authorization"];
            var signature = new TbaSignature("ck", "tk", Part(header, "oauth_nonce"), long.Parse(Part(header, "oauth_timestamp")));
            Assert.That(
                Part(header, "oauth_signature"),
                Is.EqualTo(Uri.EscapeDataString(signature.Sign(new HttpMethod(call.Method), new Uri(call.Url), "cs", "ts"))));
        }
    }

    [TestCase("", "OAuth2")]
    [TestCase("https://1234567.suitetalk.api.netsuite.com", "Password")]
    public void Settings_that_cannot_work_are_refused_at_once(string baseUrl, string authentication)
    {
        var settings = With();
        (settings.BaseUrl, settings.Authentication) = (baseUrl, authentication);
        using var netSuite = new StubNetSuite();

        Assert.That(() => Clients(netSuite).Create(settings), Throws.ArgumentException);
    }

    private static string Part(string header, string name) => header.Split($"{name}=\"")[1].Split('"')[0];

    private static StubNetSuite Answering() => new()
    {
        Rule = request => Task.FromResult(request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)
            ? StubNetSuite.Response(200, """{"access_token":"t1","expires_in":3600}""")
            : StubNetSuite.Response(404, Absent)),
    };

    private static NetSuiteClients Clients(StubNetSuite netSuite) =>
        new(new HttpCaller(netSuite, TimeSpan.FromSeconds(100), "netsuite"), new ImpatientTime(), NullLogger<NetSuiteClient>.Instance);

    private static NetSuiteSettings With(string account = "1234567_SB1", string subsidiary = "2", int concurrency = 5)
    {
        var settings = Examples.Settings;
        (settings.AccountId, settings.Subsidiary, settings.Concurrency, settings.PrivateKey) = (account, subsidiary, concurrency, Key);

        return settings;
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        return key.ExportPkcs8PrivateKeyPem();
    }
}
