using System.Net;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Token-based authentication: specification 2.3")]
internal sealed class TbaTests : NetSuiteFixture
{
    private const string ConsumerKey = "ck_test_0000000000000000000000000000000000000000000000000000000000a1";
    private const string ConsumerSecret = "cs_test_0000000000000000000000000000000000000000000000000000000000b2";
    private const string Token = "tk_test_0000000000000000000000000000000000000000000000000000000000c3";
    private const string TokenSecret = "ts_test_0000000000000000000000000000000000000000000000000000000000d4";
    private const string Nonce = "n0nceA1B2C3D4E5F6G7H";
    private const string Host = "https://1234567-sb1.suitetalk.api.netsuite.com";

    protected override bool WithLogin => true;

    [SetUp]
    public void AddIntegration() => Simulator.Account.AddIntegration(new Integration { ClientId = ConsumerKey, ConsumerSecret = ConsumerSecret, Tokens = [new(Token, TokenSecret)] });

    [TestCase("POST", Host + "/services/rest/query/v1/suiteql?limit=1000&offset=2000", 1790000000, "bhzesQqUmUmYcDQY4kU1wDE0BMerEOuu24pFpyc2GzE=", Description = "V1")]
    [TestCase("GET", Host + "/services/rest/record/v1/vendor?q=companyName%20IS%20%22A%20%26%20B%20%28Paving%29%22&limit=50", 1790000001, "bzHv00KQnncu8KXSZGbNyDy1yF22CQB2U6MKluu0jr0=", Description = "V2")]
    [TestCase("PUT", Host + "/services/rest/record/v1/vendorBill/eid:PROCORE-INV-98765?replace=item", 1790000002, "xbJJ1fTLw/uGKK+9xA0cjRVq427DTScxBSEFVLt0RS8=", Description = "V3")]
    [TestCase("POST", Host + "/services/rest/record/v1/vendorBill/4711/!transform/vendorPayment", 1790000003, "DZt4900t+fsG33zG6OfxxuMTRmFQfZiNKHHOSufLwDA=", Description = "V4")]
    [TestCase("GET", "https://1234567.suitetalk.api.netsuite.com/services/rest/record/v1/vendor/42", 1790000004, "Hubi44mY+RpmT3OSjaqkd1XeWfsUQRgShPROStYsggU=", Description = "V5")]
    public void The_published_vectors_are_what_the_verifier_expects(string method, string address, long timestamp, string signature)
    {
        var text = TbaSignature.BaseString(method, new Uri(address), OAuth(timestamp));

        Assert.That(TbaSignature.Sign(text, ConsumerSecret, TokenSecret), Is.EqualTo(signature));
    }

    [Test(Description = "V0, Oracle's own sample")]
    public void Oracles_sample_is_what_the_verifier_expects()
    {
        Dictionary<string, string> oauth = new()
        {
            ["oauth_consumer_key"] = "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
            ["oauth_token"] = "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
            ["oauth_nonce"] = "fjaLirsIcCGVZWzBX0pg",
            ["oauth_timestamp"] = "1508242306",
            ["oauth_signature_method"] = "HMAC-SHA256",
            ["oauth_version"] = "1.0",
        };

        var text = TbaSignature.BaseString("GET", new Uri("https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40"), oauth);

        Assert.That(
            TbaSignature.Sign(text, "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5", "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295"),
            Is.EqualTo("B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY="));
    }

    [Test]
    public async Task A_signed_request_is_let_in_once_and_its_repeat_is_refused()
    {
        var header = Header("vendor?limit=50", Now);

        var first = await Get("vendor?limit=50", ("Authorization", header));
        var again = await Get("vendor?limit=50", ("Authorization", header));

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(again.Headers["WWW-Authenticate"].Single(), Is.EqualTo("OAuth realm=\"1234567_SB1\", error=\"token_rejected\", error_description=\"Invalid login attempt.\""));
        Assert.That(Simulator.LoginFailures.Single().Reason, Is.EqualTo("NonceUsed"));
    }

    [TestCase(-300, null)]
    [TestCase(300, null)]
    [TestCase(-301, "InvalidTimestamp")]
    [TestCase(301, "InvalidTimestamp")]
    public async Task A_timestamp_may_be_five_minutes_off(int seconds, string? failure)
    {
        var reply = await Get("vendor", ("Authorization", Header("vendor", Now + seconds)));

        Assert.That(reply.Status, Is.EqualTo(failure is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
        Assert.That(Simulator.LoginFailures.SingleOrDefault()?.Reason, Is.EqualTo(failure));
    }

    [TestCase("realm=\"1234567_SB1\"", "realm=\"1234567-sb1\"", "parameter_rejected")]
    [TestCase(ConsumerKey, "another", "consumer_key_unknown")]
    [TestCase(Token, "another", "token_rejected")]
    [TestCase(Nonce, "another1", "InvalidSignature")]
    [TestCase("HMAC-SHA256", "HMAC-SHA1", "UnknownAlgorithm")]
    [TestCase(Nonce, "short", "nonce_rejected")]
    public async Task A_wrong_part_is_refused_and_only_the_audit_trail_says_which(string part, string instead, string failure)
    {
        var reply = await Get("vendor", ("Authorization", Header("vendor", Now).Replace(part, instead, StringComparison.Ordinal)));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(reply.Code, Is.EqualTo("INVALID_LOGIN"));
        Assert.That(Simulator.LoginFailures.Single().Reason, Is.EqualTo(failure));
    }

    private long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    private static Dictionary<string, string> OAuth(long timestamp) => new()
    {
        ["oauth_consumer_key"] = ConsumerKey,
        ["oauth_token"] = Token,
        ["oauth_nonce"] = Nonce,
        ["oauth_timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["oauth_signature_method"] = "HMAC-SHA256",
        ["oauth_version"] = "1.0",
    };

    private string Header(string path, long timestamp)
    {
        var oauth = OAuth(timestamp);
        var text = TbaSignature.BaseString("GET", new Uri($"{BaseUrl}/services/rest/record/v1/{path}"), oauth);
        var signature = Uri.EscapeDataString(TbaSignature.Sign(text, ConsumerSecret, TokenSecret));
        return $"OAuth realm=\"1234567_SB1\", {string.Join(", ", oauth.Select(pair => $"{pair.Key}=\"{pair.Value}\""))}, oauth_signature=\"{signature}\"";
    }
}
