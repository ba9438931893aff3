# Ways of data: the import of text beside pandas, scoring beside reading and writing the bytes, rows in random windows beside rows in
# their order, and augmented images. A table of so many rows, by default ten million, which takes 2 GB of disk in all.
data() {
    local rows=${1:-10000000} repetitions=${2:-3} program=../../.build/release/ballast own=.build/release/data-benchmark
    swift build -c release --package-path ../.. --product ballast
    swift build -c release --product data-benchmark
    make_folder
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
        }' "$folder/times"
}
