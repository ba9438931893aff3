# Seconds until a command is there, and of a whole training run of one epoch on a small resident table, steps, validation and
# checkpoints included: best and median of twenty.
startup() {
    local program=../../.build/release/ballast own=.build/release/data-benchmark repetition
    swift build -c release --package-path ../.. --product ballast
    swift build -c release --product data-benchmark
    make_folder
    "$program" data make classification "$folder/fraud.h5" --seed 2010 --set n_samples=12000 --set n_features=12 \
        --set 'weights=[0.985, 0.015]' --classes 0,1 >/dev/null
    report() { sort -n | awk -v what="$1" '{ time[NR] = $1 }
        END { printf "| %s | %.0f | %.0f |\n", what, time[1] * 1e3, time[int((NR + 1) / 2)] * 1e3 }'; }
    echo '| command | best, ms | median, ms |'
    echo '| --- | --- | --- |'
    for ((repetition = 0; repetition < 20; repetition++)); do "$own" time "$program" --help; done | report 'ballast --help'
    for ((repetition = 0; repetition < 20; repetition++)); do
        rm -rf "$folder/run"
        "$own" time "$program" train ../../notebooks-md/configs/focal-loss/reproduction.yaml --threads 1 --quiet \
            --out "$folder/run" --set data.path="$folder/fraud.h5" --set training.epochs=1
    done | report 'ballast train, one epoch'
}
