package dev.herd.engine.protocol;

import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/// One pass over a request's body: checks that it is JSON to its end, indexes its members, and gathers what routing
/// must know of the prompt.
///
/// @param images whether any message carries an image
/// @param remoteImages whether any of them is an address rather than data
/// @param promptChars bytes of text in the prompt, images left out: characters, near enough for an estimate
public record BodyScan(JsonFields fields, boolean images, boolean remoteImages, long promptChars) {
    private static final Set<String> PROMPT_KEYS = Set.of("messages", "prompt", "input", "system", "suffix", "tools");

    /// Depth of a message's members: body, array, message.
    private static final int MESSAGE_DEPTH = 3;

    /// Scans a body that is not empty.
    public static BodyScan of(byte[] body) throws BadRequestException {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            return new Walk(body, parser).run();
        } catch (StreamReadException broken) {
            throw JsonFields.malformed(broken);
        }
    }

    private static final class Walk {
        private final byte[] body;
        private final JsonParser parser;
        private final JsonFields.Reader reader;
        private int depth = 1;
        private String topKey = "";
        private boolean inPrompt;
        private int imageDepth;
        private boolean images;
        private boolean remoteImages;
        private long promptChars;

        Walk(byte[] body, JsonParser parser) {
            this.body = body;
            this.parser = parser;
            this.reader = new JsonFields.Reader(body, 0, parser);
        }

        BodyScan run() throws BadRequestException {
            reader.open();
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new BadRequestException("unexpected EOF");
                }
                switch (token) {
                    case PROPERTY_NAME -> name();
                    case START_OBJECT, START_ARRAY -> {
                        valueStarts();
                        depth++;
                    }
                    case END_OBJECT, END_ARRAY -> {
                        depth--;
                        if (depth == 0) {
                            return new BodyScan(reader.close(), images, remoteImages, promptChars);
                        }
                        if (depth < imageDepth) {
                            imageDepth = 0;
                        }
                    }
                    case VALUE_STRING -> {
                        valueStarts();
                        string();
                    }
                    default -> valueStarts();
                }
            }
        }

        private void name() throws BadRequestException {
            String name = parser.currentName();
            if (depth == 1) {
                reader.member();
                topKey = name.toLowerCase(Locale.ROOT);
                inPrompt = PROMPT_KEYS.contains(topKey);
                imageDepth = topKey.equals("images") ? 1 : 0;
            } else if (topKey.equals("messages")) {
                boolean own = depth == MESSAGE_DEPTH && name.equalsIgnoreCase("images");
                boolean part = depth == MESSAGE_DEPTH + 2 && name.equals("image_url");
                if (own || part) {
                    imageDepth = depth;
                } else if (imageDepth >= depth) {
                    imageDepth = 0;
                }
            }
        }

        private void valueStarts() {
            if (depth == 1) {
                reader.value();
            }
        }

        private void string() {
            if (imageDepth == 0 && !inPrompt) {
                return;
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (imageDepth > 0) {
                if (parser.currentName() == null || !parser.currentName().equals("detail")) {
                    images = true;
                    remoteImages |= startsWithHttp(start + 1);
                }
                return;
            }
            promptChars += quickLength(start);
        }

        private boolean startsWithHttp(int at) {
            return at + 4 < body.length
                    && (body[at] | 32) == 'h'
                    && (body[at + 1] | 32) == 't'
                    && (body[at + 2] | 32) == 't'
                    && (body[at + 3] | 32) == 'p'
                    && (body[at + 4] == ':' || (body[at + 4] | 32) == 's');
        }

        /// Bytes up to the string's closing quote, without decoding it.
        private long quickLength(int start) {
            int at = start + 1;
            while (at < body.length && body[at] != '"') {
                at += body[at] == '\\' ? 2 : 1;
            }
            return at - start - 1L;
        }
    }
}
