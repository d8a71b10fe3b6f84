using System.Security.Cryptography;

namespace ProcoreNetSuite.NetSuite;

/// <summary>A private key of a kind that NetSuite takes for its certificates, and the algorithm that goes with it (netsuite-api.md 2.2).</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>What it has to be, in words.</summary>
    public const string Expected = "a private key in PEM, not encrypted: RSA of 3072 or 4096 bits, P-256, P-384 or P-521";

    private readonly AsymmetricAlgorithm key;
    private readonly HashAlgorithmName hash;

    private SigningKey(AsymmetricAlgorithm key, string algorithm, HashAlgorithmName hash) => (this.key, Algorithm, this.hash) = (key, algorithm, hash);

    /// <summary>PS256, ES256, ES384 or ES512.</summary>
    public string Algorithm { get; }

    /// <param name="pem">Settings that went through an environment variable carry \n as two characters.</param>
    /// <exception cref="CryptographicException">It can't be read, is of another kind, or is no private key. The text holds nothing of it.</exception>
    public static SigningKey Read(string pem)
    {
        var text = pem.Replace("\\n", "\n", StringComparison.Ordinal);
        AsymmetricAlgorithm? found = TryImport(RSA.Create(), text);
        found ??= TryImport(ECDsa.Create(), text);
        var (algorithm, hash) = found switch
        {
            RSA { KeySize: 3072 or 4096 } => ("PS256", HashAlgorithmName.SHA256),
            ECDsa curve => CurveOf(curve),
            _ => ("", default),
        };
        if (found is not null && algorithm.Length > 0)
        {
            return new SigningKey(found, algorithm, hash);
        }

        found?.Dispose();

        throw new CryptographicException($"The private key is not {Expected}.");
    }

    /// <summary>Can it sign?</summary>
    public static bool IsUsable(string pem)
    {
        try
        {
            using var key = Read(pem);
            key.Sign([]);

            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>As JSON web signatures want it: of a curve's key, r and s in fixed length one after the other.</summary>
    /// <exception cref="CryptographicException">It is a public key.</exception>
    public byte[] Sign(byte[] data) => key is RSA rsa
        ? rsa.SignData(data, hash, RSASignaturePadding.Pss)
        : ((ECDsa)key).SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();

    /// <summary>By name: there are other curves of 256 bits.</summary>
    private static (string Algorithm, HashAlgorithmName Hash) CurveOf(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value switch
    {
        "1.2.840.10045.3.1.7" => ("ES256", HashAlgorithmName.SHA256),
        "1.3.132.0.34" => ("ES384", HashAlgorithmName.SHA384),
        "1.3.132.0.35" => ("ES512", HashAlgorithmName.SHA512),
        _ => ("", default),
    };

    private static T? TryImport<T>(T key, string pem)
        where T : AsymmetricAlgorithm
    {
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
}
