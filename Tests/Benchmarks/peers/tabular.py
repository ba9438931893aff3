"""Times the samplers and metrics of imbalanced-learn and scikit-learn beside Ballast's, on the same data in the same run.

usage: tabular.py FOLDER [--repetitions 5]

The folder is the one that tabular-benchmark was given. Each case is run as it is by default and, where the interface has
it, with n_jobs=-1; the better of them counts. Each is the best of the repetitions, which go on until two seconds are
spent, as Ballast's do. Prints a table of seconds and of their ratio, and
fails if a result differs: rows and made values must be equal, metrics to 1e-12.

NearMiss-2 keeps the distances and positions of all rows of the large class to all of the small one: 16 bytes a pair,
3.1 GB for 100,000 rows of which 1,961 are of the small class.
"""
import argparse
import sys
import time

import h5py
import imblearn
import numpy as np
import sklearn
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import NearMiss
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.neighbors import NearestNeighbors


def best(action, repetitions: int):
    seconds, spent, done, result = float("inf"), 0.0, 0, None
    while done < repetitions or spent < 2:
        result = None
        start = time.perf_counter()
        result = action()
        taken = time.perf_counter() - start
        seconds, spent, done = min(seconds, taken), spent + taken, done + 1
    return seconds, result


def smote_agrees(mine, ballast, x) -> bool:
    return np.array_equal(mine[0], np.concatenate([x[ballast["rows"][:]], ballast["made"][:]]))


def rows_agree(mine, ballast, x) -> bool:
    return np.array_equal(mine[0], x[ballast["rows"][:]])


def value_agrees(mine, ballast, _) -> bool:
    return abs(mine - ballast["value"][()]) <= 1e-12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--repetitions", type=int, default=5)
    options = parser.parse_args()

    with h5py.File(f"{options.folder}/table.h5") as file:
        x, y = file["all/x"][:].astype("float64"), file["all/y"][:].astype("int64")
    with h5py.File(f"{options.folder}/scores.h5") as file:
        truth, score = file["y"][:], file["score"][:]

    all_jobs = NearestNeighbors(n_neighbors=6, n_jobs=-1)
    cases = {
        "smote": ([
            lambda: SMOTE(random_state=0).fit_resample(x, y),
            lambda: SMOTE(random_state=0, k_neighbors=all_jobs).fit_resample(x, y),
        ], smote_agrees),
        "near_miss_1": ([
            lambda: NearMiss(version=1).fit_resample(x, y),
            lambda: NearMiss(version=1, n_jobs=-1).fit_resample(x, y),
        ], rows_agree),
        "near_miss_2": ([
            lambda: NearMiss(version=2).fit_resample(x, y),
            lambda: NearMiss(version=2, n_jobs=-1).fit_resample(x, y),
        ], rows_agree),
        "roc_auc": ([lambda: roc_auc_score(truth, score)], value_agrees),
        "average_precision": ([lambda: average_precision_score(truth, score)], value_agrees),
    }
    print(f"imbalanced-learn {imblearn.__version__}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}; "
          f"table {x.shape[0]} x {x.shape[1]} with {int(y.sum())} rows of the small class, "
          f"{len(truth)} scores with {int(truth.sum())} positive")
    print("| case | Ballast s | peer s | peer / Ballast | results |\n| --- | --- | --- | --- | --- |")
    differing = []
    with h5py.File(f"{options.folder}/ballast.h5") as results:
        for name, (ways, agrees) in cases.items():
            ballast = results[name]
            seconds, alike = float("inf"), True
            for way in ways:
                taken, mine = best(way, options.repetitions)
                seconds = min(seconds, taken)
                alike = alike and agrees(mine, ballast, x)
                del mine
            if not alike:
                differing.append(name)
            own = ballast["seconds"][()]
            print(f"| {name} | {own:.4f} | {seconds:.4f} | {seconds / own:.1f} | {'same' if alike else 'DIFFERENT'} |",
                  flush=True)
    if differing:
        sys.exit("results differ: " + ", ".join(differing))


if __name__ == "__main__":
    main()
