using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClusterSetSuite.MeshAgent.Tests.Cilium;

internal static class TestCertificates
{
    public static string Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
