package dev.herd.engine.placement;

import java.util.Arrays;

/// What a prompt begins with, as a chain: each link stands for everything up to the end of one block (the
/// tools, the system text, a message), so that two prompts share their beginning exactly as far as their
/// links are equal. Holds no text. Immutable.
public final class PrefixChain {
    /// A prompt of which nothing is known.
    public static final PrefixChain NONE = new PrefixChain(new long[0], new int[0]);

    private final long[] links;
    private final int[] tokens;

    /// The first link, 0 when there is none: what most chains differ in is not worth the way to their links.
    private final long first;

    private PrefixChain(long[] links, int[] tokens) {
        this.links = links;
        this.first = links.length == 0 ? 0 : links[0];
        this.tokens = tokens;
    }

    /// @param links hashes, each of its block and all before it
    /// @param tokens how long the prompt is up to the end of each block; never falling
    public static PrefixChain of(long[] links, int[] tokens) {
        if (links.length != tokens.length) {
            throw new IllegalArgumentException("a chain needs a length for each link");
        }
        return new PrefixChain(links.clone(), tokens.clone());
    }

    /// The chain with one more block.
    ///
    /// @param content hash of that block alone
    public PrefixChain followedBy(long content, int blockTokens) {
        int length = links.length;
        long[] more = Arrays.copyOf(links, length + 1);
        int[] longer = Arrays.copyOf(tokens, length + 1);
        more[length] = mix(length == 0 ? 0 : links[length - 1], content);
        longer[length] = tokens() + blockTokens;
        return new PrefixChain(more, longer);
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
    /// 2014) over both.
    private static long mix(long before, long content) {
        long z = before * 0x9E3779B97F4A7C15L + content + 1;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// Length of all blocks, in tokens.
    public int tokens() {
        return tokens.length == 0 ? 0 : tokens[tokens.length - 1];
    }

    public boolean isEmpty() {
        return links.length == 0;
    }

    /// How many blocks it has.
    public int blocks() {
        return links.length;
    }

    /// Stands for the first `count` blocks, at least 1.
    public long link(int count) {
        return links[count - 1];
    }

    /// How many blocks both begin with. A link stands for all before it, so that halving finds the last equal
    /// one.
    public int blocksSharedWith(PrefixChain other) {
        if (first != other.first || links.length == 0 || other.links.length == 0) {
            return 0;
        }
        int low = 1;
        int high = Math.min(links.length, other.links.length);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (links[middle - 1] == other.links[middle - 1]) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// One bit of 64: two prompts without a common one have no common beginning. None for the empty chain.
    public long mark() {
        return links.length == 0 ? 0 : 1L << (first >>> 58);
    }

    /// How many tokens both begin with.
    public int sharedWith(PrefixChain other) {
        int shared = blocksSharedWith(other);
        return shared == 0 ? 0 : Math.min(tokens[shared - 1], other.tokens[shared - 1]);
    }
}
