"""What goes wrong with a vendor that is asked by one request after the other, and as what each fault is told."""

from vivavoce.domain.errors import Fault

FAULTS = [
    ("401", Fault.REFUSED),
    ("403", Fault.REFUSED),
    ("429", Fault.OVERLOADED),
    ("500", Fault.BROKEN),
    ("503", Fault.BROKEN),
    ("401@turn1", Fault.REFUSED),
    ("429@turn1", Fault.OVERLOADED),
    ("503@turn1", Fault.BROKEN),
    ("quota", Fault.OVERLOADED),
    ("silent", Fault.SILENT),
    ("silent@turn1", Fault.SILENT),
    ("stall@turn1", Fault.SILENT),
    ("cut@turn1", Fault.CUT),
    ("reset@turn1", Fault.CUT),
    ("malformed@turn1", Fault.MALFORMED),
]
