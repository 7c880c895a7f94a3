"""The documents are true: links lead somewhere, commands and options exist, Python examples run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.project import ROOT, texts

DOCUMENTS = {str(path): text for path, text in texts().items() if path.suffix == ".md"}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = Path(sys.executable).with_name("parkloop")


def blocks(text: str, *languages: str) -> list[str]:
    """Return the fenced blocks of a document in these languages."""
    return [code for language, code in FENCE.findall(text) if language in languages]


def commands(text: str, word: str) -> Iterator[list[str]]:
    """Yield the words after `word` of each command in a document's code."""
    prose = FENCE.sub("", text)
    lines = [span for span in re.findall(r"`([^`\n]+)`", prose)]
    for block in blocks(text, "", "sh", "bash", "shell", "console"):
        lines += block.replace("\\\n", " ").splitlines()
    for line in lines:
        words = line.removeprefix("$ ").partition("#")[0].split()
        if len(words) > 1 and words[0] == word:
            yield words[1:]


@cache
def help_of(command: str) -> str:
    """Return the help of `parkloop command`, or of `parkloop` for the empty name."""
    arguments = [str(COMMAND), *command.split(), "--help"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"parkloop {command}: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    targets = {target.partition("#")[0] for target in LINK.findall(DOCUMENTS[name])}
    here = {target for target in targets if target and "://" not in target}
    folder = (ROOT / name).parent
    assert [target for target in sorted(here) if not (folder / target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_verbs_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {words[0] for words in commands(DOCUMENTS[name], "make") if words[0].islower()}
    assert named - verbs == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_exist(name: str) -> None:
    for words in commands(DOCUMENTS[name], "parkloop"):
        command = "" if words[0].startswith("-") else words[0]
        options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        known = help_of(command)
        missing = {option for option in options if not re.search(rf"{option}\b", known)}
        assert missing - {"--help"} == set(), f"parkloop {' '.join(words)}"


@pytest.mark.parametrize("name", [n for n, text in DOCUMENTS.items() if blocks(text, "python")])
def test_python_examples_run(name: str, tmp_path: Path) -> None:
    program = "\n".join(blocks(DOCUMENTS[name], "python"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_code_is_read_out_of_a_document() -> None:
    text = "Say `make demo` or `x`.\n\n```sh\n$ parkloop run a \\\n  --out b  # c\n```\n"
    assert list(commands(text, "make")) == [["demo"]]
    assert list(commands(text, "parkloop")) == [["run", "a", "--out", "b"]]
