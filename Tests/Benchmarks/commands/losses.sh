# Microseconds of value and gradients of losses on one thread, beside PyTorch's and beside the bytes that must be moved.
losses() {
    swift build -c release --product loss-benchmark
    make_folder
    .build/release/loss-benchmark "$@" > "$folder/own"
    if has torch; then peer peers/losses.py "$@" > "$folder/peer"; else cut -d' ' -f1-3 "$folder/own" > "$folder/peer"; fi
    echo '| loss | shape | Ballast µs | over its bytes | PyTorch µs | ratio |'
    echo '| --- | --- | --- | --- | --- | --- |'
    paste -d' ' "$folder/own" "$folder/peer" |
        awk '{ printf "| %s | [%d, %d] | %s | %.1f | %s | %s |\n", $1, $2, $3, $4, $4 / $5, $9 == "" ? "-" : $9,
            $9 == "" ? "-" : sprintf("%.1f", $9 / $4) }'
}
