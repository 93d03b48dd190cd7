package dev.herd.engine.protocol;

import java.util.Arrays;

/// Cuts a stream of bytes into lines, however it is read. Lines that arrive whole are not copied.
public final class LineBuffer {
    /// Longest line kept: tool results and images pass as one line.
    public static final int LONGEST = 64 << 20;

    /// Takes one line.
    public interface Sink {
        /// @param bytes holds the line from `start` to `end`, without its break; valid during the call only
        void line(byte[] bytes, int start, int end);
    }

    private byte[] kept = new byte[0];
    private int count;

    /// Gives each line that these bytes complete to `sink`; blank lines are left out.
    ///
    /// @return false when a line is longer than 64 MB
    public boolean feed(byte[] bytes, int offset, int length, Sink sink) {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                if (!complete(bytes, start, i, sink)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return keep(bytes, start, end);
    }

    /// Gives what stands behind the last line break to `sink`, when there is anything.
    public void end(Sink sink) {
        give(kept, 0, count, sink);
        count = 0;
    }

    private boolean complete(byte[] bytes, int start, int end, Sink sink) {
        if (count == 0) {
            give(bytes, start, end, sink);
            return true;
        }
        if (!keep(bytes, start, end)) {
            return false;
        }
        int whole = count;
        count = 0;
        give(kept, 0, whole, sink);
        return true;
    }

    private static void give(byte[] bytes, int from, int to, Sink sink) {
        int start = from;
        int end = to;
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        if (end > start) {
            sink.line(bytes, start, end);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\r' || b == '\t' || b == '\n';
    }

    private boolean keep(byte[] bytes, int start, int end) {
        int more = end - start;
        if (more == 0) {
            return true;
        }
        if (count + more > LONGEST) {
            return false;
        }
        if (count + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(1024, Math.max(count + more, kept.length * 2)));
        }
        System.arraycopy(bytes, start, kept, count, more);
        count += more;
        return true;
    }
}
