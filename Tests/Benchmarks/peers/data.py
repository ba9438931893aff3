"""Times pandas reading a text table, alone and with h5py writing what the import of Ballast writes.

usage: data.py table.csv out.h5 [--write]

Prints seconds and the process's peak memory in megabytes. The file has the chunks and filters of Ballast's: x by 32 KiB,
labels and indices by 16,384 rows, shuffled and deflated at level 4, flushed to the disk.
"""
import argparse
import os
import resource
import time

import h5py
import numpy
import pandas


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("output")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start = time.perf_counter()
    table = pandas.read_csv(options.table)
    if options.write:
        x = table.iloc[:, :-1].to_numpy(numpy.float32)
        y = table.iloc[:, -1].to_numpy(numpy.int32)
        filters = {"shuffle": True, "compression": 4}
        with h5py.File(options.output, "w") as file:
            file.create_dataset("all/x", data=x, chunks=(32768 // (4 * x.shape[1]), x.shape[1]), **filters)
            file.create_dataset("all/y", data=y, chunks=(16384,), **filters)
            file.create_dataset("all/index", data=numpy.arange(len(y)), chunks=(16384,), **filters)
            file.flush()
        descriptor = os.open(options.output, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    seconds = time.perf_counter() - start
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f}")


if __name__ == "__main__":
    main()
