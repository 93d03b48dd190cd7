package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One pass over a request's body: checks that it is JSON to its end, indexes its members, and gathers what routing
/// must know of the prompt.
///
/// @param images whether any message carries an image
/// @param remote whether any message carries an address where an image, a film or a sound is to be fetched
/// @param promptChars bytes of text in the prompt, images left out: characters, near enough for an estimate
/// @param fewestChars characters of text in the prompt at least; 0 where it is so short that nobody cares
/// @param prompt what the prompt consists of
public record BodyScan(
        JsonFields fields, boolean images, boolean remote, long promptChars, long fewestChars, PromptBlocks prompt) {
    private static final Set<String> PROMPT_KEYS = Set.of("messages", "prompt", "input", "system", "suffix", "tools");

    /// Bytes of the longest prompt whose characters are not counted: windows begin at a few hundred tokens.
    private static final int SHORT = 2048;

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
        private final PromptReader prompt;

        /// What reads the member that the walk is in, null when that is no part of a prompt.
        private @Nullable PromptPart part;

        /// Where the prompt's string begins that was read last, with its quote; negative once it is counted.
        private int textStart = -1;

        private boolean textIsMedia;

        Walk(byte[] body, JsonParser parser) {
            this.body = body;
            this.parser = parser;
            this.reader = new JsonFields.Reader(body, 0, parser);
            this.prompt = new PromptReader(body);
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
                    case START_OBJECT, START_ARRAY -> open(token == JsonToken.START_OBJECT);
                    case END_OBJECT, END_ARRAY -> {
                        close();
                        if (depth == 0) {
                            return scanned();
                        }
                    }
                    case VALUE_STRING -> {
                        valueStarts();
                        string();
                    }
                    default -> {
                        valueStarts();
                        if (part != null) {
                            part.scalar(parser.getString());
                        }
                    }
                }
            }
        }

        /// A window is hardly ever too small for a short prompt, which is therefore not read again.
        private BodyScan scanned() throws BadRequestException {
            long fewest = promptChars < SHORT ? 0 : TextSize.of(body).fewestChars(promptChars);
            return new BodyScan(reader.close(), images, remote, promptChars, fewest, prompt.blocks());
        }

        private void open(boolean object) {
            valueStarts();
            depth++;
            if (part != null) {
                part.open(object, depth);
            }
        }

        private void close() {
            depth--;
            if (depth < mediaDepth) {
                mediaDepth = 0;
            }
            if (depth > 0 && part != null) {
                part.close(depth);
            }
        }

        private void name() throws BadRequestException {
            String name = parser.currentName();
            if (depth == 1) {
                reader.member();
                topKey = JsonFields.folded(name);
                inPrompt = PROMPT_KEYS.contains(topKey);
                part = prompt.member(topKey);
                media(topKey.equals("images"), false);
                return;
            }
            if (part != null) {
                part.name(name, depth);
            }
            if (topKey.equals("messages") && (mediaDepth == 0 || mediaDepth >= depth)) {
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
            textIsMedia = mediaDepth != 0;
            if (!textIsMedia) {
                textStart = start;
            } else if (!"detail".equals(parser.currentName())) {
                textStart = start;
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

        /// Reads the text in front of the token that the parser stands at. Its end is known only now; looking for it
        /// before would read every byte of a prompt twice.
        private void countText() {
            if (textStart < 0) {
                return;
            }
            int from = textStart + 1;
            int to = JsonFields.endBefore(
                            body, (int) parser.currentTokenLocation().getByteOffset())
                    - 1;
            textStart = -1;
            if (textIsMedia) {
                prompt.media(from, to);
                return;
            }
            promptChars += to - from;
            if (part != null) {
                part.string(from, to, depth);
            }
        }
    }
}
