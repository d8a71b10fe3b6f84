using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Client credentials with a certificate (netsuite-api.md 2.2).</summary>
public sealed class OAuth2Tests
{
    private static readonly Uri Url = new("https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/vendor/42");
    private static readonly RSA RsaKey = RSA.Create(3072);
    private static readonly Dictionary<string, ECDsa> Curves = new()
    {
        ["ES256"] = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        ["ES384"] = ECDsa.Create(ECCurve.NamedCurves.nistP384),
        ["ES512"] = ECDsa.Create(ECCurve.NamedCurves.nistP521),
    };

    [OneTimeTearDown]
    public void DisposeKeys()
    {
        RsaKey.Dispose();
        foreach (var curve in Curves.Values)
        {
            curve.Dispose();
        }
    }

    private static IEnumerable<TestCaseData> Keys()
    {
        yield return new TestCaseData("PS256", RsaKey.ExportPkcs8PrivateKeyPem()).SetArgDisplayNames("RSA, PKCS 8");
        yield return new TestCaseData("PS256", RsaKey.ExportRSAPrivateKeyPem()).SetArgDisplayNames("RSA, PKCS 1");
        foreach (var (algorithm, curve) in Curves)
        {
            yield return new TestCaseData(algorithm, curve.ExportPkcs8PrivateKeyPem()).SetArgDisplayNames($"{algorithm}, PKCS 8");
            yield return new TestCaseData(algorithm, curve.ExportECPrivateKeyPem()).SetArgDisplayNames($"{algorithm}, SEC 1");
        }

        yield return new TestCaseData("PS256", RsaKey.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n")).SetArgDisplayNames("RSA, escaped newlines");
    }

    [Test]
    public void The_signing_input_is_that_of_the_specification()
    {
        var assertion = new ClientAssertion(
            "CERT_ID_FROM_MAPPING", "CLIENT_ID", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token",
            DateTimeOffset.FromUnixTimeSeconds(1790000000), TimeSpan.FromSeconds(3000), "7f6f2c1e-6f0e-4c6e-9f0a-2b9a5d1c0001");

        Assert.That(assertion.SigningInput("PS256"), Is.EqualTo(
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzI1NiIsImtpZCI6IkNFUlRfSURfRlJPTV9NQVBQSU5HIn0.eyJpc3MiOiJDTElFTlRfSUQiLCJzY29wZSI6WyJyZXN0X3dlYnNlcnZpY2VzIl"
            + "0sImF1ZCI6Imh0dHBzOi8vMTIzNDU2Ny1zYjEuc3VpdGV0YWxrLmFwaS5uZXRzdWl0ZS5jb20vc2VydmljZXMvcmVzdC9hdXRoL29hdXRoMi92MS90b2tlbiIsImlhdCI6MTc5MDAw"
            + "MDAwMCwiZXhwIjoxNzkwMDAzMDAwLCJqdGkiOiI3ZjZmMmMxZS02ZjBlLTRjNmUtOWYwYS0yYjlhNWQxYzAwMDEifQ"));
    }

    [TestCaseSource(nameof(Keys))]
    public async Task The_assertion_is_signed_so_that_the_public_key_verifies_it(string algorithm, string pem)
    {
        var netSuite = new StubNetSuite().Answer(200, """{"access_token":"t1","expires_in":"3600","token_type":"Bearer"}""");
        using var authenticator = Authenticator(netSuite, pem, new ImpatientTime());

        await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);

        var form = netSuite.Calls[0].Body;
        var parts = form[(form.IndexOf("client_assertion=", StringComparison.Ordinal) + 17)..].Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var signature = Base64Url.DecodeFromChars(parts[2]);
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.That(header.RootElement.GetProperty("alg").GetString(), Is.EqualTo(algorithm));
        Assert.That(header.RootElement.GetProperty("kid").GetString(), Is.EqualTo("certificate-1"));
        Assert.That(payload.RootElement.GetProperty("exp").GetInt64() - payload.RootElement.GetProperty("iat").GetInt64(), Is.EqualTo(300));
        Assert.That(payload.RootElement.GetProperty("aud").GetString(), Is.EqualTo(netSuite.Calls[0].Url));
        Assert.That(
            algorithm == "PS256"
                ? RsaKey.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                : Curves[algorithm].VerifyData(signed, signature, new HashAlgorithmName($"SHA{algorithm[2..]}"), DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            Is.True);
        Assert.That(signature, Has.Length.EqualTo(algorithm switch { "PS256" => 384, "ES256" => 64, "ES384" => 96, _ => 132 }));
    }

    private static IEnumerable<TestCaseData> OtherKeys()
    {
        using var small = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        yield return new TestCaseData(small.ExportPkcs8PrivateKeyPem()).SetArgDisplayNames("RSA of 2048 bits");
        yield return new TestCaseData(other.ExportPkcs8PrivateKeyPem()).SetArgDisplayNames("another curve of 256 bits");
        yield return new TestCaseData(RsaKey.ExportSubjectPublicKeyInfoPem()).SetArgDisplayNames("public key, RSA");
        yield return new TestCaseData(Curves["ES384"].ExportSubjectPublicKeyInfoPem()).SetArgDisplayNames("public key, P-384");
        yield return new TestCaseData(Curves["ES256"].ExportEncryptedPkcs8PrivateKeyPem("word", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1))).SetArgDisplayNames("encrypted");
        yield return new TestCaseData("no key").SetArgDisplayNames("no key");
    }

