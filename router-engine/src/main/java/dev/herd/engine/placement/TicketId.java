package dev.herd.engine.placement;

/// A request's id as the outside sees it, such as `r-0000012c-7f3a`. Unique per home.
public record TicketId(String value) implements Comparable<TicketId> {
    @Override
    public int compareTo(TicketId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
