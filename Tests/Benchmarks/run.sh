#!/usr/bin/env bash
# Runs every benchmark, then the peers beside it in the same run if their Python is there:
#   BALLAST_PEER_PYTHON=/path/to/python make bench      (PyTorch installed in that Python)
set -euo pipefail
cd "$(dirname "$0")"
swift build -c release
.build/release/resnet-benchmark "$@"
python=${BALLAST_PEER_PYTHON:-python3}
if "$python" -c 'import torch' 2>/dev/null; then
    for format in contiguous channels_last; do "$python" peers/resnet32.py --memory-format "$format"; done
else
    echo "PyTorch is not installed in $python: set BALLAST_PEER_PYTHON to compare" >&2
fi
