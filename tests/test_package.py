"""The package as others get it: wheel, lock, environment, imports that point one way."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "soraanalysis"
LEFT = ["_errors", "_files", "_memory", "_data", "frames", "reading", "schemas", "manifest"]
FRAMES = ["annotations", "people", "passages"]
OWN = ["segmented", "noticing", "tabular", "textless", "store", "sheets"]
MADE = ["corpus", "assembling", "loading", "corrections", "scaffold"]
ORDER = [*LEFT, *FRAMES, *OWN, *MADE, "measures", "figures", "evaluate", "cli"]


def test_the_wheel_carries_the_data_and_works_away_from_the_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "soraanalysis/data/corpus.toml" in names
    clean = tmp_path / "env"
    venv.create(clean, with_pip=False)
    (site,) = clean.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    # the dependencies of this environment, but not its editable install
    own = next(p for p in sys.path if p.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{own}\n", encoding="utf-8")
    script = (
        "import sys; sys.path = [p for p in sys.path if not p.endswith('/src')]\n"
        "import soraanalysis as sa; print(sa.__file__); print(len(sa.load_corpus()))"
    )
    shown = subprocess.run(
        [clean / "bin" / "python", "-c", script],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    place, count = shown.stdout.split()
    assert Path(place).is_relative_to(site)
    assert count == "5"


def test_the_lock_is_hashed_without_addresses_and_of_today() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = [
        Requirement(line.split(" \\")[0].split(";")[0].strip())
        for line in lock.split("\n")
        if "==" in line and not line.lstrip().startswith("#")
    ]
    assert lock.count("--hash=") >= len(pins)
    versions = {pin.name: next(iter(pin.specifier)).version for pin in pins}
    assert Version(versions["pandas"]) >= Version("3")
    assert len(versions) == len(pins)  # one set of versions for every Python
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    for line in [*project["dependencies"], *(x for extra in extras for x in extra)]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(versions[requirement.name]), line


def test_environment_yml_names_python_pip_and_the_lock() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert conda == ["python>=3.11,<3.14", "pip"]
    assert pip == {"pip": ["-r requirements.lock"]}


def test_scripts_do_not_pay_for_jupyter() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {Requirement(line).name for line in project["dependencies"]}
    assert not names & {"jupyterlab", "ipykernel", "nbval", "pytest"}


def test_importing_prints_nothing_and_leaves_reader_figures_and_clustering_for_later() -> None:
    later = ["soraanalysis.reading.page", "matplotlib", "sklearn", "jieba"]
    script = f"import sys, soraanalysis; print([m for m in {later} if m in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert (shown.stdout, shown.stderr) == ("[]\n", "")


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.stem)
def test_imports_point_left_only(path: Path) -> None:
    """reading knows nothing of measures, measures nothing of figures."""
    part = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if part == "__init__":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.ImportFrom) and (node.module or "").startswith("soraanalysis")
        ):
            continue
        inside = (node.module or "").split(".")[1:2]
        for other in inside or [name.name for name in node.names]:
            # `Corpus.from_frame` and `Corpus.correct` make a corpus, which those modules are for
            allowed = other == part or ORDER.index(other) < ORDER.index(part)
            makes = part == "corpus" and other in ("assembling", "loading", "corrections")
            assert allowed or makes, f"{path}: {other}"


def test_the_library_names_nobody_of_the_articles() -> None:
    people = tomllib.loads((ROOT / "data" / "corpus.toml").read_text(encoding="utf-8"))["person"]
    doctest_examples = {"肖仰华", "王瑞"}
    names = {p["name"] for p in people if len(p["name"]) > 3} | {"罗江春", "彭煦潭", "澎湃"}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [n for n in names - doctest_examples if n in text], path
