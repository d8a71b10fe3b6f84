using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>A certificate for a loopback address that signs itself, for the broker's TLS.</summary>
public static class LoopbackCertificate
{
    /// <summary>Makes a certificate for the address and for "localhost", good for a day.</summary>
    /// <param name="pemFile">Where it is written without its key. A child process with <c>SSL_CERT_FILE</c> on it trusts it (Linux).</param>
    public static X509Certificate2 Create(IPAddress address, string pemFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));

        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(pemFile, certificate.ExportCertificatePem());
        return certificate;
    }
}
