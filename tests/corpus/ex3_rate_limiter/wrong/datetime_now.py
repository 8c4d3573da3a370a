# mistake: subtracts datetimes of the wall clock
# question: debit
# says: l'horloge de la machine
# like: right/adapter_that_insists
# %% debit
from datetime import datetime, timedelta
from dataclasses import dataclass, field


@dataclass
class RateLimiter:
    rate: int
    period: float = 1.0
    departures: list = field(default_factory=list)

    def acquire(self):
        now = datetime.now()
        self.departures = [moment for moment in self.departures if moment > now - timedelta(seconds=self.period)]
        if len(self.departures) >= self.rate:
            until = self.departures[-self.rate] + timedelta(seconds=self.period)
            time.sleep((until - now).total_seconds())
        self.departures.append(datetime.now())
