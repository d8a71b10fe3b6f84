using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>An integration with a given role, and the header that logs in through it.</summary>
internal static class LimitedLogin
{
    public static Func<HttpClient, Task<string>> Header(NetSuiteSimulator simulator, string baseUrl, Role role)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        simulator.Account.AddIntegration(new Integration
        {
            ClientId = "limited",
            Certificates = [new Certificate { Id = "limited-key", PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() }],
            Role = role,
        });
        return async http =>
        {
            var now = simulator.Time.GetUtcNow().ToUnixTimeSeconds();
            var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "ES256", ["kid"] = "limited-key" };
            var claims = new JsonObject { ["iss"] = "limited", ["scope"] = "rest_webservices", ["aud"] = $"{baseUrl}/services/rest/auth/oauth2/v1/token", ["iat"] = now, ["exp"] = now + 300 };
            var input = $"{Encode(header)}.{Encode(claims)}";
            var signature = Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256));
            using var form = new FormUrlEncodedContent([
                new("grant_type", "client_credentials"), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", $"{input}.{signature}")]);
            using var response = await http.PostAsync("/services/rest/auth/oauth2/v1/token", form);
            var reply = await Reply.ReadAsync(response);
            return $"Bearer {reply.Json["access_token"]!.GetValue<string>()}";
        };
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
