tabular() {
    swift build -c release --product tabular-benchmark
    make_folder
    .build/release/tabular-benchmark "$folder" "$@"
    if has imblearn,sklearn,h5py; then peer peers/tabular.py "$folder"; fi
}
