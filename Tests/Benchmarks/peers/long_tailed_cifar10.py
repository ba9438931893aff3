"""Trains ResNet-32 with cross-entropy on long-tailed CIFAR10 in PyTorch, as the configurations of Ballast do.

usage: long_tailed_cifar10.py data/cifar10.h5 [--epochs 30] [--seed 0] [--threads 2]

Needs h5py. The same subset (imbalance 100, NumPy seed 0), batches of 128, crops with padding 4, flips, Kaiming-normal
weights, SGD (0.1, momentum 0.9, weight decay 2e-4), warm-up over five epochs, decay at 80 % and 90 % of the epochs. Prints
a line an epoch, then the test error and the accuracy of every class as JSON.
"""
import argparse
import json
import time

import h5py
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from resnet32 import ResNet32


def subset(labels: np.ndarray) -> np.ndarray:
    np.random.seed(0)
    rows = []
    for label in range(10):
        positions = np.where(labels == label)[0]
        np.random.shuffle(positions)
        rows.append(positions[: int(5000 * 0.01 ** (label / 9))])
    return np.concatenate(rows)


def augmented(images: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    count = len(images)
    padded = F.pad(images, (4, 4, 4, 4))
    tops, lefts = (torch.randint(0, 9, (count,), generator=random) for _ in range(2))
    rows = tops[:, None] + torch.arange(32)
    columns = lefts[:, None] + torch.arange(32)
    cut = padded[torch.arange(count)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
    flips = torch.rand(count, generator=random) < 0.5
    return torch.where(flips[:, None, None, None], cut.flip(3), cut)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random = torch.Generator().manual_seed(options.seed)

    with h5py.File(options.data) as file:
        images, labels = file["train/x"][:], file["train/y"][:].astype("int64")
        test_images, test_labels = file["test/x"][:], file["test/y"][:].astype("int64")
    rows = subset(labels)
    images, labels = torch.from_numpy(images[rows]), torch.from_numpy(labels[rows])
    mean = torch.tensor([0.4914, 0.4822, 0.4465])[:, None, None]
    deviation = torch.tensor([0.2023, 0.1994, 0.2010])[:, None, None]

    def normalised(batch: torch.Tensor) -> torch.Tensor:
        return ((batch.float() / 255 - mean) / deviation).contiguous(memory_format=torch.channels_last)

    model = ResNet32().to(memory_format=torch.channels_last)
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=2e-4)

    start = time.time()
    for epoch in range(options.epochs):
        rate = 0.1 * min(1, (epoch + 1) / 5)
        if epoch >= 0.8 * options.epochs:
            rate *= 0.01 if epoch < 0.9 * options.epochs else 0.0001
        for group in optimizer.param_groups:
            group["lr"] = rate
        model.train()
        total = 0.0
        for batch in torch.randperm(len(labels), generator=random).split(128):
            loss = F.cross_entropy(model(normalised(augmented(images[batch], random))), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}/{options.epochs}  loss {total / len(labels):.4f}  {time.time() - start:.0f} s", flush=True)

    model.eval()
    correct = np.zeros(10)
    with torch.no_grad():
        for first in range(0, len(test_labels), 256):
            scores = model(normalised(torch.from_numpy(test_images[first : first + 256])))
            right = scores.argmax(1).numpy() == test_labels[first : first + 256]
            np.add.at(correct, test_labels[first : first + 256], right)
    counts = np.bincount(test_labels)
    print(json.dumps({
        "seed": options.seed, "test_error": 1 - correct.sum() / counts.sum(), "per_class": list(correct / counts)}))


if __name__ == "__main__":
    main()
