"""Runs in an environment of its own: one document after the other through AS2 or AS4.

`python partner_script.py as2|as4 FILE SECONDS` prints `{"documents": …, "seconds": …}`. Sender and
receiver are two processes; each document is signed, sent over HTTP on this machine, verified there,
answered with a signed receipt, and that receipt is verified against what was sent. Nothing is kept
on disk by either side. This file uses nothing of the program that it is measured for.
"""

import http.client
import json
import multiprocessing
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HOST = "127.0.0.1"
WARM_UP = 3
RSA_BITS = 2048
Headers = dict[str, str]
Answer = Callable[[Headers, bytes], tuple[Headers, bytes]]


class Pair:
    """A key with a certificate that it signed itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = rsa.generate_private_key(65537, RSA_BITS)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .sign(self.key, hashes.SHA256())
        )

    @property
    def certificate_pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def pem(self) -> bytes:
        """Key and certificate."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"bench"),
        )
        return key + self.certificate_pem


def require(is_so: bool, otherwise: object) -> None:
    """What is measured has to have worked."""
    if not is_so:
        raise RuntimeError(otherwise)


@contextmanager
def any_openssl() -> Iterator[None]:
    """oscrypto 1.3.0 looks for an OpenSSL version of three single digits: let it find 3.0.17."""
    plain = re.search

    def search(pattern: Any, *arguments: Any) -> Any:
        if pattern == r"\b(\d\.\d\.\d[a-z]*)\b":
            pattern = r"\b(\d+\.\d+\.\d+[a-z]*)\b"
        return plain(pattern, *arguments)

    re.search = search  # type: ignore[assignment]
    try:
        yield
    finally:
        re.search = plain


class As2:
    """pyas2lib: signed, with a signed synchronous receipt (MDN), not encrypted."""

    def __init__(self, document: bytes) -> None:
        with any_openssl():
            from pyas2lib import as2  # type: ignore[import-not-found] # noqa: PLC0415

        self.lib, self.document = as2, document
        here, there = Pair("bench-here"), Pair("bench-there")
        self.here, self.to_here = self._both(here)
        self.there, self.to_there = self._both(there)

    def _both(self, pair: Pair) -> tuple[Any, Any]:
        own = self.lib.Organization(as2_name=pair.name, sign_key=pair.pem, sign_key_pass="bench")  # noqa: S106
        seen = self.lib.Partner(
            as2_name=pair.name,
            verify_cert=pair.certificate_pem,
            validate_certs=False,
            sign=True,
            mdn_mode="SYNC",
            mdn_digest_alg="sha256",
        )
        return own, seen

    def exchange(self, send: Answer) -> None:
        """One document there and its receipt back."""
        message = self.lib.Message(self.here, self.to_there)
        message.build(self.document, subject="event", content_type="application/json")
        headers, body = send(message.headers, message.content)
        raw = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
        status, detail = self.lib.Mdn().parse(raw + b"\r\n" + body, lambda *_: message)
        require(status == "processed", detail)

    def answer(self, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        """Verify what came, and sign the receipt."""
        raw = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
        message = self.lib.Message()
        status, _, mdn = message.parse(
            raw + b"\r\n" + body, lambda _: self.there, lambda _: self.to_here
        )
        require(status == "processed", status)
        return mdn.headers, mdn.content


class As4:
    """The package as4, in its one profile (Peppol): signed, compressed and encrypted, with a signed
    receipt of non-repudiation. Its envelope holds XML, so the event is wrapped in one element.
    """

    def __init__(self, document: bytes) -> None:
        import as4  # type: ignore[import-not-found] # noqa: PLC0415
        from as4 import peppol  # noqa: PLC0415

        self.lib, self.package = peppol, as4
        self.document = f"<event>{escape(document.decode())}</event>".encode()
        self.here, self.there = Pair("PTE000001"), Pair("PTE000002")
        trusted = as4.pinned_certificates(self.here.certificate, self.there.certificate)
        self.own_here, self.own_there = self._own(self.here), self._own(self.there)
        self.other_there = self.lib.create_peppol_external_party(
            party_id=self.there.name, certificate=self.there.certificate
        )
        self.policy = as4.SecurityPolicy(signer_resolver=trusted)

    def exchange(self, send: Answer) -> None:
        """One document there and its receipt back."""
        message = self.lib.build_peppol_message(
            payload=self.document,
            local_party=self.own_here,
            remote_party=self.other_there,
            sender="9932:9999999999",
            recipient="9932:1111111111",
            sender_country_id="KG",
            document_type_identifier_scheme="busdox-docid-qns",
            document_type_identifier_value="urn:corridor:event::event##1::1",
            process_identifier="urn:corridor:follow",
        )
        body, boundary = message.get_request_data()
        _, data = send(message.get_http_headers(boundary), body)
        receipt = self.lib.parse_peppol_receipt(data, self.there.certificate)
        receipt.verify_non_repudiation(message.signed_references)

    def answer(self, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        """Verify what came, decrypt it, and sign the receipt."""
        found = self.lib.parse_peppol_message(
            request_headers=headers,
            request_body=body,
            local_party=self.own_there,
            security_policy=self.policy,
        )
        answer_headers, signal = found.build_signal()
        require(found.successful, signal)
        return dict(answer_headers), signal if isinstance(signal, bytes) else signal.encode()

    def _own(self, pair: Pair) -> Any:
        return self.lib.create_peppol_internal_party(
            party_id=pair.name,
            certificate=pair.certificate,
            private_key=self.package.AS4LocalPrivateKey(pair.key),
        )


def serve(partner: As2 | As4, ready: Connection) -> None:
    """Answer on a free port, which is told, until the process is ended."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers, data = partner.answer(dict(self.headers.items()), body)
            self.send_response(200)
            for name, value in headers.items():
                if name.lower() != "content-length":
                    self.send_header(name, value.replace("\r\n", "").replace("\n", ""))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer((HOST, 0), Handler)
    ready.send(server.server_port)
    server.serve_forever()


def measure(partner: As2 | As4, port: int, seconds: float) -> tuple[int, float]:
    """Documents receipted, and in how many seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def send(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        plain = {name: value.replace("\r\n", "") for name, value in headers.items()}
        connection.request("POST", "/", body, plain)
        answer = connection.getresponse()
        return dict(answer.getheaders()), answer.read()

    for _ in range(WARM_UP):
        partner.exchange(send)
    documents, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds:
        partner.exchange(send)
        documents += 1
    return documents, passed


def main(kind: str, file: str, seconds: str) -> None:
    """See the top."""
    document = Path(file).read_bytes()
    partner = As2(document) if kind == "as2" else As4(document)
    ready, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    receiver = context.Process(target=serve, args=(partner, theirs), daemon=True)
    receiver.start()
    try:
        documents, passed = measure(partner, ready.recv(), float(seconds))
    finally:
        receiver.terminate()
    print(json.dumps({"documents": documents, "seconds": passed}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
