"""Pages of the documentation, run as whoever reads them would: pasted into a shell, block by block.

A block called bash is run. One without a name that comes next is what it prints on stdout, to the
letter, but for …: within a line it stands for what differs from run to run, alone on a line for any
lines. Blanks after it may be more or fewer where there are two or more: it is in a column then. A
block without a name that begins with $ is a command and what that prints. No command may fail, but
for one that the page itself follows by ||.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
VARIES = re.compile("…((?: {2,})?)")


@dataclass(frozen=True)
class Example:
    """A block that is run, and what the page says that it prints; None where it doesn't say."""

    line: int
    script: str
    printed: str | None


def examples(page: Path, section: str | None = None, language: str = "bash") -> list[Example]:
    """All of a page, or of one section of it, in blocks of that name."""
    text = page.read_text(encoding="utf-8")
    blocks = blocks_of(text, section)
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        line = text.count("\n", 0, block.start()) + 1
        if block[1] == language:
            printed = following and following[1] == "" and following[2]
            prompted = printed and printed.startswith(PROMPT)
            found.append(Example(line, block[2], None if prompted else printed or None))
        elif block[1] == "" and block[2].startswith(PROMPT):
            command, printed = block[2].removeprefix(PROMPT).split("\n", 1)
            found.append(Example(line, f"{command}\n", printed))
    return found


def shown(page: Path, section: str, language: str) -> list[str]:
    """The content of blocks that are not run."""
    blocks = blocks_of(page.read_text(encoding="utf-8"), section)
    return [block[2] for block in blocks if block[1] == language]


def blocks_of(text: str, section: str | None) -> list[re.Match[str]]:
    begin = text.index(f"\n## {section}\n") if section else 0
    end = text.find("\n## ", begin + 1) if section else -1
    return list(BLOCK.finditer(text, begin, end if end >= 0 else len(text)))


def make_checkout(folder: Path) -> Path:
    """A checkout to type in, with pipelines and data of its own: all else is the real one's."""
    folder.mkdir(parents=True)
    for name in ("sluice", "infra", "build"):
        (folder / name).symlink_to(CHECKOUT / name)
    shutil.copytree(CHECKOUT / "sql", folder / "sql")
    return folder


def is_printed(expected: str, printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…\n" else line_pattern(line)
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


def line_pattern(line: str) -> str:
    parts = VARIES.split(line)
    for i, part in enumerate(parts):
        is_padding = i % 2 == 1
        parts[i] = (".*? {2,}" if part else ".*?") if is_padding else re.escape(part)
    return "".join(parts)


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


def run(
    blocks: list[Example], environment: dict[str, str], checkout: Path = CHECKOUT
) -> list[Ended]:
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
        subprocess.run(["bash", "-c", script], cwd=checkout, env=environment, check=False)
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
