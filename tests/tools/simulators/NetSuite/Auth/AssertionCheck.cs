using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>Checks a client assertion (specification 2.2): algorithm, key, signature, times, audience, scope.</summary>
internal static class AssertionCheck
{
    /// <summary>Finds the integration that signed. When null, the error and its description are those of the token answer.</summary>
    public static Integration? Check(string assertion, Func<string, bool> isAudience, DateTimeOffset now, IReadOnlyList<Integration> integrations, out string error, out string description)
    {
        error = "invalid_grant";
        var parts = assertion.Split('.');
        if (parts.Length != 3 || !TryRead(parts[0], out var header) || !TryRead(parts[1], out var claims) || !TryDecode(parts[2], out var signature))
        {
            description = "The client assertion is not a JSON Web Token.";
            return null;
        }

        var integration = integrations.FirstOrDefault(candidate => candidate.ClientId == Text(claims, "iss"));
        if (integration is null)
        {
            error = "invalid_client";
            description = "The issuer is unknown.";
            return null;
        }

        var certificate = integration.Certificates.FirstOrDefault(candidate => candidate.Id == Text(header, "kid"));
        var issued = Number(claims, "iat");
        var expires = Number(claims, "exp");
        var seconds = now.ToUnixTimeSeconds();
        description = certificate is null || certificate.Revoked ? "The certificate is unknown or revoked."
            : certificate.ValidUntil <= now ? "The certificate has expired."
            : Text(header, "typ") != "JWT" ? "The type of the assertion is not JWT."
            : !Verifies(Text(header, "alg"), certificate.PublicKeyPem, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature) ? "The signature is invalid."
            : Text(claims, "aud") is not { } audience || !isAudience(audience) ? "The audience is wrong."
            : issued is null || expires is null ? "iat and exp are required."
            : expires - issued > 3600 ? "The assertion lives too long."
            : expires <= seconds ? "The assertion has expired."
            // A minute for clocks that differ a little.
            : issued > seconds + 60 ? "The assertion is from the future."
            : !HasScope(claims) ? "The scope rest_webservices is missing."
            : "";
        return description.Length == 0 ? integration : null;
    }

    private static bool HasScope(JsonElement claims) => claims.TryGetProperty("scope", out var scope) && scope.ValueKind switch
    {
        JsonValueKind.String => scope.GetString()!.Split(',', ' ').Contains("rest_webservices"),
        JsonValueKind.Array => scope.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.GetString() == "rest_webservices"),
        _ => false,
    };

    private static bool Verifies(string? algorithm, string pem, byte[] signed, byte[] signature)
    {
        HashAlgorithmName? hash = algorithm switch
        {
            "PS256" or "ES256" => HashAlgorithmName.SHA256,
            "PS384" or "ES384" => HashAlgorithmName.SHA384,
            "PS512" or "ES512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is null)
        {
            return false;
        }

        try
        {
            if (algorithm![0] == 'P')
            {
                using var rsa = RsaKey(pem);
                return rsa.KeySize is 3072 or 4096 && rsa.VerifyData(signed, signature, hash.Value, RSASignaturePadding.Pss);
            }

            using var ec = EcKey(pem);
            var size = algorithm switch { "ES256" => 256, "ES384" => 384, _ => 521 };
            return ec.KeySize == size && ec.VerifyData(signed, signature, hash.Value);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or InvalidOperationException)
        {
            // A key of the other kind: the algorithm is not the certificate's.
            return false;
        }
    }

    private static RSA RsaKey(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() ?? throw new CryptographicException("The certificate has no RSA key.");
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }

    private static ECDsa EcKey(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetECDsaPublicKey() ?? throw new CryptographicException("The certificate has no EC key.");
        }

        var ec = ECDsa.Create();
        ec.ImportFromPem(pem);
        return ec;
    }

    private static bool TryRead(string part, out JsonElement json)
    {
        json = default;
        if (!TryDecode(part, out var bytes))
        {
            return false;
        }

        try
        {
            json = JsonElement.Parse(bytes);
            return json.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (part.Contains('=', StringComparison.Ordinal) || !Base64Url.IsValid(part))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(part);
        return true;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
