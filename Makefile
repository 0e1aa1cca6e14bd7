# Two commands matter: `make demo` and `make test`. Both set everything up first. `make help` lists the rest.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: help demo hub test check coverage setup hooks system bundle bench soak mutate docs format schemas clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: setup system ## play a whole synthetic operation below demo/
	$(BIN)/mozaik rehearse --exchange --replace demo

hub: setup system ## the hub on this machine, with a rehearsal: http://localhost:8000
	$(BIN)/mozaik hub demo

test: setup system ## every check: format, lint, rooms, types, bare install, all tests
	scripts/check

check: setup ## ROOM=name: the checks that one room can break, with its coverage
	scripts/check-room $(ROOM)

coverage: setup system ## which lines of each room the tests run
	$(BIN)/pytest -n 2 --cov=mozaik --cov-report=term:skip-covered

setup: $(STAMP) ## make .venv from the lock file

$(STAMP): pyproject.toml uv.lock requirements/uv.txt scripts/setup $(wildcard src/mozaik/media/*.py)
	PYTHON=$(PYTHON) scripts/setup
	touch $(STAMP)

hooks: setup ## let git run the quick checks before each commit
	$(BIN)/pre-commit install

system: ## the system packages that demo and tests need (as root)
	scripts/system-packages

bundle: setup ## dist/mozaik: all that a machine without a network needs
	scripts/bundle dist/mozaik images archives pictures video hub

bench: setup ## ratios to named peers; ONLY=name for one
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

soak: setup ## long fault runs: kill commands at random moments
	MOZAIK_SOAK=1 $(BIN)/pytest -n 2 -k 'crash' tests/chain tests/crosscheck tests/work tests/node
	$(BIN)/python -m tests.soak.kill
	$(BIN)/python -m tests.soak.hub
	$(BIN)/python -m tests.soak.exchange
	$(BIN)/python -m tests.soak.verifiers
	$(BIN)/python -m tests.soak.large
	scripts/check-bundle

mutate: setup ## ROOM=name: change its rules one by one; every change must fail a test
	$(BIN)/python -m tests.soak.mutate $(ROOM)

docs: setup ## build the handbook into build/handbook, with every link checked
	$(BIN)/python -m handbook build/handbook

format: setup ## lay the source out as the checks want it
	$(BIN)/ruff format src tests benchmarks handbook
	$(BIN)/ruff check --fix src tests benchmarks handbook

schemas: setup ## write docs/formats/json anew, from the forms in src/mozaik/cli/forms
	$(BIN)/python -c 'from pathlib import Path; from mozaik.cli.forms import write_schemas; write_schemas(Path("docs/formats/json"))'

clean: ## remove what set-up, demo and checks left
	rm -rf $(VENV) .venv-minimal demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
