using NUnit.Framework;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Published and recomputed vectors (netsuite-api.md 2.3).</summary>
public sealed class TbaSignatureTests
{
    private const string Host = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest";
    private const string ConsumerSecret = "cs_test_0000000000000000000000000000000000000000000000000000000000b2";
    private const string TokenSecret = "ts_test_0000000000000000000000000000000000000000000000000000000000d4";

    [Test]
    public void The_sample_that_NetSuite_publishes_has_the_signature_that_NetSuite_publishes()
    {
        var signature = new TbaSignature(
            "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
            "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc", "fjaLirsIcCGVZWzBX0pg", 1508242306);

        var signed = signature.Sign(
            HttpMethod.Get,
            new Uri("https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40"),
            "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
            "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295");

        Assert.That(signed, Is.EqualTo("B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY="));
    }

    [TestCase("POST", $"{Host}/query/v1/suiteql?limit=1000&offset=2000", 1790000000, "bhzesQqUmUmYcDQY4kU1wDE0BMerEOuu24pFpyc2GzE=")]
    [TestCase("GET", $"{Host}/record/v1/vendor?q=companyName%20IS%20%22A%20%26%20B%20%28Paving%29%22&limit=50", 1790000001, "bzHv00KQnncu8KXSZGbNyDy1yF22CQB2U6MKluu0jr0=")]
    [TestCase("PUT", $"{Host}/record/v1/vendorBill/eid:PROCORE-INV-98765?replace=item", 1790000002, "xbJJ1fTLw/uGKK+9xA0cjRVq427DTScxBSEFVLt0RS8=")]
    [TestCase("POST", $"{Host}/record/v1/vendorBill/4711/!transform/vendorPayment", 1790000003, "DZt4900t+fsG33zG6OfxxuMTRmFQfZiNKHHOSufLwDA=")]
    [TestCase("GET", "https://1234567.suitetalk.api.netsuite.com/services/rest/record/v1/vendor/42", 1790000004, "Hubi44mY+RpmT3OSjaqkd1XeWfsUQRgShPROStYsggU=")]
    public void A_request_has_the_signature_of_the_specification(string method, string url, long timestamp, string expected)
    {
        var signed = At(timestamp).Sign(new HttpMethod(method), new Uri(url), ConsumerSecret, TokenSecret);

        Assert.That(signed, Is.EqualTo(expected));
    }

    [Test]
    public void The_base_string_holds_method_address_and_sorted_parameters()
    {
        var text = At(1790000000).BaseString(HttpMethod.Post, new Uri($"{Host}/query/v1/suiteql?limit=1000&offset=2000"));

        Assert.That(text, Is.EqualTo(
            "POST&https%3A%2F%2F1234567-sb1.suitetalk.api.netsuite.com%2Fservices%2Frest%2Fquery%2Fv1%2Fsuiteql&limit%3D1000%26oauth_consumer_key%3D"
            + "ck_test_0000000000000000000000000000000000000000000000000000000000a1%26oauth_nonce%3Dn0nceA1B2C3D4E5F6G7H%26oauth_signature_method%3D"
            + "HMAC-SHA256%26oauth_timestamp%3D1790000000%26oauth_token%3Dtk_test_0000000000000000000000000000000000000000000000000000000000c3"
            + "%26oauth_version%3D1.0%26offset%3D2000"));
    }

    [TestCase("GET", $"{Host}/record/v1/vendor?q=companyName%20IS%20%22A%20%26%20B%20%28Paving%29%22", "%26q%3DcompanyName%2520IS%2520%2522A%2520%2526%2520B%2520%2528Paving%2529%2522")]
    [TestCase("PUT", $"{Host}/record/v1/vendorBill/eid:PROCORE-INV-98765?replace=item", "%2FvendorBill%2Feid%3APROCORE-INV-98765&")]
    [TestCase("POST", $"{Host}/record/v1/vendorBill/4711/!transform/vendorPayment", "%2F4711%2F%21transform%2FvendorPayment&")]
    public void Colon_exclamation_mark_and_query_values_are_encoded_once_more(string method, string url, string expected)
    {
        Assert.That(At(1790000002).BaseString(new HttpMethod(method), new Uri(url)), Does.Contain(expected));
    }

    [Test]
    public void The_header_names_realm_and_token_and_never_a_secret()
    {
        var header = At(1790000000).Header("1234567_SB1", "a+b/c=");

        Assert.That(header, Does.StartWith("OAuth realm=\"1234567_SB1\", oauth_consumer_key=\"ck_test"));
        Assert.That(header, Does.Contain("oauth_signature=\"a%2Bb%2Fc%3D\""));
        Assert.That(header, Does.Not.Contain("cs_test").And.Not.Contain("ts_test"));
    }

    [Test]
    public async Task Every_request_is_signed_with_a_nonce_of_its_own()
    {
        var settings = Examples.Settings;
        settings.ConsumerKey = "ck";
        settings.TokenId = "tk";
        var authenticator = new TbaAuthenticator(settings, new ImpatientTime());
        var url = new Uri($"{Host}/record/v1/vendor/42");

        var first = await authenticator.AuthorizeAsync(HttpMethod.Get, url, default);
        var second = await authenticator.AuthorizeAsync(HttpMethod.Get, url, default);

        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first, Does.Match("oauth_nonce=\"[0-9a-f]{20}\""));
        Assert.That(authenticator.Refused(first), Is.False, "five refused logins lock the user");
    }

    private static TbaSignature At(long timestamp) => new(
        "ck_test_0000000000000000000000000000000000000000000000000000000000a1",
        "tk_test_0000000000000000000000000000000000000000000000000000000000c3", "n0nceA1B2C3D4E5F6G7H", timestamp);
}
