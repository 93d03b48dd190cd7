"""Measurements in rounds: each round has every case once, each case every target one after the other, in an order that
turns from round to round, so that what the machine does meanwhile hits all alike."""

import statistics

NOISY = 0.15  # foreign work, as a share of the machine, above which a round says little


class Case:
    """One load, to be put on every target.

    `measure` puts it on one target and returns its figures; `figures` names those of which medians are told.
    """

    def __init__(self, name, all_targets, measure, figures):
        self.name = name
        self.targets = all_targets
        self.measure = measure
        self.figures = figures
        self.rounds = []

    def run(self, number):
        turned = self.targets[number % len(self.targets) :] + self.targets[: number % len(self.targets)]
        self.rounds.append({target.name: self.measure(target) for target in turned})

    def result(self):
        names = [target.name for target in self.targets]
        summary = {name: {} for name in names}
        for name in names:
            for figure in self.figures:
                values = [one[name][figure] for one in self.rounds if figure in one[name]]
                if values:
                    summary[name][figure] = round(statistics.median(values), 3)
            summary[name]["errors"] = sum(one[name]["errors"] for one in self.rounds)
        return {
            "median": summary,
            "added": {figure: self._added(figure) for figure in self.figures if figure.endswith("_us")},
            "ratio_to_nginx": {figure: self._ratio(figure) for figure in self.figures if figure in _compared(self)},
            "ratio_of_added": {figure: self._ratio_of_added(figure) for figure in self.figures if figure[-3:] == "_us"},
            "noisy_rounds": sum(any(one[name]["foreign_cpu"] > NOISY for name in names) for one in self.rounds),
            "rounds": self.rounds,
        }

    def _added(self, figure):
        """What each proxy adds to the direct way, round by round."""
        return {
            name: _spread([one[name][figure] - one["direct"][figure] for one in self.rounds])
            for name in ("nginx", "herd")
        }

    def _ratio(self, figure):
        return _spread([one["herd"][figure] / one["nginx"][figure] for one in self.rounds if one["nginx"][figure] > 0])

    def _ratio_of_added(self, figure):
        """Where nginx adds nothing that can be told from noise, there is no ratio."""
        ratios = []
        for one in self.rounds:
            nginx = one["nginx"][figure] - one["direct"][figure]
            if nginx > 0:
                ratios.append((one["herd"][figure] - one["direct"][figure]) / nginx)
        return _spread(ratios)


def _compared(case):
    first = case.rounds[0]
    return [figure for figure in case.figures if figure in first["nginx"] and figure in first["herd"]]


def _spread(values):
    if not values:
        return None
    return {
        "median": round(statistics.median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }
