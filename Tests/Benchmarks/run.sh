#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named, each with its peer beside it in the same run if that is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench [BENCH=resnet|tabular|step|losses|data|plugin]
# resnet, step and losses are compared with PyTorch; tabular with scikit-learn and imbalanced-learn (and h5py to read the data); plugin, a loss
# as a plugin, with itself built in (needs CIFAR10 as BALLAST_BENCH_IMAGES, by default data/cifar10.h5).
# data is compared with pandas and h5py, and with reading and writing the same bytes.
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

# Ways of data: the import of text beside pandas, scoring beside reading and writing the bytes, rows in random windows beside rows in
# their order, and augmented images. A table of so many rows, by default ten million, which takes 2 GB of disk in all.
data() {
    local rows=${1:-10000000} repetitions=${2:-3} program=../../.build/release/ballast own=.build/release/data-benchmark
    swift build -c release --package-path ../.. --product ballast
    swift build -c release --product data-benchmark
    folder=$(mktemp -d "${TMPDIR:-/tmp}/ballast-data.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    "$own" table "$folder/table.csv" "$rows"
    head -n 20001 "$folder/table.csv" > "$folder/sample.csv"
    "$program" data import csv "$folder/sample.csv" "$folder/sample.h5" >/dev/null 2>&1
    "$program" train ../../notebooks-md/configs/focal-loss/reproduction.yaml --threads 1 --quiet --out "$folder/run" \
        --set data.path="$folder/sample.h5" --set training.epochs=1 >/dev/null

    # Seconds and peak megabytes of a command, of its best repetition, under a name.
    timed() {
        local name=$1 repetition
        shift
        for ((repetition = 1; repetition <= repetitions; repetition++)); do
            "$own" time "$@"
        done | sort -n | head -1 | sed "s/^/$name /" | tee -a "$folder/times"
    }
    timed import "$program" data import csv "$folder/table.csv" "$folder/table.h5" --force
    timed import_one_thread "$program" data import csv "$folder/table.csv" "$folder/table.h5" --force --threads 1
    timed copy "$own" copy "$folder/table.h5" "$folder/copy.h5"
    timed predict "$program" predict "$folder/run" --data "$folder/table.h5" --split all --out "$folder/scores.h5"
    "$own" shuffle "$folder/table.h5" 32 | tee -a "$folder/times"
    "$own" images | tee -a "$folder/times"
    if has pandas,h5py; then
        for action in read write; do
            local option=
            [ "$action" = write ] && option=--write
            for ((repetition = 1; repetition <= repetitions; repetition++)); do
                peer peers/data.py "$folder/table.csv" "$folder/peer.h5" $option
            done | sort -n | head -1 | sed "s/^/pandas_$action /" | tee -a "$folder/times"
        done
    fi
    awk -v rows="$rows" '{ time[$1] = $2; memory[$1] = $3 }
        function line(what, value) { printf "| %s | %s |\n", what, value }
        function ratio(what, over, under) { if (over > 0 && under > 0) line(what, sprintf("%.2f", over / under)) }
        END {
            print "| what | value |"
            print "| --- | --- |"
            line("import of text, million rows a second", sprintf("%.2f", rows / time["import"] / 1e6))
            ratio("pandas.read_csv alone over the whole import, seconds", time["pandas_read"], time["import"])
            ratio("pandas.read_csv and h5py over the import, seconds", time["pandas_write"], time["import"])
            ratio("the same, import by one thread", time["pandas_write"], time["import_one_thread"])
            line("peak memory of the import, MB", memory["import"])
            if (memory["pandas_write"]) line("peak memory of pandas and h5py, MB", memory["pandas_write"])
            ratio("scoring over reading and writing the bytes, seconds", time["predict"], time["copy"])
            line("peak memory of scoring, MB", memory["predict"])
            ratio("rows in random windows over rows in their order, rows a second", time["shuffled_rows"], time["sequential_rows"])
            line("augmented CIFAR images a second by one thread", sprintf("%.0f", time["images"]))
            ratio("the same over 745 images a second, a training rate", time["images"], 745)
        }' "$folder/times"
}

name=${1:-all}
shift || true
case $name in
    all)
        resnet
        tabular
        step
        losses
        data
        plugin
        ;;
    resnet | tabular | step | losses | data | plugin) "$name" "$@" ;;
    *)
        echo "no benchmark $name: resnet, tabular, step, losses, data or plugin" >&2
        exit 64
        ;;
esac
