using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "OAuth 2.0 client credentials: specification 2.2")]
internal sealed class TokenTests : NetSuiteFixture
{
    private const string TokenPath = "/services/rest/auth/oauth2/v1/token";

    private readonly RSA _rsa = RSA.Create(3072);
    private readonly ECDsa _ec256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _ec384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly ECDsa _ec521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    protected override bool WithLogin => true;

    private long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    [OneTimeTearDown]
    public void ForgetKeys()
    {
        _rsa.Dispose();
        _ec256.Dispose();
        _ec384.Dispose();
        _ec521.Dispose();
    }

    [SetUp]
    public void AddIntegration() => Simulator.Account.AddIntegration(new Integration
    {
        ClientId = "client-1",
        Certificates = [
            new() { Id = "rsa", PublicKeyPem = _rsa.ExportSubjectPublicKeyInfoPem() },
            new() { Id = "ec256", PublicKeyPem = _ec256.ExportSubjectPublicKeyInfoPem() },
            new() { Id = "ec384", PublicKeyPem = _ec384.ExportSubjectPublicKeyInfoPem() },
            new() { Id = "ec521", PublicKeyPem = _ec521.ExportSubjectPublicKeyInfoPem() },
            new() { Id = "old", PublicKeyPem = _ec256.ExportSubjectPublicKeyInfoPem(), ValidUntil = Start.AddDays(-1) },
        ],
    });

    [TestCase("PS256", "rsa")]
    [TestCase("PS384", "rsa")]
    [TestCase("PS512", "rsa")]
    [TestCase("ES256", "ec256")]
    [TestCase("ES384", "ec384")]
    [TestCase("ES512", "ec521")]
    public async Task A_signed_assertion_gets_a_token_that_opens_the_door_for_an_hour(string algorithm, string kid)
    {
        var reply = await Ask(Assertion(Claims(), algorithm, kid));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json["expires_in"]!.GetValue<int>(), Is.EqualTo(3600));
        Assert.That(reply.Json["token_type"]!.GetValue<string>(), Is.EqualTo("Bearer"));
        var token = reply.Json["access_token"]!.GetValue<string>();
        Assert.That((await Get("vendor", ("Authorization", $"Bearer {token}"))).Status, Is.EqualTo(HttpStatusCode.OK));

        Time.Advance(TimeSpan.FromSeconds(3600));
        var late = await Get("vendor", ("Authorization", $"Bearer {token}"));
        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(late.Code, Is.EqualTo("INVALID_LOGIN"));
        Assert.That(late.Headers["WWW-Authenticate"].Single(), Is.EqualTo("Bearer realm=\"1234567_SB1\", error=\"invalid_token\", error_description=\"Invalid login attempt.\""));
    }

    [TestCase("RS256", "rsa", "")]
    [TestCase("ES256", "rsa", "")]
    [TestCase("ES384", "ec256", "")]
    [TestCase("ES256", "nobody", "")]
    [TestCase("ES256", "old", "")]
    [TestCase("ES256", "ec256", "aud=https://elsewhere.example/services/rest/auth/oauth2/v1/token")]
    [TestCase("ES256", "ec256", "long")]
    [TestCase("ES256", "ec256", "expired")]
    [TestCase("ES256", "ec256", "scope=restlets")]
    [TestCase("ES256", "ec256", "tampered")]
    public async Task A_bad_assertion_is_an_invalid_grant(string algorithm, string kid, string flaw)
    {
        var claims = Claims();
        switch (flaw.Split('=')[0])
        {
            case "aud":
                claims["aud"] = flaw[4..];
                break;
            case "scope":
                claims["scope"] = flaw[6..];
                break;
            case "long":
                claims["exp"] = Now + 3601;
                break;
            case "expired":
                claims["iat"] = Now - 400;
                claims["exp"] = Now - 100;
                break;
        }

        var assertion = Assertion(claims, algorithm, kid);
        var reply = await Ask(flaw == "tampered" ? assertion.Replace('.' + Payload(claims), '.' + Payload(Claims("other")), StringComparison.Ordinal) : assertion);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Json["error"]!.GetValue<string>(), Is.EqualTo("invalid_grant"));
        Assert.That(Simulator.LoginFailures, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_unknown_issuer_is_an_invalid_client()
    {
        var claims = Claims();
        claims["iss"] = "someone-else";

        var reply = await Ask(Assertion(claims, "ES256", "ec256"));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(reply.Json["error"]!.GetValue<string>(), Is.EqualTo("invalid_client"));
    }

    [TestCase("grant_type")]
    [TestCase("client_assertion_type")]
    [TestCase("client_assertion")]
    public async Task A_missing_or_repeated_field_is_an_invalid_request(string field)
    {
        var form = Form(Assertion(Claims(), "ES256", "ec256"));
        var missing = await Ask([.. form.Where(pair => pair.Key != field)]);
        var repeated = await Ask([.. form, form.First(pair => pair.Key == field)]);

        foreach (var reply in (Reply[])[missing, repeated])
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.Json["error"]!.GetValue<string>(), Is.EqualTo("invalid_request"));
        }
    }

    [Test]
    public async Task A_malformed_header_is_told_apart_from_a_dead_token()
    {
        var malformed = await Get("vendor", ("Authorization", "Bearer"));
        var unknown = await Get("vendor", ("Authorization", "Bearer abc"));
        var none = await Get("vendor");

        Assert.That(malformed.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(malformed.Headers["WWW-Authenticate"].Single(), Does.Contain("error=\"invalid_request\""));
        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(none.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Expiring_all_tokens_locks_out_who_holds_one()
    {
        var token = (await Ask(Assertion(Claims(), "ES256", "ec256"))).Json["access_token"]!.GetValue<string>();

        Simulator.ExpireTokens();

        Assert.That((await Get("vendor", ("Authorization", $"Bearer {token}"))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test(Description = "Specification 1.3")]
    public async Task Only_an_administrator_reads_the_governance_limits()
    {
        var token = (await Ask(Assertion(Claims(), "ES256", "ec256"))).Json["access_token"]!.GetValue<string>();

        var reply = await Get("/services/rest/system/v1/governanceLimits", ("Authorization", $"Bearer {token}"));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(reply.Code, Is.EqualTo("INSUFFICIENT_PERMISSION"));
    }

    private static string Payload(JsonObject claims) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));

    private string Assertion(JsonObject claims, string algorithm, string kid)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = kid };
        var input = $"{Payload(header)}.{Payload(claims)}";
        var bytes = Encoding.ASCII.GetBytes(input);
        var hash = algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
        var signature = algorithm[..2] switch
        {
            "PS" => _rsa.SignData(bytes, hash, RSASignaturePadding.Pss),
            "RS" => _rsa.SignData(bytes, hash, RSASignaturePadding.Pkcs1),
            _ => (kid switch { "ec384" => _ec384, "ec521" => _ec521, _ => _ec256 }).SignData(bytes, hash),
        };
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    private static KeyValuePair<string, string>[] Form(string assertion) => [
        new("grant_type", "client_credentials"), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion)];

    private JsonObject Claims(string jti = "one") => new()
    {
        ["iss"] = "client-1",
        ["scope"] = new JsonArray("rest_webservices"),
        ["aud"] = BaseUrl + TokenPath,
        ["iat"] = Now,
        ["exp"] = Now + 300,
        ["jti"] = jti,
    };

    private Task<Reply> Ask(string assertion) => Ask(Form(assertion));

    private async Task<Reply> Ask(KeyValuePair<string, string>[] form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(TokenPath, content);
        return await Reply.ReadAsync(response);
    }
}
