# FAL from the framework's own sources as a plugin, beside the one that is built in: images a second of ResNet-32 over an
# epoch of long-tailed CIFAR10, in turn, best of each.
plugin() {
    local repetitions=${1:-5} images=${BALLAST_BENCH_IMAGES:-$PWD/../../data/cifar10.h5} sources=../../Sources/BallastLosses
    if [ ! -e "$images" ]; then
        echo "plugin: there is no $images; set BALLAST_BENCH_IMAGES" >&2
        return
    fi
    swift build -c release --package-path ../.. --product ballast
    make_folder
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
