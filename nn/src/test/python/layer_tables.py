"""Writes resources/org/gradus/nn/layers.tsv: what layers give, computed with NumPy from the equations.

Run: python3 layer_tables.py > ../resources/org/gradus/nn/layers.tsv
"""

import numpy as np
from scipy import special


def sample(shape, factor, modulus):
    n = int(np.prod(shape))
    return (((np.arange(n) * factor + 3) % modulus - modulus // 2) / 4.0).reshape(shape)


def put(name, y):
    y = np.asarray(y)
    print("\t".join([name, ",".join(map(str, y.shape)), ",".join(repr(float(v)) for v in y.ravel())]))


sigmoid = special.expit
TIME, BATCH, INPUTS, HIDDEN = 4, 2, 3, 5
xs = sample((TIME, BATCH, INPUTS), 7, 11)
h0 = sample((BATCH, HIDDEN), 5, 7)
c0 = sample((BATCH, HIDDEN), 3, 7)


def gates(count):
    return (
        sample((INPUTS, count * HIDDEN), 5, 13),
        sample((HIDDEN, count * HIDDEN), 3, 11),
        sample((count * HIDDEN,), 2, 5),
    )


w, u, b = gates(1)
h = h0
for x in xs:
    h = np.tanh(x @ w + h @ u + b)
put("rnn", h)

w, u, b = gates(3)
c = sample((HIDDEN,), 3, 5)
h = h0
outputs = []
for x in xs:
    rx, zx, nx = np.split(x @ w + b, 3, axis=1)
    rh, zh, nh = np.split(h @ u, 3, axis=1)
    r = sigmoid(rx + rh)
    z = sigmoid(zx + zh)
    n = np.tanh(nx + r * (nh + c))
    h = (1 - z) * n + z * h
    outputs.append(h)
put("gru", np.stack(outputs))

w, u, b = gates(4)
h, c = h0, c0
outputs = []
for x in xs:
    i, f, g, o = np.split(x @ w + h @ u + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    outputs.append(h)
put("lstm", np.stack(outputs))
put("lstmMemory", c)

x = sample((2, 6, 3, 4), 7, 23)
scale = sample((6,), 3, 7)
shift = sample((6,), 5, 11)


def channels(v):
    return v[:, None, None]


def normalized(v, axes, epsilon):
    return (v - v.mean(axis=axes, keepdims=True)) / np.sqrt(v.var(axis=axes, keepdims=True) + epsilon)


put("batchNorm", normalized(x, (0, 2, 3), 1e-5) * channels(scale) + channels(shift))
put("batchMean", 0.1 * x.mean(axis=(0, 2, 3)))
put("batchVariance", 0.9 + 0.1 * x.var(axis=(0, 2, 3), ddof=1))
mean, variance = sample((6,), 2, 5), sample((6,), 3, 5) ** 2 + 0.5
put(
    "batchNormEvaluated",
    (x - channels(mean)) / np.sqrt(channels(variance) + 1e-5) * channels(scale) + channels(shift),
)
put(
    "groupNorm",
    normalized(x.reshape(2, 3, 24), 2, 1e-5).reshape(x.shape) * channels(scale) + channels(shift),
)
put("layerNorm", normalized(x, (2, 3), 1e-5) * sample((3, 4), 3, 7) + sample((3, 4), 5, 11))
put("rmsNorm", x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-6) * sample((4,), 3, 7))


def attend(q, k, v, mask):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    return special.softmax(np.where(mask, scores, -np.inf), axis=-1) @ v


q = sample((2, 5, 4), 7, 17)
k = sample((2, 6, 4), 5, 19)
v = sample((2, 6, 3), 3, 13)
mask = (np.arange(30) * 7 % 5 != 2).reshape(5, 6)
put("attention", attend(q, k, v, True))
put("attentionMasked", attend(q, k, v, mask))

WIDTH, HEADS = 6, 2
x = sample((2, 5, WIDTH), 7, 17)
context = sample((2, 4, WIDTH), 5, 13)
weights = [sample((WIDTH, WIDTH), f, 11) for f in (2, 3, 5, 7)]
biases = [sample((WIDTH,), f, 5) for f in (1, 2, 3, 4)]


def heads(y):
    return np.swapaxes(y.reshape(y.shape[0], y.shape[1], HEADS, WIDTH // HEADS), 1, 2)


q, k, v = (heads(s @ w + b) for s, w, b in zip((x, context, context), weights, biases))
joined = np.swapaxes(attend(q, k, v, True), 1, 2).reshape(2, 5, WIDTH)
put("multiHead", joined @ weights[3] + biases[3])

positions = np.arange(7)[:, None] / 10000 ** (2 * np.arange(3) / 6)
encoded = np.empty((7, 6))
encoded[:, 0::2] = np.sin(positions)
encoded[:, 1::2] = np.cos(positions)
put("positions", encoded)

y = sample((4, 6), 7, 31)
t = sample((4, 6), 5, 29)
d = y - t
put("huber", special.huber(1.25, d))
put("logCosh", np.log(np.cosh(d)))
put("hinge", np.maximum(0, 1 - y * np.sign(t - 0.125)))
p = sigmoid(y)
label = t > 0
pt = np.where(label, p, 1 - p)
put("focal", -((1 - pt) ** 2) * np.log(pt))
logits, numbers = y, np.array([0, 5, 2, 3])
smooth = np.full((4, 6), 0.1 / 6)
smooth[np.arange(4), numbers] += 0.9
put("smoothed", -(smooth * special.log_softmax(logits, axis=1)).sum(axis=1))
put("kl", special.kl_div(special.softmax(y, axis=1), special.softmax(t, axis=1)).sum(axis=1))
put("cosine", (y * t).sum(axis=1) / np.linalg.norm(y, axis=1) / np.linalg.norm(t, axis=1))
put("gaussian", 0.5 * (np.log(2 * np.pi) + y + d**2 / np.exp(y)))
unit_y, unit_t = (a / np.linalg.norm(a, axis=1, keepdims=True) for a in (y, t))
put("contrastive", -np.diag(special.log_softmax(unit_y @ unit_t.T / 0.5, axis=1)))
