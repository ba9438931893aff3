# What Ballast needs of the system, in one place: README and CI use these targets.
PACKAGES := libhdf5-dev libdnnl-dev libssl-dev zlib1g-dev pkg-config
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
BALLAST := .build/release/ballast
DEMO_LOSSES := cross_entropy focal lgm fal faml
FORMATTED := Package.swift Sources Tests Plugins

.PHONY: setup build demo test bench format lint clean

# Installs the Debian packages that are missing.
setup:
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(SUDO) apt-get install -q -y $$missing; fi

build: setup
	swift build -c release --product ballast

# Trains five losses on SatImage and compares them.
demo: build
	rm -rf runs/demo
	for loss in $(DEMO_LOSSES); do \
		echo; echo "== $$loss"; \
		$(BALLAST) train notebooks-md/configs/satimage/$$loss.yaml --out runs/demo/$$loss || exit $$?; \
	done
	@echo; $(BALLAST) compare $(DEMO_LOSSES:%=runs/demo/%)

test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build

bench: setup
	cd Tests/Benchmarks && ./run.sh

format:
	swift format format --in-place --recursive --parallel $(FORMATTED)

lint:
	swift format lint --strict --recursive --parallel $(FORMATTED)

clean:
	rm -rf .build
