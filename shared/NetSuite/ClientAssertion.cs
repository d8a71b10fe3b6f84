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
    /// <param name="algorithm">PS256 or ES256.</param>
    public string SigningInput(string algorithm) => $"{Encode(json => WriteHeader(json, algorithm))}.{Encode(WritePayload)}";

    /// <summary>The complete token: PS256 for an RSA key, ES256 for a P-256 key.</summary>
    /// <param name="pem">Unencrypted private key.</param>
    /// <exception cref="CryptographicException">The key can't be read, or is of another kind.</exception>
    public string Sign(string pem)
    {
        // Settings that went through an environment variable carry \n as two characters.
        var text = pem.Replace("\\n", "\n", StringComparison.Ordinal);
        using var rsa = TryReadRsa(text);

        return rsa is null ? SignWithEc(text) : SignWithRsa(rsa);
    }

    private string SignWithRsa(RSA key)
    {
        var input = SigningInput("PS256");
        var signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    private string SignWithEc(string pem)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (ArgumentException failure)
        {
            throw new CryptographicException("The private key is not an unencrypted PEM key.", failure);
        }

        if (key.KeySize != 256)
        {
            throw new CryptographicException($"The private key is an elliptic curve key of {key.KeySize} bits; the connector signs with 256.");
        }

        var input = SigningInput("ES256");

        return $"{input}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Null if it is not an RSA key.</summary>
    private static RSA? TryReadRsa(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);

            return key;
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            key.Dispose();

            return null;
        }
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
