package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Ticket;
import java.util.ArrayList;
import java.util.List;

/// Where the candidates of one look are written: wiped for the next one, so that looking leaves nothing behind.
final class Slate {
    private final List<Option> rows = new ArrayList<>();
    private final List<Option> written = new ArrayList<>();

    /// Begins a look; what was written before is gone.
    List<Option> wipe() {
        written.clear();
        return written;
    }

    /// Writes one more.
    Option write(Ticket ticket, InstanceState instance) {
        int number = written.size();
        if (number == rows.size()) {
            rows.add(new Option(ticket, instance));
        }
        Option row = rows.get(number);
        row.begin(ticket, instance);
        written.add(row);
        return row;
    }
}
