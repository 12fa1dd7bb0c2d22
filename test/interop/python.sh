# Makes a virtual environment with the real client, `$venv`. Needs python3 with venv, and PyPI the first time. Source it
# from the repository's root.

# What is committed is of this version, to the patch.
version=0.31.0
venv=.cache/venv
if ! "$venv/bin/python" -c "import wandb; assert wandb.__version__ == '$version'" 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "wandb==$version"
fi
