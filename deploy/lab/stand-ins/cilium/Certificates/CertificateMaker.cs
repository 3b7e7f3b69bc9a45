using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClusterSetSuite.Lab.Cilium.Certificates;

/// <summary>Makes certificates.</summary>
public static class CertificateMaker
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>A self-signed CA with its key.</summary>
    public static X509Certificate2 Authority(string commonName, DateTimeOffset now, TimeSpan validity)
    {
        using var key = RSA.Create(2048);
        var request = Request(commonName, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now.AddMinutes(-5), now + validity);
    }

    /// <summary>A certificate with its key.</summary>
    public static X509Certificate2 Leaf(X509Certificate2 ca, LeafRequest leaf, DateTimeOffset now, TimeSpan validity)
    {
        using var key = RSA.Create(2048);
        var request = Request(leaf.CommonName, key);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, true, false));

        // Server and client use: etcd's JSON gateway calls its own listener with the server's certificate.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            leaf.DnsNames.Count > 0 ? [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")] : [new Oid("1.3.6.1.5.5.7.3.2")], false));
        if (leaf.DnsNames.Count > 0)
            request.CertificateExtensions.Add(Names(leaf));
        var until = now + validity < ca.NotAfter ? now + validity : ca.NotAfter;
        using var made = request.Create(ca, now.AddMinutes(-5) > ca.NotBefore ? now.AddMinutes(-5) : ca.NotBefore, until, RandomNumberGenerator.GetBytes(16));
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>Whether a certificate is of this CA and lasts.</summary>
    public static bool IsGood(string pem, X509Certificate2 ca, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.NotAfter > now + RenewBefore;
    }

    /// <summary>The private key, PEM.</summary>
    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return key.ExportRSAPrivateKeyPem();
    }

    private static CertificateRequest Request(string commonName, RSA key) => new($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static X509Extension Names(LeafRequest leaf)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in leaf.DnsNames)
            names.AddDnsName(name);
        foreach (var address in leaf.Addresses)
            names.AddIpAddress(IPAddress.Parse(address));
        return names.Build();
    }
}