    [TestCaseSource(nameof(OtherKeys))]
    public void A_key_that_NetSuite_would_not_take_is_known_before_anything_is_sent(string pem) => Assert.That(SigningKey.IsUsable(pem), Is.False);

    [TestCaseSource(nameof(Keys))]
    public void A_key_that_signs_is_a_good_setting(string algorithm, string pem) => Assert.That(SigningKey.IsUsable(pem), Is.True, algorithm);

    [Test]
    public async Task A_token_is_kept_for_four_fifths_of_its_life()
    {
        var time = new ImpatientTime();
        var netSuite = new StubNetSuite().Answer(200, Token("t1")).Answer(200, Token("t2"));
        using var authenticator = Authenticator(netSuite, time);

        var first = await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);
        time.Advance(TimeSpan.FromSeconds(2879));
        var kept = await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);
        time.Advance(TimeSpan.FromSeconds(1));
        var renewed = await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);

        Assert.That((first, kept, renewed), Is.EqualTo(("Bearer t1", "Bearer t1", "Bearer t2")));
    }

    [Test]
    public async Task Many_callers_at_once_fetch_one_token()
    {
        var netSuite = new StubNetSuite { Rule = async _ => { await Task.Yield(); return StubNetSuite.Response(200, Token("t1")); } };
        using var authenticator = Authenticator(netSuite, new ImpatientTime());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => authenticator.AuthorizeAsync(HttpMethod.Get, Url, default).AsTask())));

        Assert.That(netSuite.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refused_token_is_dropped_but_not_the_one_that_came_after_it()
    {
        var netSuite = new StubNetSuite().Answer(200, Token("t1")).Answer(200, Token("t2"));
        using var authenticator = Authenticator(netSuite, new ImpatientTime());
        var old = await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);

        var mayTryAgain = authenticator.Refused(old);
        await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);
        authenticator.Refused(old);
        var current = await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default);

        Assert.That(mayTryAgain, Is.True);
        Assert.That(current, Is.EqualTo("Bearer t2"));
    }

    [TestCase(400, """{"error":"invalid_grant"}""", "invalid_grant")]
    [TestCase(401, """{"error":"invalid_client","error_description":"unknown"}""", "invalid_client: unknown")]
    public async Task A_refused_certificate_is_a_setup_problem(int status, string body, string detail)
    {
        using var authenticator = Authenticator(new StubNetSuite().Answer(status, body), new ImpatientTime());

        var refusal = (await Assert.ThrowsAsync<RejectedException>(async () => await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default)))!;

        Assert.That((refusal.Problem.Code, refusal.Problem.Detail), Is.EqualTo(("E903", detail)));
    }

    [TestCase(200, "<html>maintenance</html>")]
    [TestCase(200, """{"access_token":""")]
    [TestCase(200, """{"access_token":{}}""")]
    [TestCase(200, "[]")]
    [TestCase(200, "")]
    [TestCase(503, "<html>busy</html>")]
    [TestCase(401, "<html>busy</html>")]
    [TestCase(500, """{"error":"server_error"}""")]
    public async Task An_answer_without_a_token_that_proves_nothing_is_an_outage(int status, string body)
    {
        using var authenticator = Authenticator(new StubNetSuite().Answer(status, body), new ImpatientTime());

        var failure = (await Assert.ThrowsAsync<UnavailableException>(async () => await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default)))!;

        Assert.That(failure.Problem.Code, Is.EqualTo("E902"));
    }

    [TestCase("")]
    [TestCase("no key")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public async Task A_key_that_cannot_be_read_is_a_setup_problem_and_never_shown(string pem)
    {
        using var authenticator = Authenticator(new StubNetSuite(), pem, new ImpatientTime());

        var refusal = (await Assert.ThrowsAsync<RejectedException>(async () => await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.ToString(), Does.Not.Contain("AAAA"));
    }

    [Test]
    public async Task A_curve_that_the_connector_does_not_sign_with_is_refused_with_those_it_does()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.brainpoolP384r1);
        using var authenticator = Authenticator(new StubNetSuite(), key.ExportPkcs8PrivateKeyPem(), new ImpatientTime());

        var refusal = (await Assert.ThrowsAsync<RejectedException>(async () => await authenticator.AuthorizeAsync(HttpMethod.Get, Url, default)))!;

        Assert.That(refusal.Problem.Detail, Does.Contain("P-256, P-384 or P-521"));
    }

    private static string Token(string value) => $$"""{"access_token":"{{value}}","expires_in":3600,"token_type":"bearer"}""";

    private static OAuth2Authenticator Authenticator(StubNetSuite netSuite, TimeProvider time) =>
        Authenticator(netSuite, Curves["ES256"].ExportPkcs8PrivateKeyPem(), time);

    private static OAuth2Authenticator Authenticator(StubNetSuite netSuite, string pem, TimeProvider time)
    {
        var settings = Examples.Settings;
        settings.PrivateKey = pem;

        return new(settings, new HttpCaller(netSuite, TimeSpan.FromSeconds(100), "netsuite"), time);
    }
}
