#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named, each with its peer beside it in the same run if that is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench [BENCH=resnet|tabular|step|losses|data|scaling|startup|plugin]
# Each is a function in commands/. resnet, step and losses are compared with PyTorch; tabular with scikit-learn and
# imbalanced-learn (and h5py to read the data); data with pandas and h5py, and with reading and writing the same bytes;
# plugin, a loss as a plugin, with itself built in (needs CIFAR10 as BALLAST_BENCH_IMAGES, by default data/cifar10.h5).
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

# A folder that is gone when the benchmark ends, as "folder".
make_folder() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/ballast-benchmark.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
}

name=${1:-all}
shift || true
case $name in
    all)
        # Each in a shell of its own, whose end removes its folder. Scaling is left out: it needs a folder for its tables.
        for name in resnet tabular step losses data startup plugin; do
            (. "commands/$name.sh" && "$name")
        done
        ;;
    resnet | tabular | step | losses | data | scaling | startup | plugin)
        . "commands/$name.sh"
        "$name" "$@"
        ;;
    *)
        echo "no benchmark $name: resnet, tabular, step, losses, data, scaling, startup or plugin" >&2
        exit 64
        ;;
esac
