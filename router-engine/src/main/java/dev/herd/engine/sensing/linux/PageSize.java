package dev.herd.engine.sensing.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The size of a page of memory, from what the kernel gives each process at its start (`/proc/self/auxv`: pairs of
/// words, `AT_PAGESZ` 6).
final class PageSize {
    private static final long USUAL = 4096;
    private static final long KEY = 6;

    private PageSize() {}

    /// In bytes; 4096 where the text does not tell.
    static long of(byte[] auxiliary) {
        ByteBuffer words = ByteBuffer.wrap(auxiliary).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 2 * Long.BYTES) {
            long key = words.getLong();
            long value = words.getLong();
            if (key == KEY && value > 0) {
                return value;
            }
        }
        return USUAL;
    }
}
