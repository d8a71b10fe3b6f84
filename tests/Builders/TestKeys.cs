using System.Security.Cryptography;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Private keys made for this run.</summary>
public static class TestKeys
{
    /// <summary>A P-256 key in PEM.</summary>
    public static string CurvePem { get; } = MakeCurve();

    private static string MakeCurve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        return key.ExportPkcs8PrivateKeyPem();
    }
}
