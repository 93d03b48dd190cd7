package dev.herd.engine.api;

/// What is kept of each machine over time.
public enum TrendMeasure {
    /// Degrees Celsius of its hottest sensor.
    HEAT(0, "heat_celsius"),
    /// 0 nominal, 1 fair, 2 serious, 3 critical.
    HEAT_LEVEL(1, "heat_level"),
    /// Memory pressure: 0 normal, 1 warn, 2 critical.
    PRESSURE(2, "pressure_level"),
    /// Share of all cores in use, 0 to 1.
    PROCESSOR(3, "cpu"),
    /// Share of main memory in use, 0 to 1.
    MEMORY(4, "memory"),
    /// Load of the busiest accelerator, 0 to 1.
    ACCELERATOR(5, "accelerator"),
    /// 1 while it lives on its battery, else 0.
    ON_BATTERY(6, "on_battery"),
    /// What is left in its battery, 0 to 100.
    CHARGE(7, "battery_percent"),
    /// Requests that run there at once.
    RUNNING(8, "running"),
    /// Tokens generated per second.
    TOKENS(9, "tokens_per_s"),
    /// 1 while its person is at it, else 0.
    PRESENT(10, "person_present"),
    /// 1 while its person is in a meeting, else 0.
    MEETING(11, "meeting"),
    /// 1 while it takes nothing new since it is paused or drained, else 0.
    PAUSED(12, "paused"),
    /// 1 while one of its servers answers, else 0.
    UP(13, "up");

    /// How many there are; their places are 0 to one less.
    public static final int COUNT = values().length;

    private final int place;
    private final String label;

    TrendMeasure(int place, String label) {
        this.place = place;
        this.label = label;
    }

    /// Where it stands in stored points: never given to another, and new ones follow the last.
    public int place() {
        return place;
    }

    /// Its name in JSON.
    public String label() {
        return label;
    }
}
