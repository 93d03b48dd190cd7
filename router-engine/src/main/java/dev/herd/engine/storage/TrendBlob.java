package dev.herd.engine.storage;

import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.trace.TrendCell;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// All machines' values of one step in a few bytes each. For every machine: its number, a bit for each measure that is
/// known, and of each of those for how many seconds it is known, its mean, and where it varied its least and most. All
/// big-endian.
final class TrendBlob {
    private static final List<TrendMeasure> MEASURES = Arrays.stream(TrendMeasure.values())
            .sorted(Comparator.comparingInt(TrendMeasure::place))
            .toList();
    private static final int HEAD = 2 * Integer.BYTES;
    private static final int MOST_BYTES = HEAD + TrendMeasure.COUNT * (Short.BYTES + 3 * Float.BYTES);

    /// Set where a measure varied; the rest counts seconds, of which an hour has 3600.
    private static final int VARIED = 1 << 15;

    private TrendBlob() {}

    /// @param cells by the machines' numbers
    static byte[] encode(Map<Integer, TrendCell> cells) {
        ByteBuffer out = ByteBuffer.allocate(cells.size() * MOST_BYTES);
        cells.forEach((number, cell) -> encode(out, number, cell));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void encode(ByteBuffer out, int number, TrendCell cell) {
        int known = 0;
        for (TrendMeasure measure : MEASURES) {
            known |= cell.seconds(measure) > 0 ? 1 << measure.place() : 0;
        }
        out.putInt(number).putInt(known);
        for (TrendMeasure measure : MEASURES) {
            if (cell.seconds(measure) > 0) {
                encode(out, cell, measure);
            }
        }
    }

    private static void encode(ByteBuffer out, TrendCell cell, TrendMeasure measure) {
        int seconds = Math.clamp(Math.round(cell.seconds(measure)), 1, VARIED - 1);
        float low = (float) cell.least(measure);
        float high = (float) cell.most(measure);
        if (low == high) {
            out.putShort((short) seconds).putFloat(low);
        } else {
            out.putShort((short) (seconds | VARIED))
                    .putFloat((float) cell.mean(measure))
                    .putFloat(low)
                    .putFloat(high);
        }
    }

    /// Adds what was encoded to the cells of those machines that anybody wants.
    ///
    /// @param cells by a machine's number, null for one that nobody wants
    /// @throws IllegalArgumentException when that is nothing that was encoded
    static void decode(byte[] bytes, IntFunction<@Nullable TrendCell> cells) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            while (in.hasRemaining()) {
                TrendCell cell = cells.apply(in.getInt());
                int known = in.getInt();
                if (known >>> TrendMeasure.COUNT != 0) {
                    throw new IllegalArgumentException("a point has measures that nobody knows");
                }
                for (int left = known; left != 0; left &= left - 1) {
                    decode(in, MEASURES.get(Integer.numberOfTrailingZeros(left)), cell);
                }
            }
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a point is cut off", cut);
        }
    }

    private static void decode(ByteBuffer in, TrendMeasure measure, @Nullable TrendCell cell) {
        int head = Short.toUnsignedInt(in.getShort());
        float mean = in.getFloat();
        boolean varied = (head & VARIED) != 0;
        float low = varied ? in.getFloat() : mean;
        float high = varied ? in.getFloat() : mean;
        if (cell != null) {
            cell.add(measure, head & ~VARIED, mean, low, high);
        }
    }
}
