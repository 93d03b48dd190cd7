package dev.herd.engine.placement;

/// The seven signals of a cost, in the order in which they are told.
public enum CostTerm {
    QUEUE("queue", "a slot were free there"),
    SERVICE("service", ""),
    LOAD("load", "%s were loaded there"),
    THERMAL("thermal", "it were not slowed by heat"),
    AFFINITY("affinity", "it kept no slot for another conversation"),
    AVAILABILITY("availability", "its person were away"),
    CONTEXT("context", "its window were large enough");

    private final String label;
    private final String without;

    CostTerm(String label, String without) {
        this.label = label;
        this.without = without;
    }

    /// As in JSON.
    public String label() {
        return label;
    }

    /// What had to be so that it costs nothing, behind "if".
    ///
    /// @param model name of the model for people
    String without(String model) {
        return without.formatted(model);
    }

    public double seconds(CostTerms terms) {
        return switch (this) {
            case QUEUE -> terms.queue();
            case SERVICE -> terms.service();
            case LOAD -> terms.load();
            case THERMAL -> terms.thermal();
            case AFFINITY -> terms.affinity();
            case AVAILABILITY -> terms.availability();
            case CONTEXT -> terms.context();
        };
    }
}
