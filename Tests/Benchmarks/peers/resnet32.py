"""Times CIFAR ResNet-32 in eager PyTorch: one training step and one inference pass.

usage: resnet32.py [--batch 128] [--steps 10] [--threads 2] [--memory-format contiguous|channels_last]
                   [--precision float32|bf16]

bf16 runs the network under autocast. Prints one JSON object: median seconds of a training step (SGD, momentum 0.9, weight decay 2e-4) and of an inference
pass, images per second of both, and the process's peak memory in MiB.
"""
import argparse
import json
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs: int, planes: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.padding = (planes - inputs) // 2
        self.stride = stride

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)), inplace=True)
        out = self.bn2(self.conv2(out))
        if self.stride != 1 or self.padding:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.padding, self.padding))
        return F.relu(out + x, inplace=True)


class ResNet32(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        blocks, inputs = [], 16
        for planes, stride in ((16, 1), (32, 2), (64, 2)):
            for index in range(5):
                blocks.append(Block(inputs, planes, stride if index == 0 else 1))
                inputs = planes
        self.blocks = nn.Sequential(*blocks)
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(F.relu(self.bn1(self.conv1(x)), inplace=True))
        return self.linear(x.mean((2, 3)))


def timed(action, steps: int) -> float:
    for _ in range(3):
        action()
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-format", choices=["contiguous", "channels_last"], default="contiguous")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    layout = torch.channels_last if options.memory_format == "channels_last" else torch.contiguous_format
    model = ResNet32().to(memory_format=layout)
    x = torch.randn(options.batch, 3, 32, 32).to(memory_format=layout)
    y = torch.randint(0, 10, (options.batch,))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=2e-4)

    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bf16")

    def train():
        optimizer.zero_grad()
        with autocast:
            loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()

    def infer():
        with torch.inference_mode(), autocast:
            model(x)

    model.train()
    training = timed(train, options.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    model.eval()
    inference = timed(infer, options.steps)
    print(json.dumps({
        "peer": f"PyTorch {torch.__version__} {options.memory_format} {options.precision}",
        "threads": options.threads,
        "training_seconds": training,
        "training_images_per_second": options.batch / training,
        "inference_seconds": inference,
        "inference_images_per_second": options.batch / inference,
        "peak_memory_mib": peak,
    }))


if __name__ == "__main__":
    main()
