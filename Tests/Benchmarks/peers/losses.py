"""Times value and gradients of losses in eager PyTorch.

usage: losses.py [--threads 1] [--repetitions 15]

Prints a line for each case: name, rows, classes, microseconds. Distances are formed as |x|^2 - 2 x.a + |a|^2 and by
torch.cdist, and the faster of the two counts.
"""
import argparse
import time

import torch
from torch.nn import functional as F

WIDTH = 64


def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels)


def focal_values(scores, labels, gamma=2.0):
    logarithm = F.log_softmax(scores, 1).gather(1, labels[:, None])[:, 0]
    return -((1 - logarithm.exp()) ** gamma) * logarithm


def focal(logits, labels):
    return focal_values(logits, labels).mean()


def expanded(x, a):
    return (x * x).sum(1, keepdim=True) - 2 * x @ a.T + (a * a).sum(1)


def cdist(x, a):
    return torch.cdist(x, a).square()


def within_class(own, labels, classes):
    counts = torch.bincount(labels, minlength=classes).to(own)
    present = (counts > 0).sum()
    return (own / (counts[labels] * present)).sum()


def anchors(distances):
    def value(features, labels, centres):
        d = distances(features, centres)
        own = d.gather(1, labels[:, None])[:, 0]
        scores = (-d).scatter_add(1, labels[:, None], torch.full_like(labels[:, None], 0, dtype=d.dtype) - 0.5)
        return focal_values(scores, labels).mean() + 0.1 * within_class(own, labels, len(centres))

    return value


def mixture(distances):
    def value(features, labels, centres):
        d = distances(features, centres) / 2
        own = d.gather(1, labels[:, None])
        scores = (-d).scatter_add(1, labels[:, None], -own)
        return F.cross_entropy(scores, labels) + 0.1 * own.mean()

    return value


def best(body, repetitions: int) -> float:
    body()
    start = time.perf_counter()
    body()
    calls = max(1, int(1e-3 / max(time.perf_counter() - start, 1e-7)))
    least = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        for _ in range(calls):
            body()
        least = min(least, (time.perf_counter() - start) / calls)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repetitions", type=int, default=15)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    for rows, classes in [(128, 10), (4096, 1000)]:
        labels = torch.arange(rows) * 7 % classes
        logits = torch.randn(rows, classes, requires_grad=True)
        features = torch.randn(rows, WIDTH, requires_grad=True)
        trained = torch.randn(classes, WIDTH, requires_grad=True)
        fixed = torch.randn(classes, WIDTH)

        def run(loss, *inputs):
            for leaf in (logits, features, trained):
                leaf.grad = None
            loss(*inputs).backward()

        ways = (expanded, cdist)
        cases = {
            "cross_entropy": [lambda: run(cross_entropy, logits, labels)],
            "focal": [lambda: run(focal, logits, labels)],
            "lgm": [lambda way=way: run(mixture(way), features, labels, trained) for way in ways],
            "fal": [lambda way=way: run(anchors(way), features, labels, trained) for way in ways],
            "faml": [lambda way=way: run(anchors(way), features, labels, fixed) for way in ways],
        }
        for name, bodies in cases.items():
            print(name, rows, classes, f"{1e6 * min(best(body, options.repetitions) for body in bodies):.1f}", flush=True)


if __name__ == "__main__":
    main()
