package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.fleet.ModelRef;

/// Names of models as people read them. Pure.
final class ModelName {
    private static final String DEFAULT_TAG = ":latest";

    private ModelName() {}

    /// Without the tag that every model has.
    static String shortened(String name) {
        return name.endsWith(DEFAULT_TAG) ? name.substring(0, name.length() - DEFAULT_TAG.length()) : name;
    }

    /// Whether another model answered than was asked for; two spellings of one model are one.
    static boolean differ(String asked, String served) {
        return !asked.isBlank() && !served.isBlank() && !ModelRef.of(asked).equals(ModelRef.of(served));
    }

    /// The model asked for, and the one that answered where that is another.
    static String of(String asked, String served) {
        if (differ(asked, served)) {
            return shortened(asked) + " → " + shortened(served);
        }
        String name = asked.isBlank() ? served : asked;
        return name.isBlank() ? Units.NONE : shortened(name);
    }
}
