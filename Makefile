# `make run` and `make test` need Python 3.11 or newer and nothing by hand: they make .venv themselves.

PYTHON ?= python3
N ?= 2
ARGS ?=
UV := 0.13.8
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run worker studio talk call ingest test check lint eval prove calls bench migrate picture lock environment

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "ARGS='...' is handed on to talk, call, ingest, test, eval, prove, calls, bench, migrate and lock."

run: environment ## the server, with everything it needs, until Ctrl-C (PORT=8000 DATA=.data)
	@exec $(BIN)/python server.py $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)")

worker: environment ## one more worker that reads documents, beside the server's own (DATA=.data)
	@$(if $(DATA),SWITCHBOARD_DATA="$(DATA)") exec $(BIN)/python -m jobs

studio: environment ## LangGraph Studio's server on the same graphs and the same Postgres (PORT=2024 DATA=.data)
	@exec $(BIN)/python server.py --studio $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)")

talk: environment ## talk to an agent of the running house from this terminal (AGENT=receptionist)
	@$(BIN)/python -m evals.talk --agent $(or $(AGENT),receptionist) $(if $(DATA),--data "$(DATA)") $(ARGS)

call: environment ## play a WAV file to an agent of the running house and keep the answer (WAV=file AGENT=receptionist)
	@[ -n "$(WAV)" ] || { echo "make call wants WAV=file."; exit 2; }
	@$(BIN)/python -m switchboard call "$(WAV)" --agent "$(or $(AGENT),receptionist)" $(if $(TENANT),--tenant "$(TENANT)") \
	  $(if $(DATA),--data "$(DATA)") $(ARGS)

ingest: environment ## give files to the agents of the running house to read (DIR=folder-or-file TENANT=name)
	@[ -n "$(DIR)" ] && [ -n "$(TENANT)" ] || { echo "make ingest wants DIR=folder-or-file and TENANT=name."; exit 2; }
	@$(BIN)/python -m switchboard ingest "$(DIR)" --tenant "$(TENANT)" $(if $(DATA),--data "$(DATA)") $(ARGS)

test: environment ## the tests, in N=2 processes
	@$(BIN)/python -m pytest -n $(N) $(ARGS)

check: lint test ## lint, types and tests

lint: environment
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy .

eval: environment ## is it right? the scenarios against a server, and labelled sets (SETS=FOLDER)
	@$(BIN)/python -m evals $(if $(SETS),--sets "$(SETS)") $(ARGS)

prove: environment ## killed, raced for and lied to: what must never happen does not
	@$(BIN)/python -m evals.prove $(ARGS)

calls: environment ## whole bookings by ear as WAV files in build/calls, listened to again and checked
	@$(BIN)/python -m evals.calls $(ARGS)

bench: environment ## is it quick, and does it hold?
	@$(BIN)/python -m benchmarks $(ARGS)

migrate: environment ## bring the schema of DATABASE_URL up to date (a server does so by itself when it starts)
	@$(BIN)/python -m alembic upgrade $(or $(ARGS),head)

picture: environment ## the graph in the README, drawn anew from the code
	@$(BIN)/python -m graphs.picture

lock: environment ## requirements.lock anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(BIN)/uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --extra dev --extra offline $(ARGS) pyproject.toml -o requirements.lock
	@! grep -n '://' requirements.lock

# The lock is installed without resolving (--no-deps): one package in it declares 5 GB that nothing here imports. uv is
# ten times as quick as pip but knows nothing of pip's configuration, so that pip steps in where uv finds no index.
# .venv/installed.lock is a copy of what is installed, written last: after an install that was broken off, .venv is made
# anew. The lock on this file makes a second `make` wait for the first.
environment:
	@exec 9<Makefile; ! command -v flock >/dev/null || flock 9; \
	if cmp -s requirements.lock .venv/installed.lock && $(BIN)/python -c ''; then exit 0; fi; \
	for python in "$(PYTHON)" python3.13 python3.12 python3.11 none; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ "$$python" = none ]; then \
	  echo "Switchboard needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=/path/to/python"; \
	  exit 1; \
	fi >&2; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python has no venv module. On Debian and Ubuntu: apt install python3-venv"; \
	  exit 1; \
	fi >&2; \
	echo "Making .venv from requirements.lock (once; some 150 packages, 15 seconds to two minutes) ..."; \
	if ! { [ -f .venv/installed.lock ] && $(BIN)/python -c ''; } 2>/dev/null; then \
	  $$python -m venv --clear .venv || exit 1; \
	fi; \
	rm -f .venv/installed.lock; \
	lock="--no-deps --require-hashes -r requirements.lock"; \
	{ $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV)" \
	  && $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python $$lock; } \
	|| { echo "uv could not; installing with pip, which takes longer ..."; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $$lock; } \
	|| exit 1; \
	cp requirements.lock .venv/installed.lock
