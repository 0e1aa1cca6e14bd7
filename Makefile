# Two commands matter: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: demo test setup system bench soak format clean

setup: $(STAMP)

$(STAMP): pyproject.toml uv.lock requirements/uv.txt scripts/setup $(wildcard src/mozaik/media/*.py)
	PYTHON=$(PYTHON) scripts/setup
	touch $(STAMP)

system:
	scripts/system-packages

demo: setup system
	$(BIN)/mozaik rehearse --replace demo

test: setup system
	scripts/check

bench: setup
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

soak: setup
	$(BIN)/python -m tests.soak.kill
	$(BIN)/python -m tests.soak.verifiers

format: setup
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

clean:
	rm -rf $(VENV) .venv-minimal demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
