"""An object store that speaks S3: moto's server, whose objects are in memory."""

import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from crashtest.pipeline import Delivery
from harness.maven import Jar

from .programs import JARS, MOTO, started

BUCKET = "sluice"
HEADERS = {
    # Objects are private: who asks has to be somebody, and the server doesn't check who.
    "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=any",
    # The default is that of a form, which the server takes apart.
    "Content-Type": "application/octet-stream",
}
NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"
CONNECTOR = [
    Jar(
        "org.apache.hadoop",
        "hadoop-aws",
        "3.3.4",
        "53f9ae03c681a30a50aa17524bd9790ab596b28481858e54efd989a826ed3a4a",
    ),
    Jar(
        "com.amazonaws",
        "aws-java-sdk-bundle",
        "1.12.262",
        "873fe7cf495126619997bec21c44de5d992544aea7e632fdc77adb1a0915bae5",
    ),
]


class S3:
    """Starts with one empty bucket; `stop` ends it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = started(
            [MOTO, "--host", "127.0.0.1", "--port", str(port)], folder / "s3.log", self._answers
        )
        self.root = f"s3a://{BUCKET}"
        self._ask("PUT", "")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def spark_options(self) -> str:
        """What spark-submit has to be given to find it."""
        jars = ",".join(str(jar.fetch(JARS)) for jar in CONNECTOR)
        settings = {
            "endpoint": self.endpoint,
            "path.style.access": "true",
            "access.key": "any",
            "secret.key": "any",
        }
        confs = [f"--conf spark.hadoop.fs.s3a.{key}={value}" for key, value in settings.items()]
        return " ".join([f"--jars {jars}", *confs])

    def put(self, files: Sequence[Path], folder: str) -> None:
        for file in files:
            self._ask("PUT", f"{folder}/{file.name}".lstrip("/"), file.read_bytes())

    def get(self, folder: str, to: Path) -> None:
        """Copies what is in a folder into a local one, which it makes."""
        for found in self.objects(folder):
            if not found.path.endswith("/"):
                file = to / found.path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(self._ask("GET", f"{folder}/{found.path}".lstrip("/")))

    def objects(self, folder: str) -> list[Delivery]:
        """All objects below a folder, by their paths in it."""
        prefix = f"{folder}/".lstrip("/")
        found: list[Delivery] = []
        after = ""
        while True:
            page = self._page(prefix, after)
            for each in page.iter(f"{NAMESPACE}Contents"):
                key, size, time = (
                    each.findtext(NAMESPACE + name, "") for name in ("Key", "Size", "LastModified")
                )
                after = key
                found.append(
                    Delivery(key.removeprefix(prefix), int(size), datetime.fromisoformat(time))
                )
            if page.findtext(f"{NAMESPACE}IsTruncated") != "true":
                return found

    def _page(self, prefix: str, after: str) -> ElementTree.Element:
        asked = f"?list-type=2&prefix={quote(prefix)}&start-after={quote(after)}"
        return ElementTree.fromstring(self._ask("GET", "", query=asked))

    def _ask(self, method: str, key: str, body: bytes | None = None, query: str = "") -> bytes:
        url = f"{self.endpoint}/{BUCKET}/{quote(key)}{query}"
        request = urllib.request.Request(url, body, HEADERS, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.endpoint):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
