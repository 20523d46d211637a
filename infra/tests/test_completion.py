"""Completion of command lines, in a bash of its own. That its table has all options is tested in
Java, where the options are."""

import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

COMPLETE = """
source <("$0" completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_sluice
((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
"""


class CompletionTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for path in ("aggregations/daily.sql", "aggregations/by_shop.sql", "tests/one/x", "rules"):
            file = self.folder / "sql" / "shop" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    def write(self, name: str, text: str = "") -> None:
        path = self.folder / "sql" / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def completed(self, *words: str) -> list[str]:
        done = subprocess.run(
            ["bash", "-c", COMPLETE, CHECKOUT / "sluice", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout.splitlines()

    def test_commands(self) -> None:
        self.assertEqual(["transform"], self.completed("sluice", "tra"))
        self.assertEqual(["quality", "query", "quarantine"], self.completed("sluice", "qu"))
        self.assertEqual(["retry", "reject"], self.completed("sluice", "files", "re"))

    def test_options(self) -> None:
        self.assertEqual(
            ["--max-quarantined-ratio"], self.completed("sluice", "transform", "--max")
        )
        self.assertEqual(
            ["--missing"], self.completed("sluice", "files", "accept", "--reason", "a", "--mi")
        )
        # What takes no value is followed by another option.
        self.assertEqual(["--plan"], self.completed("sluice", "backfill", "--plan", "--pl"))

    def test_values(self) -> None:
        shop = ("--pipeline", "shop")
        self.assertEqual(["shop"], self.completed("sluice", "run", "--pipeline", ""))
        self.assertEqual(
            ["by_shop", "daily"], self.completed("sluice", "aggregate", *shop, "--drop", "")
        )
        self.assertEqual(["one"], self.completed("sluice", "test", *shop, "--case", ""))
        self.assertEqual(["csv"], self.completed("sluice", "query", "--format", "c"))
        self.assertEqual(["sql"], self.completed("sluice", "run", "--sql", "s"))
        self.assertEqual(
            [], self.completed("sluice", "generate", *shop, "--rows", ""), "any number will do"
        )

    def test_relations(self) -> None:
        shop = ("--pipeline", "shop")
        self.write("pipeline.yaml", "source: {}\ntable: sales # the table\n")
        self.write("rules.sql")
        self.write("quality/no_doubles.sql")
        described = ["sales", "by_shop", "daily", "no_doubles"]
        self.assertEqual(described, self.completed("sluice", "explain", *shop, "")[:4])
        self.assertEqual(["daily"], self.completed("sluice", "explain", *shop, "da"))
        self.assertEqual(
            [*described, "rules"], self.completed("sluice", "validate", *shop, "--show", "")
        )

    def test_several_values(self) -> None:
        only = ("sluice", "validate", "--pipeline", "shop", "--only", "daily")
        self.assertEqual(["by_shop"], self.completed(*only, "b"))
        self.assertEqual(["--no-proof"], self.completed(*only, "--no"))
        self.assertEqual(["--no-proof"], self.completed(*only, "--log-format", "json", "--no"))

    def test_names_are_taken_as_they_are(self) -> None:
        odd = ["$(touch ran)", "`touch ran`", "a b", "st*r", "$HOME"]
        for name in odd:
            (self.folder / "sql" / name).mkdir()
        self.assertEqual(
            sorted([*odd, "shop"]), sorted(self.completed("sluice", "run", "--pipeline", ""))
        )
        self.assertFalse((self.folder / "ran").exists(), "nothing in a name is run")
        for typed in ("a\\ ", "'a ", '"a'):
            self.assertEqual(["a b"], self.completed("sluice", "run", "--pipeline", typed))
        (self.folder / "one file.csv").touch()
        self.assertEqual(["one file.csv"], self.completed("sluice", "preview", "--file", "one"))

    def test_the_pipelines_of_another_place(self) -> None:
        self.assertEqual(
            ["transactions"],
            self.completed("sluice", "run", "--sql", f"{CHECKOUT}/sql", "--pipeline", "tr"),
        )

    def test_a_shell_that_there_is_not(self) -> None:
        done = subprocess.run(
            [CHECKOUT / "sluice", "completion", "fish"], capture_output=True, text=True, check=False
        )
        self.assertEqual(2, done.returncode)
        self.assertEqual(
            "Cannot complete commands: name the shell, as in ./sluice completion bash; it is bash"
            " or zsh\n",
            done.stderr,
        )
