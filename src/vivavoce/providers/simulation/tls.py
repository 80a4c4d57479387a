"""Certificates for simulators whose official clients insist on TLS: an authority made on the spot, trusted by nobody else."""

import datetime as dt
import ipaddress
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_VALID_FOR = dt.timedelta(days=7)


class Authority:
    """A certificate authority with one certificate for 127.0.0.1 and localhost."""

    def __init__(self) -> None:
        self._authority_key = ec.generate_private_key(ec.SECP256R1())
        self._server_key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Viva Voce simulators")])
        self._authority = (
            _certificate(subject=name, issuer=name, key=self._authority_key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_may_sign_certificates(), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._authority_key.public_key()), critical=False)
            .sign(self._authority_key, hashes.SHA256())
        )
        local = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
        )
        self._server = (
            _certificate(
                subject=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
                issuer=name,
                key=self._server_key,
            )
            .add_extension(local, critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._authority_key.public_key()), critical=False
            )
            .sign(self._authority_key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        """The authority's certificate, for clients that read a file of trusted ones."""
        return self._authority.public_bytes(serialization.Encoding.PEM)

    def client_context(self) -> ssl.SSLContext:
        """Return what a client needs to trust these servers, and no others."""
        return ssl.create_default_context(cadata=self.pem.decode())

    def server_context(self, *, protocols: tuple[str, ...] = ()) -> ssl.SSLContext:
        """Return what a server needs; `protocols` are offered by ALPN, such as "h2"."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        key = self._server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with tempfile.TemporaryDirectory() as directory:  # the ssl module reads keys from files only
            chain = Path(directory) / "server.pem"
            chain.touch(mode=0o600)
            chain.write_bytes(key + self._server.public_bytes(serialization.Encoding.PEM))
            context.load_cert_chain(chain)
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context


def _certificate(*, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + _VALID_FOR)
    )


def _may_sign_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
