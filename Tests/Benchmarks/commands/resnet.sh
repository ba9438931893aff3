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
