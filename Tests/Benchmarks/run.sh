#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named, each with its peer beside it in the same run if that is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench [BENCH=resnet|tabular|step|losses|scaling|plugin]
# resnet, step and losses are compared with PyTorch; tabular with scikit-learn and imbalanced-learn (and h5py to read the data); plugin, a loss
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
    for precision in float32 bf16; do
        .build/release/resnet-benchmark --precision "$precision" "$@"
        if has torch; then
            for format in contiguous channels_last; do
                peer peers/resnet32.py --precision "$precision" --memory-format "$format"
            done
        fi
    done
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

# Microseconds a training step of small networks on a table, the whole loop with shuffling and gathering: median over the
# epochs of a run of one thread, beside PyTorch's plain loop and its DataLoader's.
step() {
    local program=../../.build/release/ballast epochs=${1:-60}
    swift build -c release --package-path ../.. --product ballast
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    "$program" data make classification "$folder/fraud.h5" --seed 2010 --set n_samples=12000 --set n_features=12 \
        --set n_informative=5 --set n_redundant=3 --set 'weights=[0.985, 0.015]' --classes 0,1 >/dev/null
    echo '| network | batch | Ballast µs | PyTorch plain | PyTorch DataLoader | ratios |'
    echo '| --- | --- | --- | --- | --- | --- |'
    for case in "32 16:128" "16 8:128" "16 8:1024"; do
        local hidden=${case%:*} batch=${case#*:} plain=- loader=-
        local run="$folder/${hidden/ /-}-$batch"
        "$program" train ../../notebooks-md/configs/focal-loss/reproduction.yaml --threads 1 --quiet --out "$run" \
            --set data.path="$folder/fraud.h5" --set "model.hidden=[${hidden/ /, }]" --set training.batch_size="$batch" \
            --set training.epochs="$epochs" >/dev/null
        # The last batch is short: the time of an epoch is divided among all its steps.
        local own
        own=$(sed -E 's/.*"examples_per_second":([0-9.]+).*/\1/' "$run/metrics.jsonl" | sort -n |
            awk -v rows=8400 -v batch="$batch" '{ rate[NR] = $1 }
                END { printf "%.1f", 1e6 * rows / rate[int((NR + 1) / 2)] / int((rows + batch - 1) / batch) }')
        if has torch,h5py; then
            read -r plain loader < <(
                peer peers/step.py "$folder/fraud.h5" --hidden $hidden --batch "$batch" | awk '{ printf "%s ", $2 } END { print "" }')
        fi
        echo "| 12-${hidden/ /-}-1 | $batch | $own | $plain | $loader |" \
            "$(awk -v a="$own" -v b="$plain" -v c="$loader" 'BEGIN { if (b > 0) printf "%.1f, %.1f", b / a, c / a }') |"
    done
}

# Microseconds of value and gradients of losses on one thread, beside PyTorch's and beside the bytes that must be moved.
losses() {
    swift build -c release --product loss-benchmark
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    .build/release/loss-benchmark "$@" > "$folder/own"
    if has torch; then peer peers/losses.py "$@" > "$folder/peer"; else cut -d' ' -f1-3 "$folder/own" > "$folder/peer"; fi
    echo '| loss | shape | Ballast µs | over its bytes | PyTorch µs | ratio |'
    echo '| --- | --- | --- | --- | --- | --- |'
    paste -d' ' "$folder/own" "$folder/peer" |
        awk '{ printf "| %s | [%d, %d] | %s | %.1f | %s | %s |\n", $1, $2, $3, $4, $4 / $5, $9 == "" ? "-" : $9,
            $9 == "" ? "-" : sprintf("%.1f", $9 / $4) }'
}

# How a step grows with the batch, the width of the network, the classes of the loss and the rows of the data set, on one
# thread and on two: tables in the folder that is named, figures too if gnuplot is there. The whole takes some minutes.
scaling() {
    local folder=${1:?the folder to write into} program=../../.build/release/ballast rows
    mkdir -p "$folder"
    swift build -c release --product scaling-benchmark
    swift build -c release --package-path ../.. --product ballast
    .build/release/scaling-benchmark "$folder"
    local scratch
    scratch=$(mktemp -d)
    trap "rm -rf '$scratch'" EXIT
    printf 'rows of the data set\t1 thread\t2 threads\n' > "$folder/rows.tsv"
    for rows in 10000 100000 1000000 10000000; do
        "$program" data make fraud_stream "$scratch/rows.h5" --seed 1 --set rows="$rows" --set ratio=50 >/dev/null
        printf '%s' "$rows" >> "$folder/rows.tsv"
        for threads in 1 2; do
            rm -rf "$scratch/run"
            "$program" train ../../notebooks-md/configs/focal-loss/reproduction.yaml --threads "$threads" --quiet \
                --out "$scratch/run" --set data.path="$scratch/rows.h5" --set training.batch_size=1024 \
                --set training.epochs=$((rows > 1000000 ? 2 : 4)) >/dev/null
            sed -E 's/.*"examples_per_second":([0-9.]+).*/\1/' "$scratch/run/metrics.jsonl" | sort -n | tail -1 |
                awk '{ printf "\t%.2f", 1024e6 / $1 }' >> "$folder/rows.tsv"
        done
        echo >> "$folder/rows.tsv"
    done
    command -v gnuplot >/dev/null || return 0
    for table in batch width classes rows; do
        gnuplot -c scaling.gp "$folder/$table.tsv" "$folder/scaling-$table.svg" "$(head -1 "$folder/$table.tsv" | cut -f1)"
    done
}

name=${1:-all}
shift || true
case $name in
    all)
        resnet
        tabular
        step
        losses
        plugin
        ;;
    resnet | tabular | step | losses | scaling | plugin) "$name" "$@" ;;
    *)
        echo "no benchmark $name: resnet, tabular, step, losses, scaling or plugin" >&2
        exit 64
        ;;
esac
