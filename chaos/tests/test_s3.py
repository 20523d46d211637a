"""Jobs as whole processes on a store that speaks S3, by the connector that fits Spark's Hadoop."""

import tempfile
import unittest
from pathlib import Path

import pytest

from crashtest.jobs import PIPELINE
from storages.elsewhere import DONE, INVALID, Elsewhere
from storages.s3 import S3


@pytest.mark.long
class S3Test(unittest.TestCase):
    s3: S3

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.s3 = S3(Path(folder.name))
        cls.addClassCleanup(cls.s3.stop)

    def test_a_run_is_refused_before_anything_is_written(self) -> None:
        data = Elsewhere(self, self.s3, SLUICE_SPARK_OPTS=self.s3.spark_options())
        data.land(1)
        before = self.s3.objects("")
        for job in ("transform", "generate", "run", "doctor"):
            with self.subTest(job):
                refused = data.ends(INVALID, job)
                self.assertRegex(
                    refused.stdout,
                    r"^INVALID \S+ transactions: Cannot write to s3a://\S+: of two runs that "
                    r"create one file on s3a both may succeed, .* SLUICE_STORAGE=single-writer\n$",
                )
        self.assertEqual(before, self.s3.objects(""))
        data.ends(DONE, "status")

    def test_a_connector_that_is_not_there_is_named_with_its_remedy(self) -> None:
        data = Elsewhere(self, self.s3)
        for job in ("transform", "status", "doctor"):
            with self.subTest(job):
                refused = data.ends(INVALID, job)
                self.assertRegex(
                    refused.stdout,
                    r"^INVALID \S+ transactions: Cannot use s3a://\S+: the class "
                    r'\S+S3AFileSystem is missing; start the run with SLUICE_SPARK_OPTS="'
                    r'--packages org.apache.hadoop:hadoop-aws:3.3.4", or with its jars by '
                    r"--jars\n$",
                )

    def test_one_writer_that_says_so_publishes_as_anywhere(self) -> None:
        data = Elsewhere(
            self,
            self.s3,
            SLUICE_SPARK_OPTS=self.s3.spark_options(),
            SLUICE_STORAGE="single-writer",
        )
        for files in (3, 1):
            self.land(data, files)
            run = data.ends(DONE, "transform")
            self.assertIn("WARN  StorageCheck: SLUICE_STORAGE=single-writer: ", run.stderr)
            data.ends(DONE, "aggregate")
            for job in ("transform", "aggregate"):
                self.assertRegex(data.ends(DONE, job).verdict, "^NO-OP ")
        data.is_as_the_oracle_says()
        self.assertRegex(data.ends(DONE, "status").stdout, "landing +0 files")
        data.ends(DONE, "doctor")

    def land(self, data: Elsewhere, count: int) -> None:
        """The times are the store's: those of the copies that are in landing/."""
        raws = {raw.name: raw for raw in data.land(count)}
        for landed in self.s3.objects(f"{data.home}/{PIPELINE}/landing"):
            if landed.path in raws:
                data.landed[landed] = raws[landed.path]
