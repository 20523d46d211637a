# What people type first; 'make help' lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Two Mavens in one checkout would write over each other's files.
.NOTPARALLEL:

maven := mvn -B -ntp
lint := .venv/lint/bin
bench := .venv/bench/bin
jar := jobs/target/sluice-jobs.jar
archive := jobs/target/sluice-jobs.jsa
bash_files := sluice infra/make-archive infra/make-environment infra/spark-submit .ci/run

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "make %-12s  %s\n", $$1, $$2 }' Makefile

.PHONY: jar
jar: $(jar) ## build jobs/target/sluice-jobs.jar, if its sources have changed

# Folders are listed too: one is newer than the jar after a file in it was deleted.
$(jar): pom.xml jobs/pom.xml $(shell find jobs/src/main)
	@echo "building $@ (the first time, Maven downloads about 300 MB) ..."
	@$(maven) -q -DskipTests -Dspotless.check.skip package
	@touch $@

.PHONY: build
build: $(archive) ## build all that jobs run with: the jar, Spark, an archive for fast starts

$(archive): $(jar) infra/make-archive infra/spark-submit sluice | spark
	@infra/make-archive

.PHONY: dist
dist: $(jar) ## make build/dist/sluice-<version>.tar.gz, which runs without Maven and make
	@infra/make-dist

.PHONY: demo
demo: build airflow ## run the transactions pipeline once in Airflow, and show what came out
	@infra/demo

.PHONY: up
up: build airflow ## run Airflow with the pipelines on this machine, until Ctrl-C
	@infra/up

.PHONY: test
test: lint spark airflow bench-environment ## check the style, build the jar and run the tests; 15 to 30 minutes
	@echo "building the jar and running the Java tests (the first time, Maven downloads about 300 MB) ..."
	@$(maven) verify -DexcludedGroups=long
	@$(MAKE) --no-print-directory build
	@echo "running the tests of the launcher, and the jobs as whole processes ..."
	@PYTHONPATH=infra $(bench)/python -m unittest discover --start-directory infra/tests --verbose
	@echo "running the tests of the benchmarks ..."
	@PYTHONPATH=bench $(bench)/python -m unittest discover --start-directory bench/tests --verbose
	@echo "running the tests of the DAGs ..."
	@.venv/airflow/bin/python -m pytest dags/tests
	@echo "all tests passed"

.PHONY: test-long
test-long: build bench-environment ## run the tests that make test leaves out; another 40 minutes
	@SLUICE_FROZEN=one PYTHONPATH=infra $(bench)/python -m unittest discover \
		--start-directory infra/tests --pattern test_frozen.py --verbose
	@$(maven) -pl jobs -am test-compile surefire:test@default-test surefire:test@faults -Dgroups=long \
		-Dsurefire.failIfNoSpecifiedTests=false

.PHONY: faults
faults: ## make every fault happen inside one process, and kill the jobs at every step; 20 minutes to an hour
	@$(maven) -q -pl jobs -am test-compile surefire:test@faults -Dtest='io.sluice.e2e.faults.*Test' \
		-Dsurefire.failIfNoSpecifiedTests=false -Dsluice.faults=all

.PHONY: frozen
frozen: build bench-environment ## freeze, kill and overtake every writer, as whole processes; 15 to 30 minutes
	@SLUICE_FROZEN=all PYTHONPATH=infra $(bench)/python -m unittest discover \
		--start-directory infra/tests --pattern test_frozen.py --verbose

# A JVM for every 25: Spark and Delta remember what they have read, and after a hundred sequences a
# JVM is busy with its heap alone.
.PHONY: sequences
sequences: ## let N random things happen to a pipeline, and compare every table; N=200: an hour or two
	@$(maven) -q -pl jobs -am test-compile
	@first=$(or $(SEED),$$(date +%s)); last=$$((first + $(or $(N),200) - 1)); \
	for ((seed = first; seed <= last; seed += 25)); do \
		$(maven) -q -pl jobs surefire:test@faults -Dtest='*SequencesTest' \
			-Dsurefire.failIfNoSpecifiedTests=false -Dsluice.seed=$$seed \
			-Dsluice.sequences=$$((last - seed < 25 ? last - seed + 1 : 25)); \
	done

.PHONY: lint
lint: lint-environment ## check the style of SQL, Python and shell (Maven checks the Java)
	@echo "checking the SQL ..."
	@$(lint)/sqlfluff lint --disable-progress-bar sql
	@echo "checking the Python ..."
	@$(lint)/ruff check
	@$(lint)/ruff format --check
	@echo "checking the shell scripts ..."
	@for file in $(bash_files); do bash -n "$$file"; done

.PHONY: format
format: lint-environment ## put Java, SQL and Python into the house style
	@$(maven) -q spotless:apply
	@$(lint)/sqlfluff fix --disable-progress-bar sql
	@$(lint)/ruff check --fix
	@$(lint)/ruff format

.PHONY: spark
spark: ## install Spark into .venv/spark
	@infra/make-environment spark "pyspark 3.5.9, a download of about 320 MB"

.PHONY: airflow
airflow: ## install Airflow into .venv/airflow
	@infra/make-environment airflow "Airflow 3.3.2, a download of about 230 MB"

.PHONY: lint-environment
lint-environment:
	@infra/make-environment lint "ruff and sqlfluff"

.PHONY: bench-environment
bench-environment:
	@infra/make-environment bench "DuckDB, a download of about 25 MB"

.PHONY: torture
torture: build bench-environment ## kill jobs KILLS times at random, then N random sequences; many hours
	@$(bench)/python infra/torture --kills $(or $(KILLS),500) $(if $(SEED),--seed $(SEED))
	@$(MAKE) --no-print-directory sequences N=$(or $(N),200) SEED=

.PHONY: bench
bench: build bench-environment ## compare with Spark's own floor and with peers; about two hours
	@bench/transform
	@bench/history
	@bench/startup
	@bench/peers

.PHONY: clean
clean: ## remove what builds, demo and Airflow made; keep environments and data/
	rm -rf build target jobs/target

.PHONY: clean-all
clean-all: clean ## remove the environments too; keep data/
	rm -rf .venv
