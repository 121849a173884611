"""Ways to watch the gradients and weights of each step of a PyTorch model."""

import os
import re
import tempfile

import torch
from torch import nn


def cnn():
    """The CNN of a million parameters of bench/subjects.mjs."""
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 6 * 6, 864),
        nn.ReLU(),
        nn.Linear(864, 10),
    )


class Bare:
    """A step as everybody writes it; what is watched is added around it."""

    name = "bare"

    def __init__(self):
        self.model = cnn()
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def step(self, xs, ys):
        self.optimizer.zero_grad()
        loss = self.loss(self.model(xs), ys)
        loss.backward()
        self.optimizer.step()
        return loss


class BareAgain(Bare):
    name = "bare again (control)"


class Norms(Bare):
    """Norm of every gradient, weight and update, as tensors; how they are read is the subclass's."""

    def step(self, xs, ys):
        before = [parameter.detach().clone() for parameter in self.model.parameters()]
        loss = super().step(xs, ys)
        with torch.no_grad():
            norms = []
            for parameter, old in zip(self.model.parameters(), before):
                norms += [parameter.grad.norm(), parameter.norm(), (parameter - old).norm()]
        self.read([loss.detach(), *norms])
        return loss


class OneByOne(Norms):
    name = "norms, one .item() each"

    def read(self, numbers):
        return [number.item() for number in numbers]


class Stacked(Norms):
    name = "norms, one stacked read"

    def read(self, numbers):
        return torch.stack(numbers).tolist()


class Wandb(Bare):
    """`wandb.watch(log="all")`: histograms of gradients and weights, logged offline."""

    every = 1
    run = None
    folder = None

    def __init__(self):
        super().__init__()
        os.environ.update(WANDB_SILENT="true", WANDB_ERROR_REPORTING="false")
        import wandb

        # One run for all variants: wandb.watch knows no second one in a process.
        if Wandb.run is None:
            Wandb.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            Wandb.run = wandb.init(mode="offline", project="peers", dir=Wandb.folder.name)
        Wandb.run.watch(self.model, log="all", log_freq=self.every, idx=self.every)

    def step(self, xs, ys):
        loss = super().step(xs, ys)
        Wandb.run.log({"loss": loss.item()})
        return loss


class WandbEveryStep(Wandb):
    name = 'wandb.watch(log="all", log_freq=1)'


class WandbDefault(Wandb):
    name = 'wandb.watch(log="all"), its default of every 1000th step'
    every = 1000


class Cockpit(Bare):
    """Cockpit's cheapest configuration, tracked in each step."""

    configuration = "economy"

    def __init__(self):
        super().__init__()
        from backpack import extend
        from cockpit import Cockpit as Instrument
        from cockpit.utils.configuration import configuration

        extend(self.model)
        extend(self.loss)
        self.individual = extend(nn.CrossEntropyLoss(reduction="none"))
        self.cockpit = Instrument(self.model.parameters(), quantities=configuration(self.configuration))
        self.count = 0

    def step(self, xs, ys):
        self.optimizer.zero_grad()
        outputs = self.model(xs)
        loss = self.loss(outputs, ys)
        info = {
            "batch_size": len(ys),
            "individual_losses": self.individual(outputs, ys),
            "loss": loss,
            "optimizer": self.optimizer,
        }
        with self.cockpit(self.count, info=info):
            loss.backward(create_graph=self.cockpit.create_graph(self.count))
        self.optimizer.step()
        self.count += 1
        return loss


class CockpitEconomy(Cockpit):
    name = "cockpit, economy, every step"


class CockpitFull(Cockpit):
    name = "cockpit, full, every step"
    configuration = "full"


ALL = [Bare, BareAgain, OneByOne, Stacked, WandbEveryStep, WandbDefault, CockpitEconomy, CockpitFull]


def all_that_start():
    """The variants, the bare one first, and why others do not run here: each has to survive three steps."""
    runs, left_out = [], []
    xs, ys = torch.rand(32, 1, 28, 28), torch.arange(32) % 10
    for variant in ALL:
        try:
            run = variant()
            for _ in range(3):
                run.step(xs, ys)
            runs.append(run)
        except Exception as error:  # A tool may fail in any way; the others are measured all the same.
            # Results name no path of a machine.
            why = re.sub(r"(/[^\s/:'\"]+){2,}", "…", (str(error).splitlines() or [""])[0])
            left_out.append({"variant": variant.name, "why": f"{type(error).__name__}: {why}"})
    return runs, left_out
