"""A short torture, and what its look at the tables sees where something is wrong."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from crashtest.checks import Verification, delivery_of
from crashtest.pipeline import Delivery, PipelineData
from crashtest.summary import Summary

CHECKOUT = Path(__file__).resolve().parents[2]
KILLS = 3
SEED = "seed"


class TortureTest(unittest.TestCase):
    folder: Path
    tortured: subprocess.CompletedProcess[str]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        options = ["--kills", str(KILLS), "--seed", SEED, "--folder", str(cls.folder), "--keep"]
        cls.tortured = subprocess.run(
            [sys.executable, CHECKOUT / "chaos" / "torture", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def setUp(self) -> None:
        self.assertEqual(0, self.tortured.returncode, self.tortured.stdout)
        round_folder = self.folder / SEED / "round"
        self.data = PipelineData(self.folder / "copy")
        self.addCleanup(shutil.rmtree, self.data.root)
        shutil.copytree(round_folder / "data" / "transactions", self.data.root)
        self.landed = {}
        for raw in (round_folder / "raw").iterdir():
            landed = delivery_of(raw)
            name = raw.name.partition("-")[2]
            self.landed[Delivery(name, landed.size, landed.modified_at)] = raw

    def test_ends_with_every_record_once_however_often_a_job_is_killed(self) -> None:
        summary = json.loads((self.folder / "summary.json").read_text())
        self.assertEqual([], summary["failures"])
        self.assertEqual(KILLS, summary["done"]["kills"])
        self.assertEqual(KILLS, sum(summary["done"]["phases"].values()))
        self.assertEqual([], self.findings())

    def test_sees_a_published_batch_that_is_gone_again(self) -> None:
        self.commits("transformed_transactions")[-1].unlink()
        self.assert_finds("version of transformed_transactions lacks 1")

    def test_sees_a_row_that_stands_twice(self) -> None:
        for relation in ("transformed_transactions", "quarantine", "files", "transaction_metrics"):
            with self.subTest(relation):
                log = self.commits(relation)[-1]
                before = log.read_text()
                log.write_text(before + self.added_again(relation))
                self.assert_finds(f"{relation} has too many of ")
                log.write_text(before)

    def test_sees_a_data_file_that_is_gone(self) -> None:
        (self.data.tables / "quarantine" / self.last_file("quarantine")["path"]).unlink()
        self.assert_finds("files of quarantine lacks 1")

    def test_sees_a_raw_file_that_is_gone_or_was_never_noted(self) -> None:
        next(self.data.root.glob("archive/*/*")).unlink()
        self.assert_finds("is not there")
        next((self.data.root / "batches").glob("*.json")).unlink()
        self.assert_finds("deliveries in notes lacks ")

    def test_goes_on_with_what_is_done(self) -> None:
        state = self.folder / SEED / "state.json"
        self.assertTrue(Summary.read(state).is_finished)
        again = subprocess.run(
            self.tortured.args, stdout=subprocess.PIPE, text=True, check=True, env=os.environ
        )
        self.assertEqual(
            f"torture {SEED}: {KILLS} of {KILLS} kills done", again.stdout.splitlines()[0]
        )
        self.assertEqual(
            (self.folder / "summary.md").read_text(), again.stdout.partition("\n\n")[2][:-1]
        )

    def findings(self) -> list[str]:
        look = Verification(self.data, self.landed)
        look.verify()
        return look.findings

    def assert_finds(self, what: str) -> None:
        findings = self.findings()
        self.assertTrue(any(what in finding for finding in findings), findings)

    def commits(self, relation: str) -> list[Path]:
        return sorted((self.data.tables / relation / "_delta_log").glob("*.json"))

    def added_again(self, relation: str) -> str:
        """One more action, for a copy of the table's last file."""
        added = self.last_file(relation)
        path = Path(added["path"])
        copy = path.with_name(f"copy-{path.name}")
        folder = self.data.tables / relation
        shutil.copy(folder / path, folder / copy)
        return json.dumps({"add": added | {"path": str(copy)}}) + "\n"

    def last_file(self, relation: str) -> dict:
        """The file that was added last: in use, unlike what killed runs left beside it."""
        adds = [json.loads(line) for line in self.log(relation) if '"add"' in line]
        return adds[-1]["add"]

    def log(self, relation: str) -> list[str]:
        return [line for log in self.commits(relation) for line in log.read_text().splitlines()]
