# Microseconds a training step of small networks on a table, the whole loop with shuffling and gathering: median over the
# epochs of a run of one thread, beside PyTorch's plain loop and its DataLoader's; then where a
# step spends its time, and what an operation costs.
step() {
    local program=../../.build/release/ballast epochs=${1:-60}
    swift build -c release --package-path ../.. --product ballast
    make_folder
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
    swift build -c release --product step-benchmark
    echo
    .build/release/step-benchmark
}
