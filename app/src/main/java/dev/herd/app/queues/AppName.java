package dev.herd.app.queues;

import dev.herd.app.text.Units;
import java.util.List;
import java.util.regex.Pattern;

/// Who sent a request, in a word for people. Pure.
final class AppName {
    /// What the engine calls a client that showed the key and said nothing else of itself.
    static final String KEY = "key";

    /// An address of either family as the engine writes it behind a product: digits and colons, never letters beyond
    /// those of hexadecimal, so that a mail address as user is not mistaken for a product.
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*(%\\w+)?]?|localhost");

    private AppName() {}

    /// The first of: a tag, the user, the product without its address.
    ///
    /// @param tenant as the engine names the one whose share of the fleet is used; empty while not known
    static String of(String tenant, List<String> tags) {
        if (tenant.equals(KEY)) {
            return tags.isEmpty() ? "with key" : tags.getFirst();
        }
        int at = tenant.lastIndexOf('@');
        String name = at > 0 && ADDRESS.matcher(tenant.substring(at + 1)).matches() ? tenant.substring(0, at) : tenant;
        return name.isBlank() ? Units.NONE : name;
    }

    /// The tags that the name does not say already.
    static List<String> otherTags(String app, List<String> tags) {
        return tags.stream().filter(tag -> !tag.equals(app)).toList();
    }
}
