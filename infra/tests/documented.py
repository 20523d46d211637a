"""Pages of the documentation, run as whoever reads them would: pasted into a shell, block by block.

A block called bash is run. One without a name that comes next is what it prints on stdout, to the
letter, but for …: within a line it stands for what differs from run to run, alone on a line for any
lines. No command may fail, but for one that the page itself follows by ||.
"""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A block that is run, and what the page says that it prints; None where it doesn't say."""

    line: int
    script: str
    printed: str | None


def examples(page: Path, section: str | None = None, language: str = "bash") -> list[Example]:
    """All of a page, or of one section of it, in blocks of that name."""
    text = page.read_text(encoding="utf-8")
    begin = text.index(f"\n## {section}\n") if section else 0
    end = text.find("\n## ", begin + 1) if section else -1
    blocks = list(BLOCK.finditer(text, begin, end if end >= 0 else len(text)))
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1] == language:
            printed = following and following[1] == "" and following[2]
            found.append(Example(text.count("\n", 0, block.start()) + 1, block[2], printed or None))
    return found


def is_printed(expected: str, printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".*?")
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


@dataclass(frozen=True)
class Ended:
    """What a block has come to: its stdout, its stderr, and the first command that has failed."""

    example: Example
    printed: str
    log: str
    failed: str
    seconds: float

    def difference(self) -> str:
        """How it isn't as the page says; empty where it is."""
        place, expected = f"line {self.example.line}", self.example.printed
        if self.failed:
            return f"{place}: {self.failed}\n{self.printed}{self.log}"
        if expected is not None and not is_printed(expected, self.printed):
            return f"{place}: expected\n{expected}\nbut it printed\n{self.printed}"
        return ""


def run(blocks: list[Example], environment: dict[str, str]) -> list[Ended]:
    """Runs blocks in one bash, in the checkout, up to the first in which a command fails."""
    with tempfile.TemporaryDirectory() as folder:
        failed = Path(folder, "failed")
        lines = [f"trap 'echo \"exit code $? of $BASH_COMMAND\" >>{failed}' ERR"]
        for number, block in enumerate(blocks):
            file = Path(folder, f"{number}.sh")
            file.write_text(block.script, encoding="utf-8")
            lines += [
                f"date +%s.%N >{file}.begin",
                f"source {file} </dev/null >{file}.stdout 2>{file}.stderr",
                f"date +%s.%N >{file}.end",
                f"[[ -e {failed} ]] && exit",
            ]
        script = "\n".join(lines)
        subprocess.run(["bash", "-c", script], cwd=CHECKOUT, env=environment, check=False)
        first = failed.read_text(encoding="utf-8").splitlines()[0] if failed.exists() else ""
        done = sorted(Path(folder).glob("*.sh.end"), key=lambda file: int(file.name.split(".")[0]))
        return [
            ended(block, file.with_suffix(""), first if file == done[-1] else "")
            for block, file in zip(blocks, done, strict=False)
        ]


def ended(example: Example, file: Path, failed: str) -> Ended:
    def content(suffix: str) -> str:
        return file.with_name(file.name + suffix).read_text(encoding="utf-8")

    seconds = float(content(".end")) - float(content(".begin"))
    return Ended(example, content(".stdout"), content(".stderr"), failed, seconds)
