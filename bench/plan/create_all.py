"""Creates as many automations as the argument says, one after the other, and prints the milliseconds that took."""

import sys
import time

import wandb
from wandb.automations import DoNothing, OnRunMetric, RunEvent

api = wandb.Api()
begun = time.perf_counter()
projects = [api.project("vision", "acme"), api.project("nlp", "acme")]
for i in range(int(sys.argv[1])):
    event = OnRunMetric(scope=projects[i % 2], filter=RunEvent.metric("loss").avg(5) > 1)
    api.create_automation(event >> DoNothing(), name=f"alert {i}")
print(round((time.perf_counter() - begun) * 1000))
