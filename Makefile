# Two commands do everything: `make figures` and `make test`. Both set up .venv first.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/python -m pytest

.PHONY: bench figures test test-deep lab notebooks lint lock clean

figures: $(READY)
	$(BIN)/soraanalysis figures

test: $(READY) lint
	$(PYTEST) -n 2
	$(PYTEST) -n 2 --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout 300 \
		--nbval-sanitize-with tests/sanitize.cfg -o filterwarnings= -o addopts= notebooks

# the properties again, with ten thousand examples each
test-deep: $(READY)
	HYPOTHESIS_PROFILE=deep $(PYTEST) -n 2 tests/test_edits.py tests/test_invariants.py \
		tests/test_language.py tests/test_words.py

lab: $(READY)
	$(BIN)/jupyter lab notebooks

notebooks: $(READY)
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level WARN \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "soraanalysis needs Python 3.11, 3.12 or 3.13"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "cannot make a virtual environment: install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# for developers: renew the lock (needs uv)
lock:
	uv pip compile pyproject.toml --all-extras --universal --fork-strategy fewest \
		--generate-hashes --python-version 3.11 --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv

bench: $(READY)
	@test -d .venv-textacy || { $(BIN)/python -m venv .venv-textacy \
		&& .venv-textacy/bin/pip install --quiet --disable-pip-version-check textacy==0.13.0; } \
		|| echo "textacy cannot be installed here: left out"
	$(BIN)/python tests/benchmarks/attribution.py
	$(BIN)/python tests/benchmarks/bench.py
