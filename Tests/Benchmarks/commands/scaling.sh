# How a step grows with the batch, the width of the network, the classes of the loss and the rows of the data set, on one
# thread and on two: tables in the folder that is named, figures too if gnuplot is there. The whole takes some minutes.
scaling() {
    local results=${1:?the folder to write into} program=../../.build/release/ballast rows
    mkdir -p "$results"
    swift build -c release --product scaling-benchmark
    swift build -c release --package-path ../.. --product ballast
    .build/release/scaling-benchmark "$results"
    make_folder
    printf 'rows of the data set\t1 thread\t2 threads\n' > "$results/rows.tsv"
    for rows in 10000 100000 1000000 10000000; do
        rm -f "$folder/rows.h5"
        "$program" data make fraud_stream "$folder/rows.h5" --seed 1 --set rows="$rows" --set ratio=50 >/dev/null
        printf '%s' "$rows" >> "$results/rows.tsv"
        for threads in 1 2; do
            rm -rf "$folder/run"
            "$program" train ../../notebooks-md/configs/focal-loss/reproduction.yaml --threads "$threads" --quiet \
                --out "$folder/run" --set data.path="$folder/rows.h5" --set training.batch_size=1024 \
                --set training.epochs=$((rows > 1000000 ? 2 : 4)) >/dev/null
            sed -E 's/.*"examples_per_second":([0-9.]+).*/\1/' "$folder/run/metrics.jsonl" | sort -n | tail -1 |
                awk '{ printf "\t%.2f", 1024e6 / $1 }' >> "$results/rows.tsv"
        done
        echo >> "$results/rows.tsv"
    done
    command -v gnuplot >/dev/null || return 0
    for table in batch width classes rows; do
        gnuplot -c scaling.gp "$results/$table.tsv" "$results/scaling-$table.svg" "$(head -1 "$results/$table.tsv" | cut -f1)"
    done
}
