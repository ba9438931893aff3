#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named, each with its peer beside it in the same run if that is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench [BENCH=resnet|tabular|plugin]
# resnet is compared with PyTorch; tabular with scikit-learn and imbalanced-learn (and h5py to read the data); plugin, a loss
# as a plugin, with itself built in (needs CIFAR10 as BALLAST_BENCH_IMAGES, by default data/cifar10.h5).
# Options after the name go to the benchmark: ./run.sh tabular --repetitions 3
set -euo pipefail
cd "$(dirname "$0")"
python=${BALLAST_PEER_PYTHON:-python3}

# Whether the peer's Python has the modules; says so if not.
has() {
    "$python" -c "import $1" 2>/dev/null && return
    echo "$python lacks one of $1: set BALLAST_PEER_PYTHON to compare" >&2
    return 1
}

# The peer, without settings of OpenBLAS that could slow it.
peer() { env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "$python" "$@"; }

resnet() {
    swift build -c release --product resnet-benchmark
    .build/release/resnet-benchmark "$@"
    if has torch; then
        for format in contiguous channels_last; do peer peers/resnet32.py --memory-format "$format"; done
    fi
}

tabular() {
    swift build -c release --product tabular-benchmark
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    .build/release/tabular-benchmark "$folder" "$@"
    if has imblearn,sklearn,h5py; then peer peers/tabular.py "$folder"; fi
}

# FAL from the framework's own sources as a plugin, beside the one that is built in: images a second of ResNet-32 over an
# epoch of long-tailed CIFAR10, in turn, best of each.
plugin() {
    local repetitions=${1:-5} images=${BALLAST_BENCH_IMAGES:-$PWD/../../data/cifar10.h5} sources=../../Sources/BallastLosses
    if [ ! -e "$images" ]; then
        echo "plugin: there is no $images; set BALLAST_BENCH_IMAGES" >&2
        return
    fi
    swift build -c release --package-path ../.. --product ballast
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    mkdir "$folder/FALPlugin"
    for part in FocusedAnchors Mathematics/{AnchorObjective,DistanceMargin,ClassAlpha}; do
        {
            echo 'import Ballast'
            sed -E -e '/^(public |internal )?import /d' -e 's/name = "fal"/name = "fal_plugin"/' "$sources/$part.swift"
        } > "$folder/FALPlugin/$(basename "$part").swift"
    done
    for ((repetition = 1; repetition <= repetitions; repetition++)); do
        for loss in fal fal_plugin; do
            ../../.build/release/ballast train ../../notebooks-md/configs/long-tailed-cifar10/fal.yaml --quiet \
                --plugin "$folder/FALPlugin" --set data.path="$images" --set loss.type="$loss" --set training.epochs=1 \
                --set schedule=constant --out "$folder/$loss-$repetition" >/dev/null
            rate=$(sed -E 's/.*"examples_per_second":([0-9.]+).*/\1/' "$folder/$loss-$repetition/metrics.jsonl")
            echo "$loss $rate" | tee -a "$folder/rates"
        done
    done
    awk '$2 > best[$1] { best[$1] = $2 }
        END { printf "| step time of the plugin over built in | %.3f |\n", best["fal"] / best["fal_plugin"] }' "$folder/rates"
}

name=${1:-all}
shift || true
case $name in
    all)
        resnet
        tabular
        plugin
        ;;
    resnet | tabular | plugin) "$name" "$@" ;;
    *)
        echo "no benchmark $name: resnet, tabular or plugin" >&2
        exit 64
        ;;
esac
