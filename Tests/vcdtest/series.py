"""What a process and its PC hold while visits go by, and whether it grows."""

import pathlib


class Series:
    """Figures by name, each taken again and again; `slope` says how much one grows in a thousand visits."""

    def __init__(self):
        self.visits = []
        self.figures = {}

    def take(self, visits, **figures):
        self.visits.append(visits)
        for name, value in figures.items():
            self.figures.setdefault(name, []).append(value)

    def slope(self, name):
        """Least squares over the second half: what is made once at the beginning isn't growth."""
        half = len(self.visits) // 2
        x, y = self.visits[half:], self.figures[name][half:]
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        spread = sum((at - mean_x) ** 2 for at in x)
        return 1000 * sum((at - mean_x) * (value - mean_y) for at, value in zip(x, y)) / spread

    def table(self):
        """A row a figure: the first, the half-way and the last value, the most, and the slope."""
        rows = [f"  {'':<20} {'first':>10} {'half-way':>10} {'last':>10} {'most':>10}  per 1,000 visits"]
        for name, values in self.figures.items():
            shown = (values[0], values[len(values) // 2], values[-1], max(values))
            rows.append(f"  {name:<20} " + " ".join(f"{value:>10}" for value in shown) + f"  {self.slope(name):+.1f}")
        return "\n".join(rows)


def held_by(status, descriptors):
    """Of one process: from the text of its /proc/PID/status, and from how many descriptors it has open."""
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {
        "memory KiB": int(fields["RssAnon"].split()[0]),
        "threads": int(fields["Threads"]),
        "descriptors": descriptors,
    }


def size(*files):
    """KiB on the disk, as SQLite's log beside a ledger comes and goes."""
    return sum(file.stat().st_size for file in map(pathlib.Path, files) if file.exists()) // 1024
