"""Times a training step of small networks on a table in eager PyTorch.

usage: step.py fraud.h5 --hidden 32 16 --batch 128 [--epochs 5] [--threads 1]

The network's logit goes into focal loss (γ = 2, α = 0.25), Adam updates. Prints microseconds a step of the whole loop, the
median over epochs: "plain" shuffles and gathers the rows of tensors itself, "loader" takes them from a DataLoader.
"""
import argparse
import statistics
import time

import h5py
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def focal(logits, labels):
    signed = torch.where(labels == 1, logits, -logits)
    return (0.25 * torch.sigmoid(-signed) ** 2 * F.softplus(-signed)).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--hidden", type=int, nargs="+", default=[32, 16])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    with h5py.File(options.data) as file:
        rows = int(0.7 * len(file["all/y"]))
        x = torch.from_numpy(file["all/x"][:rows].astype("float32"))
        y = torch.from_numpy(file["all/y"][:rows].astype("float32"))

    widths = [x.shape[1], *options.hidden]
    layers = [part for a, b in zip(widths, widths[1:]) for part in (nn.Linear(a, b), nn.ReLU())]
    model = nn.Sequential(*layers, nn.Linear(widths[-1], 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def step(inputs, labels):
        optimizer.zero_grad()
        loss = focal(model(inputs)[:, 0], labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    def plain():
        order = torch.randperm(rows)
        for batch in order.split(options.batch):
            step(x[batch], y[batch])

    loader = DataLoader(TensorDataset(x, y), batch_size=options.batch, shuffle=True)

    def loaded():
        for inputs, labels in loader:
            step(inputs, labels)

    steps = -(-rows // options.batch)
    for name, epoch in (("plain", plain), ("loader", loaded)):
        epoch()
        times = []
        for _ in range(options.epochs):
            start = time.perf_counter()
            epoch()
            times.append((time.perf_counter() - start) / steps)
        print(f"{name} {statistics.median(times) * 1e6:.1f}", flush=True)


if __name__ == "__main__":
    main()
