#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named, each with its peer beside it in the same run if that is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench [BENCH=resnet|tabular]
# resnet is compared with PyTorch; tabular with scikit-learn and imbalanced-learn (and h5py to read the data).
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

name=${1:-all}
shift || true
case $name in
    all)
        resnet
        tabular
        ;;
    resnet | tabular) "$name" "$@" ;;
    *)
        echo "no benchmark $name: resnet or tabular" >&2
        exit 64
        ;;
esac
