# What Ballast needs of the system, in one place: README and CI use these targets.
PACKAGES := libhdf5-dev libdnnl-dev libssl-dev zlib1g-dev pkg-config gnuplot-nox
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
BALLAST := .build/release/ballast
FRAMEWORK_MODULES := Ballast BallastTensor BallastHDF5 BallastCore BallastLosses BallastSamplers BallastModels \
	BallastMetrics BallastData BallastTraining BallastReports Yams OrderedCollections InternalCollectionsUtilities Logging
DEMO_LOSSES := cross_entropy focal lgm fal faml
FORMATTED := Package.swift Sources Tests Plugins

.PHONY: setup build install demo test bench docs format lint clean notebooks protocol

# Installs the Debian packages that are missing.
setup:
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(SUDO) apt-get install -q -y $$missing; fi

build: setup
	swift build -c release --product ballast

# Puts the program into PREFIX/bin, and the modules that plugins are compiled against into PREFIX/lib/ballast.
PREFIX ?= /usr/local
MODULES := $(DESTDIR)$(PREFIX)/lib/ballast/modules
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(MODULES)
	install -m 755 $(BALLAST) $(DESTDIR)$(PREFIX)/bin/ballast
	for name in $(FRAMEWORK_MODULES); do \
		install -m 644 .build/release/Modules/$$name.swiftmodule $(MODULES)/ || exit $$?; \
	done

# Trains five losses on SatImage and compares them.
demo: build
	rm -rf runs/demo
	for loss in $(DEMO_LOSSES); do \
		echo; echo "== $$loss"; \
		$(BALLAST) train notebooks-md/configs/satimage/$$loss.yaml --out runs/demo/$$loss || exit $$?; \
	done
	@echo; $(BALLAST) compare $(DEMO_LOSSES:%=runs/demo/%)
	@echo; echo "A page with their curves: $(BALLAST) report runs/demo/* --out runs/demo.html"

test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build

# Runs the quick notebooks and compares what they print with what they say.
notebooks: build
	$(BALLAST) notebook check --quick notebooks-md

# Runs every benchmark, or the one that BENCH names: resnet, tabular, step, losses, data, scaling, startup or plugin.
bench: setup
	cd Tests/Benchmarks && ./run.sh $(BENCH)

# Makes the documentation of the public interface, .build/docs/Ballast.doccarchive; any warning is an error. Modules of C,
# which no public declaration names, are empty here.
DOCS := .build/docs
DOCUMENTED_MODULES := $(filter Ballast%,$(FRAMEWORK_MODULES)) BallastConformance BallastTensorBoard
docs: build
	rm -rf $(DOCS)
	mkdir -p $(DOCS)/stubs $(DOCS)/graphs
	for name in CKernels COneDNN CHDF5 CZlib CCrypto CYaml; do echo "module $$name {}"; done > $(DOCS)/stubs/module.modulemap
	for name in $(DOCUMENTED_MODULES); do \
		swift symbolgraph-extract -module-name $$name -I .build/release/Modules -I $(DOCS)/stubs -output-dir $(DOCS)/graphs \
			-minimum-access-level public -skip-synthesized-members \
			-target $$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",/\1/p') || exit $$?; \
	done
	docc convert Sources/Ballast/Ballast.docc --additional-symbol-graph-dir $(DOCS)/graphs --warnings-as-errors \
		--fallback-display-name Ballast --fallback-bundle-identifier ballast --output-dir $(DOCS)/Ballast.doccarchive

# Makes the Swift of the messages of TensorBoard's event files anew; needs protoc, and builds its generator once.
PROTOCOL := Sources/BallastTensorBoard/Protocol
protocol:
	swift package resolve
	swift build -c release --package-path .build/checkouts/swift-protobuf --scratch-path .build/protocol \
		--product protoc-gen-swift
	protoc --plugin=protoc-gen-swift=.build/protocol/release/protoc-gen-swift --proto_path=$(PROTOCOL)/Definitions \
		--swift_out=$(PROTOCOL)/Generated --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true \
		$(PROTOCOL)/Definitions/*.proto

format:
	swift format format --in-place --recursive --parallel $(FORMATTED)

lint:
	swift format lint --strict --recursive --parallel $(FORMATTED)

clean:
	rm -rf .build
