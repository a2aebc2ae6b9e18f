"""The command `soraanalysis`: the same functions from a shell."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import click

import soraanalysis as sa

_CORPUS = click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder (or table with a column text); default: ours.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sa.__version__)
def cli() -> None:
    """Chinese news pages in; who says what, frequencies, topics, sentiment and figures out."""


@cli.command()
@_CORPUS
def info(folder: Path | None) -> None:
    """Print what the corpus holds: documents, speakers, repairs."""
    corpus = sa.load_corpus(folder)
    click.echo(repr(corpus))
    shown = ["title", "publisher", "date", "script", "layout", "n_chars_body"]
    click.echo(corpus.documents[shown].to_string())
    click.echo()
    click.echo(corpus.speakers.drop(columns="aliases").to_string())
    click.echo()
    click.echo(corpus.repairs["rule"].value_counts().to_string())


@cli.command()
@_CORPUS
@click.option("--out", default="figures", show_default=True, type=click.Path(path_type=Path))
def figures(folder: Path | None, out: Path) -> None:
    """Write the figures as PDF, SVG and PNG."""
    import matplotlib

    matplotlib.use("agg")
    for path in sa.figures.build(sa.load_corpus(folder), out):
        click.echo(path)


@cli.command()
@_CORPUS
@click.option("--out", default="export", show_default=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    default="csv",
    show_default=True,
    type=click.Choice(["csv", "excel", "parquet", "jsonl"]),
    help="csv and excel for spreadsheets; parquet and jsonl are read back without loss.",
)
@click.option("--without-text", is_flag=True, help="No words of the texts: offsets and counts.")
def export(folder: Path | None, out: Path, form: str, without_text: bool) -> None:
    """Write every frame into a folder."""
    corpus = sa.load_corpus(folder)
    if form == "excel":
        out.mkdir(parents=True, exist_ok=True)
        paths = [corpus.to_excel(out / "corpus.xlsx", without_text=without_text)]
    else:
        paths = getattr(corpus, f"to_{form}")(out, without_text=without_text)
    for path in paths:
        click.echo(path)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a corpus.toml for the texts in FOLDER, to be filled in."""
    from soraanalysis.scaffold import write_manifest

    click.echo(write_manifest(folder))


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Name every text and annotation in FOLDER that is no longer what it was made for."""
    from soraanalysis.corrections import check as problems_of

    problems = problems_of(folder)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise sa.CorpusError(f"{folder}: {len(problems)} do not fit")
    click.echo(f"{folder}: every text and annotation fits")


_PAGES = click.option(
    "--pages",
    type=click.Path(path_type=Path),
    help="Folder with NAME.txt and NAME.gold.jsonl; default: our articles.",
)


@cli.group()
def evaluate() -> None:
    """Hold the reader to what was read by hand."""


@evaluate.command("speech")
@click.option("--worst", default=8, show_default=True, help="Number of misses to show.")
@_PAGES
def evaluate_speech(worst: int, pages: Path | None) -> None:
    """Score the reader alone (no curated layer): who says what, character by character."""
    from soraanalysis import evaluate

    gold, alone = _read(pages)
    click.echo("speech with the right speaker, reader alone, against the curated annotations")
    click.echo(evaluate.speech(gold, alone).round(3).to_string(index=False))
    click.echo("\nthe longest misses of direct speech")
    for row in evaluate.misses(gold, alone, worst).to_dict("records"):
        text = row["text"] if len(row["text"]) < 90 else f"{row['text'][:60]}…{row['text'][-25:]}"
        place = f"{row['doc_id']} {row['start']}:{row['end']}"
        click.echo(f"{place} (gold {row['gold'] or '-'}, found {row['found'] or '-'}): {text}")


@evaluate.command("reliability")
@_PAGES
def evaluate_reliability(pages: Path | None) -> None:
    """Show what each level of confidence is worth: precision, with intervals over documents."""
    from soraanalysis import evaluate

    click.echo(evaluate.reliability(*_read(pages)).round(3).to_string(index=False))


def _read(pages: Path | None) -> tuple[sa.Corpus, sa.Corpus]:
    from soraanalysis import evaluate

    if pages is not None:
        return evaluate.read_pages(pages)
    return sa.load_corpus(), sa.load_corpus(curated=False)


@evaluate.command("agreement")
def evaluate_agreement() -> None:
    """Show how far two independent readings of the same articles agree."""
    from soraanalysis import evaluate

    click.echo(evaluate.two_readings().round(3).to_string(index=False))


def _warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    """A warning in one line, since a line of ours tells a user of the command nothing."""
    return f"soraanalysis: {message}\n"


def main() -> None:
    """Run the command; a user's mistake is one line and exit code 1, never a stack trace."""
    warnings.formatwarning = _warning
    try:
        cli()
    except (sa.CorpusError, OSError, ImportError) as error:
        click.echo(f"soraanalysis: {error}", err=True)
        sys.exit(1)
