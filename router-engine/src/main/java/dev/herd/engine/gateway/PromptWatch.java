package dev.herd.engine.gateway;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.OpeningLines;
import dev.herd.engine.protocol.PromptBlocks;
import dev.herd.engine.shaping.ChangingOpenings;
import dev.herd.engine.shaping.ChangingOpenings.Client;
import dev.herd.engine.shaping.ChangingOpenings.Opening;
import dev.herd.engine.trace.Findings;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Makes the chain of a prompt, and sees which clients keep every cache from working. Thread-safe.
final class PromptWatch {
    /// Findings about clients at a time: more than a person reads.
    private static final int MOST_FINDINGS = 16;

    private final long salt;
    private final int charsPerToken;
    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private final ChangingOpenings openings = new ChangingOpenings();
    private final Set<String> raised = new HashSet<>();

    /// @param salt of this process's own, so that links tell nobody else anything
    PromptWatch(long salt, int charsPerToken, Findings findings) {
        this.salt = salt;
        this.charsPerToken = charsPerToken;
        this.findings = findings;
    }

    PrefixChain chain(PromptBlocks prompt) {
        int[] tokens = new int[prompt.count()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) Math.min(Integer.MAX_VALUE, prompt.end(i) / charsPerToken);
        }
        return PrefixChain.of(prompt.links(salt), tokens);
    }

    void saw(String tenant, Envelope envelope) {
        if (envelope.kind() != Envelope.Kind.INFERENCE || envelope.prompt().count() == 0) {
            return;
        }
        OpeningLines lines = OpeningLines.of(envelope);
        var client = new Client(tenant, envelope.model());
        lock.lock();
        try {
            tell(client, openings.seen(client, new Opening(lines.hashes(), lines.sizes())));
        } finally {
            lock.unlock();
        }
    }

    private void tell(Client client, ChangingOpenings.Verdict verdict) {
        String code = "changing_prefix " + client.tenant() + " " + client.model();
        switch (verdict) {
            case BEGINS -> {
                if (raised.size() < MOST_FINDINGS && raised.add(code)) {
                    findings.raise(
                            code,
                            "requests of " + client.tenant() + " for " + client.model()
                                    + " begin with a line that changes each time, so that no server can reuse its"
                                    + " cache");
                }
            }
            case ENDS -> {
                if (raised.remove(code)) {
                    findings.clear(code);
                }
            }
            case SAME -> {}
        }
    }
}
