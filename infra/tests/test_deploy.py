"""The files of infra/deploy, as far as they can be checked without what they are for."""

import json
import re
import shutil
import subprocess
import unittest

import documented
import yaml
from documented import CHECKOUT

DEPLOY = CHECKOUT / "infra" / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


class DeployTest(unittest.TestCase):
    def test_every_variable_is_one_that_somebody_reads(self) -> None:
        text = (DEPLOY / "airflow.env").read_text(encoding="utf-8")
        named = set(re.findall(r"^#?(SLUICE_\w+)=", text, re.MULTILINE))
        read = "".join(
            file.read_text(encoding="utf-8")
            for file in (CHECKOUT / "dags" / "sluice_airflow").glob("*.py")
        )
        self.assertEqual([name for name in sorted(named) if f'"{name}"' not in read], [])
        self.assertGreater(len(named), 8)

    def test_no_secret_is_in_a_file(self) -> None:
        for file in DEPLOY.rglob("*.json"):
            for connection in json.loads(file.read_text()).values():
                self.assertNotIn("password", connection, file)

    def test_every_cluster_has_the_connection_that_the_dags_take(self) -> None:
        hosts = {
            name: json.loads((DEPLOY / "connections" / f"{name}.json").read_text())[
                "spark_default"
            ]["host"]
            for name in ("laptop", "standalone", "yarn", "kubernetes")
        }
        self.assertEqual(
            [host.partition("/")[0] for host in hosts.values()],
            ["local[*]", "spark:", "yarn", "k8s:"],
        )

    def test_compose_runs_what_the_units_run(self) -> None:
        services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
        run = {" ".join(each["command"]) for each in services.values() if "command" in each}
        for unit in UNITS:
            for command in re.findall(r"^ExecStart=\S+ (.*)$", unit.read_text(), re.MULTILINE):
                self.assertIn(command, run)
        self.assertIn("infra/deploy/connections/laptop.json", run)

    def test_commands_of_the_page_can_be_pasted_as_far_as_can_be_told(self) -> None:
        page = CHECKOUT / "docs" / "deployment.md"
        scripts = [block.script for block in documented.examples(page, language="sh")]
        self.assertEqual(2, len(scripts))
        for script in scripts:
            self.assertNotRegex(script, r"<\w+>", "a shell takes it for a redirection")
            subprocess.run(["bash", "-n", "-c", script], check=True)
            for path in re.findall(r"(?<![\w/])infra/[\w/.-]*\w", script):
                self.assertTrue((CHECKOUT / path).exists(), path)
        # A unit begins in /, where paths of the page lead nowhere.
        self.assertIn(" --same-dir ", scripts[1])

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
    def test_systemd_takes_the_units(self) -> None:
        done = subprocess.run(
            ["systemd-analyze", "verify", *UNITS], capture_output=True, text=True, check=False
        )
        own = [line for line in done.stderr.splitlines() if "sluice" in line]
        # Nothing is installed here.
        self.assertEqual([line for line in own if "is not executable" not in line], [])


if __name__ == "__main__":
    unittest.main()
