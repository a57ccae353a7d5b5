"""PyTorch on the work of `earshot bench NAME`: the same shapes, the same networks, the same names of rows, as JSON.

    python torch_twin.py NAME [--batch B] [--height H] [--width W] [--threads T] [--seconds S] [--device D] [--tf32]

PyTorch is run as it is fastest: images channels-last, AdamW fused, the encoder's fast path in inference.
`compare` beside this file runs both sides in turns. Nothing of the build needs it.
"""

import argparse
import json
import math
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

try:
    import torch
except ImportError:
    sys.exit(f"torch_twin: {sys.executable} has no torch; name another interpreter, or install it there: pip install torch numpy")

import torch.nn as nn
import torch.nn.functional as F

CLASSES = 50


# ---- networks --------------------------------------------------------------------------------------------------------


class BasicBlock(nn.Module):
    def __init__(self, c, o, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(c, o, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(o)
        self.conv2 = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(o)
        self.downsample = nn.Identity()
        if stride != 1 or c != o:
            self.downsample = nn.Sequential(nn.Conv2d(c, o, 1, stride, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu(self.bn2(self.conv2(y)) + self.downsample(x), inplace=True)


def resnet34():
    layers = [nn.Conv2d(1, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)]
    c = 64
    for o, blocks, stride in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        for b in range(blocks):
            layers.append(BasicBlock(c, o, stride if b == 0 else 1))
            c = o
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, CLASSES))


def conv_bn_silu(c, o, k, stride, groups=1):
    return nn.Sequential(nn.Conv2d(c, o, k, stride, k // 2, groups=groups, bias=False), nn.BatchNorm2d(o), nn.SiLU(True))


class MBConv(nn.Module):
    def __init__(self, c, o, k, stride, expansion, skipped):
        super().__init__()
        self.kept = 1 - skipped
        wide, narrow = c * expansion, max(1, c // 4)
        self.residual = stride == 1 and c == o
        self.expand = conv_bn_silu(c, wide, 1, 1) if expansion != 1 else nn.Identity()
        self.depthwise = conv_bn_silu(wide, wide, k, stride, groups=wide)
        self.excite = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(wide, narrow, 1), nn.SiLU(True), nn.Conv2d(narrow, wide, 1), nn.Sigmoid())
        self.project = nn.Sequential(nn.Conv2d(wide, o, 1, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        y = self.depthwise(self.expand(x))
        y = self.project(y * self.excite(y))
        if not self.residual:
            return y
        if self.training and self.kept < 1:  # stochastic depth
            y = y * torch.empty(y.shape[0], 1, 1, 1).bernoulli_(self.kept).div_(self.kept)
        return x + y


def efficientnet_b0():
    layers, c, number = [conv_bn_silu(3, 32, 3, 2)], 32, 0
    for expansion, o, blocks, stride, k in [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
                                            (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)]:
        for b in range(blocks):
            layers.append(MBConv(c, o, k, stride if b == 0 else 1, expansion, 0.2 * number / 16))
            c, number = o, number + 1
    return nn.Sequential(*layers, conv_bn_silu(320, 1280, 1, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2),
                         nn.Linear(1280, CLASSES))


class SequenceClassifier(nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.proj = nn.Linear(256, 256)
        self.pos = nn.Parameter(torch.zeros(1, steps, 256))
        self.enc = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(256, 8, 1024, 0.1, "gelu", batch_first=True, norm_first=True), 6, enable_nested_tensor=False)
        self.head = nn.Linear(256, CLASSES)

    def forward(self, x):
        return self.head(self.enc(self.proj(x) + self.pos).mean(1))


class BeatsLayer(nn.Module):
    """Deep norm; each query weighs by a gate how much the distances of the keys count."""

    def __init__(self, width, heads, inner, alpha):
        super().__init__()
        self.heads, self.alpha = heads, alpha
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.grep = nn.Linear(width // heads, 8)
        self.grep_a = nn.Parameter(torch.ones(1, heads, 1, 1))
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def attention(self, x, bias):
        b, t, e = x.shape
        q, k, v = (layer(x).view(b, t, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        ga, gb = self.grep(q).view(b, self.heads, t, 2, 4).sum(-1).sigmoid().chunk(2, -1)
        gate = ga * (gb * self.grep_a - 1) + 2
        y = F.scaled_dot_product_attention(q, k, v, gate * bias)
        return self.out(y.transpose(1, 2).reshape(b, t, e))

    def forward(self, x, bias):
        x = self.norm1(x * self.alpha + self.attention(x, bias))
        return self.norm2(x * self.alpha + self.fc2(F.gelu(self.fc1(x))))


class Beats(nn.Module):
    """BEATs (Chen et al., 2023) at its full size, with a linear head on the mean of the tokens; pictures [N, 1, 128, frames]."""

    def __init__(self, width=768, heads=12, layers=12, inner=3072, buckets=320, largest=800):
        super().__init__()
        self.heads, self.buckets, self.largest = heads, buckets, largest
        self.patches = nn.Conv2d(1, 512, 16, 16, bias=False)
        self.norm, self.projection = nn.LayerNorm(512), nn.Linear(512, width)
        self.positions = nn.utils.parametrizations.weight_norm(nn.Conv1d(width, width, 128, padding=64, groups=16), dim=2)
        self.distances = nn.Embedding(buckets, heads)
        self.encoder_norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(BeatsLayer(width, heads, inner, (2 * layers) ** 0.25) for _ in range(layers))
        self.head = nn.Linear(width, CLASSES)

    def bias(self, t):
        apart = torch.arange(t)[None, :] - torch.arange(t)[:, None]
        half, exact = self.buckets // 2, self.buckets // 4
        far = exact + (torch.log(apart.abs().float().clamp_min(1) / exact) / math.log(self.largest / exact) * (half - exact)).long()
        bucket = (apart > 0) * half + torch.where(apart.abs() < exact, apart.abs(), far.clamp_max(half - 1))
        return self.distances(bucket).permute(2, 0, 1)[None]

    def forward(self, x):
        x = self.patches(x.transpose(2, 3)).flatten(2).transpose(1, 2)
        x = self.projection(self.norm(x))
        x = self.encoder_norm(x + F.gelu(self.positions(x.transpose(1, 2))[:, :, :-1]).transpose(1, 2))
        bias = self.bias(x.shape[1])
        for layer in self.layers:
            x = layer(x, bias)
        return self.head(x.mean(1))


# ---- work: each function yields (name of the row, clips of a run, what to run) -------------------------------------------


def gemm(size):
    t = 248 * size.batch
    for m, n, k in [(1024, 1024, 1024), (t, 768, 768), (t, 3072, 768), (t, 768, 3072)]:
        a, b = torch.randn(m, k), torch.randn(k, n)
        yield f"{m}x{n}x{k}", 0, lambda: a @ b


def conv(size):
    """Channels in and out, height, width, kernel, stride, groups."""
    shapes = [(64, 64, 32, 54, 3, 1, 1), (128, 128, 16, 27, 3, 1, 1), (256, 256, 8, 14, 3, 1, 1), (512, 512, 4, 7, 3, 1, 1),
              (64, 128, 32, 54, 3, 2, 1), (64, 128, 32, 54, 1, 2, 1), (24, 144, 32, 54, 1, 1, 1), (144, 144, 32, 54, 3, 1, 144),
              (240, 240, 16, 27, 5, 1, 240), (672, 672, 8, 14, 5, 1, 672), (1, 64, 128, 216, 7, 2, 1)]
    for c, o, h, w, k, stride, groups in shapes:
        x, weight = images(size.batch, c, h, w), images(o, c // groups, k, k)
        pad = k // 2
        forward = lambda: F.conv2d(x, weight, None, stride, pad, 1, groups)
        dy = torch.randn_like(forward())

        def backward(mask):
            return torch.ops.aten.convolution_backward(
                dy, x, weight, None, [stride] * 2, [pad] * 2, [1, 1], False, [0, 0], groups, mask)

        kernel = f"{k}x{k}" + (f"s{stride}" if stride > 1 else "")
        channels = f"depthwise {c}" if groups > 1 else str(c) if c == o else f"{c}-{o}"
        name = f"{kernel} {channels} {h}x{w}"
        yield f"{name} forward", 0, forward
        if c > 1:
            yield f"{name} backward-data", 0, lambda: backward([True, False, False])
        yield f"{name} backward-weight", 0, lambda: backward([False, True, False])


def images(*shape):
    return torch.randn(*shape).to(memory_format=torch.channels_last)


def training(model, x):
    y = torch.randint(0, CLASSES, (x.shape[0],))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), y, label_smoothing=0.1).backward()
        optimizer.step()

    yield "training step", x.shape[0], step


def settle(model, x):
    """Running statistics are those of this batch, as after training. With those that a deep network is born with its signals die
    away from layer to layer, as they do in no network that is used."""
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    model.train()
    with torch.no_grad():
        model(x)
    for norm in norms:
        norm.momentum = 0.1


def inference(model, x):
    settle(model, x)
    model.eval()

    def judge():
        with torch.inference_mode():
            model(x)

    yield "inference", x.shape[0], judge


def channels_last(model):
    return model.to(memory_format=torch.channels_last)


def encoder():
    layer = nn.TransformerEncoderLayer(768, 12, 3072, 0.0, "gelu", batch_first=True)
    return nn.TransformerEncoder(layer, 12)


def adamw(_):
    parameters = [nn.Parameter(torch.randn_like(p)) for p in resnet34().parameters()]
    for p in parameters:
        p.grad = torch.randn_like(p)
    yield "resnet34 parameters", 0, torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01, fused=True).step


def logmel(size):
    clips, window, bands = torch.randn(size.batch, 220500), torch.hann_window(2048), torch.rand(128, 1025)

    def pictures():
        power = torch.stft(clips, 2048, 512, window=window, return_complex=True).abs().square()
        return 10 * torch.log10((bands @ power).clamp_min(1e-10))

    yield "5 s at 44.1 kHz", size.batch, pictures


def logmel_librosa(size):
    """Clips on as many threads as PyTorch may have: librosa itself has only one."""
    try:
        import librosa
    except ImportError:
        sys.exit(f"torch_twin: {sys.executable} has no librosa; install it there: pip install librosa")
    clips, pool = torch.randn(size.batch, 220500).numpy(), ThreadPoolExecutor(size.threads)

    def picture(clip):
        return librosa.power_to_db(librosa.feature.melspectrogram(y=clip, sr=44100, n_fft=2048, hop_length=512, n_mels=128))

    yield "5 s at 44.1 kHz", size.batch, lambda: list(pool.map(picture, clips))


def picture_benches(name, model, channels, batch, height, width):
    def x(size):
        return images(size.batch, channels, size.height or 128, size.width)

    return {f"{name}-train": ((batch, height, width), lambda size: training(channels_last(model()), x(size))),
            f"{name}-infer": ((batch, height, width), lambda size: inference(channels_last(model()), x(size)))}


BENCHES = {  # name: (batch, height, width unless told otherwise), rows
    "gemm": ((8, 0, 0), gemm),
    "conv": ((32, 0, 0), conv),
    **picture_benches("resnet34", resnet34, 1, 32, 128, 216),
    **picture_benches("efficientnet-b0", efficientnet_b0, 3, 16, 128, 216),
    "transformer-infer": ((8, 0, 248), lambda size: inference(encoder(), torch.randn(size.batch, size.width, 768))),
    "transformer-train": ((32, 0, 104),
                          lambda size: training(SequenceClassifier(size.width), torch.randn(size.batch, size.width, 256))),
    **picture_benches("beats", Beats, 1, 8, 0, 498),
    "adamw": ((0, 0, 0), adamw),
    "logmel": ((32, 0, 0), logmel),
    "logmel-librosa": ((32, 0, 0), logmel_librosa),
}


# ---- clock -----------------------------------------------------------------------------------------------------------------


def repeat(run, seconds, fewest):
    times, begun = [], time.perf_counter()
    while len(times) < fewest or time.perf_counter() - begun < seconds:
        start = time.perf_counter()
        run()
        if torch.get_default_device().type == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return times


def measure(name, clips, run, seconds):
    repeat(run, seconds / 2, 2)
    times = repeat(run, seconds, 5)
    median = statistics.median(times)
    return {"name": name, "median": median, "min": min(times), "max": max(times), "repeats": len(times),
            "clipsPerSecond": clips / median}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=BENCHES)
    for size in ("batch", "height", "width"):
        parser.add_argument(f"--{size}", type=int)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--tf32", action="store_true", help="let tensor cores round the operands of products")
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    torch.set_default_device(wanted.device)
    torch.backends.cuda.matmul.allow_tf32 = wanted.tf32
    torch.backends.cudnn.allow_tf32 = wanted.tf32
    torch.manual_seed(0)
    standard, rows = BENCHES[wanted.name]
    for size, value in zip(("batch", "height", "width"), standard):
        if getattr(wanted, size) is None:
            setattr(wanted, size, value)
    lines = [measure(*row, wanted.seconds) for row in rows(wanted)]
    json.dump({"bench": wanted.name, "device": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads(), "lines": lines},
              sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
