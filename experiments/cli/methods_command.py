"""`parkloop methods`: what a paper says of a study, and the evidence behind the model."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli import options


@click.command("methods")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--study", default=None, help="Study: its name or id.  [default: all of DIR]")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None,
    help="File to write.  [default: DIR/methods.md]",
)  # fmt: skip
@click.option("--replay/--no-replay", default=True, help="Run one run again and compare its bits.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    folder: Path, study: str | None, out: Path | None, replay: bool, lang: str, as_json: bool
) -> None:
    """Write methods.md of the store DIR: a methods paragraph in both languages and TRACE evidence.

    DIR is the folder that `parkloop sweep --out` or `parkloop experiment --out` wrote.
    """
    from experiments.methods import paragraph, read_facts, write_methods
    from experiments.ready.registry import all_experiments
    from experiments.store.reader import Stored

    store = Stored(folder)
    questions = {name: one.question_en for name, one in all_experiments().items()}
    path = write_methods(store, study, out, replay, questions)
    named = [study] if study is not None else store.studies
    said = [paragraph(read_facts(store.study(name)), lang) for name in named]
    if as_json:
        options.print_json({"file": str(path), "paragraphs": said})
        return
    for text in said:
        click.echo(text + "\n")
    click.echo(f"written to {path}")
