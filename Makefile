# `make` lists what there is. Everything is set up on the way; a second run sets nothing up again.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
DIR ?=
ARGS ?=
# two processes, each with a database of its own; files in their order, the stories last
SIDE ?= -n 2 --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
RUN := .venv/.run-installed
TEST := .venv/.test-installed
STATIC := build/.static-collected
STATIC_FILES := $(shell find talka -path '*/static/*' -type f -not -name '.*' 2>/dev/null)
NPM := $(shell command -v npm)
NODE := node_modules/$(if $(NPM),.package-lock.json,.stand-ins)
INTER := talka/ground/ui/static/ui/inter.css
HOME_OF := $(if $(DIR),--dir "$(DIR)")

# pip names each package it gets; every tenth is enough to see that it moves
COUNTED = awk '/^Collecting/ { if (++n % 10 == 0) { print "  " n " packages"; fflush() } }'
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input install

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: install ## a working system with made-up cases [PORT=8000] [DIR=.talka]
	@exec $(BIN)/talka demo --port $(PORT) $(HOME_OF)

.PHONY: test
test: $(TEST) messages $(STATIC) tools ## every check, the tests last [ARGS="-k words"]
	@failed=0; \
	for check in lint types; do $(MAKE) $$check || failed=1; done; \
	echo "tests"; $(BIN)/python -m pytest $(SIDE) $(ARGS) || failed=1; \
	if [ $$failed = 1 ]; then echo "make test: something above failed" >&2; fi; exit $$failed

.PHONY: install
install: $(RUN) messages $(STATIC) ## Python packages, styles and fonts, translations
	@$(if $(NPM),,echo "Node.js is missing: pages look plain; install it, run make again" >&2)

.PHONY: lint
lint: $(TEST) ## ruff (faults and form), the form of templates and the law of imports
	@echo "ruff, djangofmt, import-linter"; failed=0; \
	$(BIN)/ruff check -q . || failed=1; \
	$(BIN)/ruff format -q --check . || { echo "some files need: ruff format" >&2; failed=1; }; \
	$(BIN)/djangofmt --check talka > build/templates.txt 2>&1 \
	  || { cat build/templates.txt >&2; echo "some templates need: djangofmt talka" >&2; failed=1; }; \
	$(BIN)/lint-imports --no-cache > build/imports.txt 2>&1 \
	  || { cat build/imports.txt >&2; failed=1; }; \
	exit $$failed

.PHONY: types
types: $(TEST) ## mypy
	@echo "mypy"; $(BIN)/mypy --no-error-summary talka tests

.PHONY: messages
messages: $(RUN) ## compile the translations that changed
	@$(BIN)/python -m talka.command.messages

.PHONY: pictures
pictures: $(TEST) messages $(STATIC) tools ## walk the stories and take the pictures of docs/pictures
	@TALKA_PICTURES=1 $(BIN)/python -m pytest tests/stories/test_path.py tests/stories/test_path_desk.py

.PHONY: bench
bench: install ## measure, as ratios within one run [ARGS=--quick]
	@exec $(BIN)/talka bench $(ARGS)

.PHONY: clean
clean: ## remove everything that make made; a demo's data (.talka) stays
	rm -rf build .venv node_modules *.egg-info
	rm -rf .hypothesis .mypy_cache .ruff_cache .import_linter_cache .grimp_cache
	find talka tests -name __pycache__ -prune -exec rm -rf {} +
	find talka -path '*/locale/*' -name '*.mo' -delete

# --- how the things above come to be -------------------------------------------------------------

$(BIN)/python:
	@found=; for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	  if command -v $$python > /dev/null \
	    && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or later is needed: install it, or say make PYTHON=/path/to/python" >&2; \
	  exit 1; fi; \
	echo "virtual environment ($$($$found --version))"; \
	$$found -m venv .venv || { rm -rf .venv; \
	  echo "no virtual environment: on Debian, apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements/build.txt requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Python packages (about half a minute the first time)"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt | $(COUNTED)
	@$(PIP) -q --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(TEST): $(RUN) requirements/test.txt
	@echo "Python packages of the tests"
	@$(PIP) --require-hashes -r requirements/test.txt | $(COUNTED)
	@mkdir -p build
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@echo "styles and fonts"
	@npm ci --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error
	@touch $@

# without Node.js: empty files where the packages would be, so that every address still resolves
node_modules/.stand-ins: $(INTER)
	@styles=node_modules/@digdir/designsystemet-css/dist/src; \
	fonts=node_modules/@fontsource-variable/inter/files; \
	mkdir -p $$styles $$fonts; touch -a $$styles/index.css; \
	sed -n 's|.*url("../inter/\([^"]*\)").*|\1|p' $(INTER) \
	  | while read -r font; do touch -a $$fonts/$$font; done
	@touch $@

$(STATIC): $(RUN) $(NODE) $(STATIC_FILES)
	@echo "static files"; mkdir -p build
	@TALKA_DEMO=1 DJANGO_SETTINGS_MODULE=talka.settings \
	  $(BIN)/python -m django collectstatic --noinput --clear --verbosity 0
	@touch $@

# The tests read catalogues with gettext and walk the pages in Chromium.
.PHONY: tools
tools:
	@missing=; command -v msgfmt > /dev/null || missing=gettext; \
	command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null \
	  || missing="$$missing chromium-headless-shell"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  echo "installing $$missing (a minute)"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends $$missing > /dev/null; } \
	    || echo "could not install $$missing: the tests that need it will fail" >&2; \
	else \
	  echo "missing:$$missing. The tests that need it will fail; as root:" >&2; \
	  echo "  apt-get install $$missing" >&2; \
	fi
