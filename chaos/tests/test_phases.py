"""The phases of a run, from what each step of it leaves in the data folder."""

import json
import tempfile
import unittest
from pathlib import Path

from crashtest.jobs import Run
from crashtest.phases import Phase, phase_of
from crashtest.pipeline import PipelineData

RUN = "run-002"


class PhasesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = PipelineData(Path(folder.name))
        self.file("landing/a.csv")
        self.stdout = self.stderr = ""

    def test_follows_a_transform_step_by_step(self) -> None:
        seen = [self.phase()]
        self.file("leases/writer.json", {"run_id": RUN})
        seen.append(self.phase())
        self.stdout = "RUN 1 file in 1 batch\n"
        seen.append(self.phase())
        note = {"path": "a.csv", "size": 0, "modified_at": "2026-03-01T10:00:00Z"}
        self.file("batches/000001.json", {"batch": 1, "run_id": RUN, "files": [note]})
        seen.append(self.phase())
        self.stderr = "INFO  TransformRun: batch 1 of 1: 1 file\n"
        seen.append(self.phase())
        self.file("tables/rows/part-1.parquet")
        seen.append(self.phase())
        self.record(RUN)
        seen.append(self.phase())
        self.file("tables/rows/_delta_log/00000000000000000000.json")
        seen.append(self.phase())
        self.file("tables/files/_delta_log/00000000000000000000.json")
        seen.append(self.phase())
        (self.data.landing / "a.csv").unlink()
        self.file("archive/000001/a.csv")
        seen.append(self.phase())
        self.file(f"runs/20260301T100000Z-transform-{RUN}.json")
        seen.append(self.phase())
        self.assertEqual(
            [
                Phase.START,
                Phase.VERDICT,
                Phase.SPARK,
                Phase.NOTED,
                Phase.READING,
                Phase.STAGING,
                Phase.RECORDED,
                Phase.APPLYING,
                Phase.ARCHIVING,
                Phase.ENDING,
                Phase.AFTER,
            ],
            seen,
        )

    def test_knows_whose_change_is_rolled_forward(self) -> None:
        self.record("run-001")
        self.file("leases/writer.json", {"run_id": RUN})
        self.stdout = "RESUME change 1 (recorded by run run-001, not fully applied)\n"
        self.assertEqual(Phase.ROLLING_FORWARD, self.phase())

    def test_sees_that_a_run_of_all_jobs_has_come_to_the_checks(self) -> None:
        self.stdout = "RUN transform, aggregate, quality\nNO-OP …\n"
        self.file(f"runs/20260301T100000Z-aggregate-{RUN}.json")
        self.assertEqual(Phase.CHECKS, self.phase("run"))

    def phase(self, job: str = "transform") -> Phase:
        run = Run(job, RUN, 1.0, None, self.stdout, self.stderr)
        return phase_of(run, self.data, strays_before=set())

    def record(self, run_id: str) -> None:
        tables = {
            "rows": {"version": 0, "actions": [{"add": {"path": "part-1.parquet"}}]},
            "files": {"version": 0, "actions": []},
        }
        change = {"batch": 1, "run_id": run_id, "tables": tables, "state": {"last_batch": 1}}
        self.file("changes/000001.json", change)

    def file(self, name: str, content: object = None) -> None:
        file = self.data.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("" if content is None else json.dumps(content))
