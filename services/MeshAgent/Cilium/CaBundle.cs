using System.Security.Cryptography.X509Certificates;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>The CA certificates that the sites of a mesh trust. Certificates only: a private key is never taken in.</summary>
public static class CaBundle
{
    /// <summary>Adds certificates to a bundle; each stands there once, and those of the bundle stay first and in order.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One is no certificate.</exception>
    public static string Merge(string bundle, IEnumerable<string> certificates)
    {
        var all = certificates.Aggregate(Certificates(bundle), (known, pem) => [.. known, .. Certificates(pem)]);
        return string.Join('\n', all.DistinctBy(certificate => certificate.Thumbprint).Select(certificate => certificate.ExportCertificatePem()));
    }

    /// <summary>The bundle without some certificates.</summary>
    /// <param name="bundle">PEM.</param>
    /// <param name="thumbprints">Those that go.</param>
    public static string Without(string bundle, IReadOnlySet<string> thumbprints) =>
        string.Join('\n', Certificates(bundle).Where(certificate => !thumbprints.Contains(certificate.Thumbprint)).Select(certificate => certificate.ExportCertificatePem()));

    /// <summary>The different certificates of a bundle.</summary>
    public static IReadOnlyList<X509Certificate2> Certificates(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return [.. all.DistinctBy(certificate => certificate.Thumbprint)];
    }
}
