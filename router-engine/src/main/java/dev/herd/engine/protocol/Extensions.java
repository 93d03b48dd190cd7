package dev.herd.engine.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Herd itself understands in a request's body, in every dialect.
///
/// @param fallbackModels models to use when the first cannot be had, in order of preference
/// @param tags from `metadata.tags`, a list or a text of tags with commas between; at most 32 of at most 64 characters
/// @param user the `user` field, null when there is none
public record Extensions(
        List<String> fallbackModels,
        List<String> tags,
        @Nullable String user) {
    private static final int MOST_TAGS = 32;
    private static final int LONGEST_TAG = 64;
    private static final int MOST_FALLBACKS = 16;
    private static final String FALLBACKS = "fallback_models";
    private static final String METADATA = "metadata";
    private static final String TAGS = "tags";

    /// The members that carry them.
    public static final Set<String> KEYS = Set.of(FALLBACKS, METADATA, "user");

    public Extensions {
        fallbackModels = List.copyOf(fallbackModels);
        tags = List.copyOf(tags);
    }

    /// Reads them.
    ///
    /// @throws BadRequestException when a list is none, or too long
    public static Extensions read(JsonFields fields) throws BadRequestException {
        List<String> fallbacks = texts(fields, FALLBACKS);
        if (fallbacks.size() > MOST_FALLBACKS) {
            throw new BadRequestException("\"" + FALLBACKS + "\" may hold at most " + MOST_FALLBACKS + " names");
        }
        Set<String> tags = new LinkedHashSet<>();
        for (String tag : tags(fields.object(METADATA))) {
            String clean = tag.strip();
            if (!clean.isEmpty() && tags.size() < MOST_TAGS) {
                tags.add(clean.substring(0, Math.min(LONGEST_TAG, clean.length())));
            }
        }
        String user = fields.textOrEmpty("user");
        return new Extensions(fallbacks, List.copyOf(tags), user.isEmpty() ? null : user);
    }

    /// OpenAI's own metadata has texts only, so that a text there may be the client's and not meant for Herd: it is
    /// read
    /// all the same, and stays.
    private static List<String> tags(JsonFields metadata) throws BadRequestException {
        JsonSlice tags = metadata.refuseDuplicates(Set.of(TAGS)).get(TAGS);
        return tags != null && tags.isString() ? List.of(tags.text().split(",")) : texts(metadata, TAGS);
    }

    private static List<String> texts(JsonFields fields, String name) throws BadRequestException {
        JsonSlice value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new BadRequestException("\"" + name + "\" must be a list of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonSlice element : value.elements()) {
            if (!element.isString()) {
                throw new BadRequestException("\"" + name + "\" must be a list of strings");
            }
            texts.add(element.text());
        }
        return texts;
    }

    /// Leaves out what no model server knows. `metadata` that says more than tags is kept without them; `user` is a
    /// field of the dialects too.
    public static void removeFrom(JsonFields fields, JsonEdit edit) throws BadRequestException {
        edit.remove(FALLBACKS);
        JsonFields metadata = fields.object(METADATA);
        JsonSlice tags = metadata.get(TAGS);
        if (tags != null && tags.isArray()) {
            if (metadata.members().size() == 1) {
                edit.remove(METADATA);
            } else {
                edit.set(METADATA, new JsonEdit(metadata).remove(TAGS).text());
            }
        }
    }
}
