package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One pass over a request's body: checks that it is JSON to its end, indexes its members, and gathers what routing
/// must know of the prompt.
///
/// @param images whether any message carries an image
/// @param remote whether any message carries an address where an image, a film or a sound is to be fetched
/// @param promptChars bytes of text in the prompt, images left out: characters, near enough for an estimate
public record BodyScan(JsonFields fields, boolean images, boolean remote, long promptChars) {
    private static final Set<String> PROMPT_KEYS = Set.of("messages", "prompt", "input", "system", "suffix", "tools");

    /// Depth of a message's members: body, array, message.
    private static final int MESSAGE_DEPTH = 3;

    /// Depth of a content part's members: message, array, part.
    private static final int PART_DEPTH = MESSAGE_DEPTH + 2;

    /// No scheme of an address is longer; base64 never has a colon.
    private static final int LONGEST_SCHEME = 32;

    /// Scans a body that is not empty.
    public static BodyScan of(byte[] body) throws BadRequestException {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            return new Walk(body, parser).run();
        } catch (JacksonException broken) {
            throw JsonFields.malformed(broken, JsonSlice.of(body));
        }
    }

    /// Whether a body holds nothing at all.
    public static boolean isBlank(byte[] body) {
        for (byte letter : body) {
            if (letter != ' ' && letter != '\n' && letter != '\r' && letter != '\t') {
                return false;
            }
        }
        return true;
    }

    /// A string's own two.
    private static final int QUOTES = 2;

    private static final class Walk {
        private final byte[] body;
        private final JsonParser parser;
        private final JsonFields.Reader reader;
        private int depth = 1;
        private String topKey = "";
        private boolean inPrompt;

        /// Depth of the member that holds what is to be seen or heard, 0 outside of one.
        private int mediaDepth;

        private boolean mediaIsImage;
        private boolean images;
        private boolean remote;
        private long promptChars;

        /// Where the prompt's text begins that was read last, with its quote; negative once it is counted.
        private int textStart = -1;

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
                    throw new BadRequestException(JsonFields.CUT);
                }
                countText();
                switch (token) {
                    case PROPERTY_NAME -> name();
                    case START_OBJECT, START_ARRAY -> {
                        valueStarts();
                        depth++;
                    }
                    case END_OBJECT, END_ARRAY -> {
                        depth--;
                        if (depth == 0) {
                            return new BodyScan(reader.close(), images, remote, promptChars);
                        }
                        if (depth < mediaDepth) {
                            mediaDepth = 0;
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
                topKey = JsonFields.folded(name);
                inPrompt = PROMPT_KEYS.contains(topKey);
                media(topKey.equals("images"), false);
            } else if (topKey.equals("messages") && (mediaDepth == 0 || mediaDepth >= depth)) {
                boolean images = depth == MESSAGE_DEPTH && name.equalsIgnoreCase("images");
                media(
                        images || (depth == PART_DEPTH && name.equals("image_url")),
                        depth == PART_DEPTH && name.endsWith("_url"));
            }
        }

        private void media(boolean image, boolean other) {
            mediaDepth = image || other ? depth : 0;
            mediaIsImage = image;
        }

        private void valueStarts() {
            if (depth == 1) {
                reader.value();
            }
        }

        private void string() {
            if (mediaDepth == 0 && !inPrompt) {
                return;
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (mediaDepth == 0) {
                textStart = start;
            } else if (!"detail".equals(parser.currentName())) {
                images |= mediaIsImage;
                remote |= isAddress(start + 1);
            }
        }

        /// Whether the string that starts there begins with a scheme, other than that of data that comes along.
        private boolean isAddress(int start) {
            int from = start;
            while (from < body.length && body[from] == ' ') {
                from++;
            }
            for (int at = from; at < Math.min(body.length, from + LONGEST_SCHEME); at++) {
                if (body[at] == ':') {
                    return at > from && !new String(body, from, at - from, ISO_8859_1).equalsIgnoreCase("data");
                }
                if (body[at] == '\\') {
                    return hidesAddress(parser.getString().strip());
                }
                if (!isOfScheme(body[at])) {
                    return false;
                }
            }
            return false;
        }

        /// An address whose letters are escaped.
        private static boolean hidesAddress(String text) {
            int colon =
                    text.substring(0, Math.min(LONGEST_SCHEME, text.length())).indexOf(':');
            return colon > 0 && !text.substring(0, colon).equalsIgnoreCase("data");
        }

        private static boolean isOfScheme(byte letter) {
            int lower = letter | 0x20;
            return (lower >= 'a' && lower <= 'z')
                    || (letter >= '0' && letter <= '9')
                    || letter == '+'
                    || letter == '-'
                    || letter == '.';
        }

        /// Counts the text in front of the token that the parser stands at. Its end is known only now; looking for it
        /// before would read every byte of a prompt twice.
        private void countText() {
            if (textStart >= 0) {
                int next = (int) parser.currentTokenLocation().getByteOffset();
                promptChars += JsonFields.endBefore(body, next) - textStart - QUOTES;
                textStart = -1;
            }
        }
    }
}
