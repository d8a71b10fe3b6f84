using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <summary>The signed JSON web token that asks NetSuite for an access token (netsuite-api.md 2.2).</summary>
/// <param name="Lifetime">Less than 60 minutes.</param>
public sealed record ClientAssertion(
    string CertificateId, string ClientId, string Audience, DateTimeOffset IssuedAt, TimeSpan Lifetime, string Id)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Header and payload, as they are signed.</summary>
    /// <param name="algorithm">PS256, ES256, ES384 or ES512.</param>
    public string SigningInput(string algorithm) => $"{Encode(json => WriteHeader(json, algorithm))}.{Encode(WritePayload)}";

    /// <summary>The complete token, signed as the key's kind wants it.</summary>
    /// <param name="pem">Unencrypted private key.</param>
    /// <exception cref="CryptographicException">The key can't be read, or is of another kind.</exception>
    public string Sign(string pem)
    {
        using var key = SigningKey.Read(pem);
        var input = SigningInput(key.Algorithm);

        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private void WriteHeader(Utf8JsonWriter json, string algorithm)
    {
        json.WriteString("typ", "JWT");
        json.WriteString("alg", algorithm);
        json.WriteString("kid", CertificateId);
    }

    private void WritePayload(Utf8JsonWriter json)
    {
        json.WriteString("iss", ClientId);
        json.WriteStartArray("scope");
        json.WriteStringValue("rest_webservices");
        json.WriteEndArray();
        json.WriteString("aud", Audience);
        json.WriteNumber("iat", IssuedAt.ToUnixTimeSeconds());
        json.WriteNumber("exp", (IssuedAt + Lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Id);
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }
}
