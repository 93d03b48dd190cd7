package dev.herd.engine.presence;

import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Runners;
import java.time.Duration;
import java.time.Instant;

/// Tells a person's load from Herd's own (routing spec 8.6): the machine's total less what its model
/// servers take for Herd's leases. What they do while no lease runs is the person's, who may ask Ollama
/// without Herd. For one thread at a time.
///
/// Processors tell what each program takes, accelerators do not: while Herd works on one, the person's part
/// of it is taken to be in proportion to the requests.
public final class ForeignLoadRule {
    /// How long after the last lease what model servers do is still Herd's: they write their last words and
    /// tidy up.
    static final Duration HOLD_OFF = Duration.ofSeconds(5);

    /// A program that starts is no reason to give way, one that works for ten seconds at full load is.
    private static final double SMOOTHING_SECONDS = 30;

    /// So long the last known load stands while the present one cannot be told apart.
    private static final Duration STALE = Duration.ofMinutes(1);

    private static final double HEAVY_FROM = 0.3;
    private static final double HEAVY_UNTIL = 0.2;

    private OwnWork own = OwnWork.NONE;
    private Instant ownUntil = Instant.MIN;
    private double shareSinceLook;
    private double lastShare;
    private Smoothed processor = Smoothed.NOTHING;
    private Smoothed accelerator = Smoothed.NOTHING;
    private boolean heavy;

    /// A load over time, newer measurements counting more. Immutable.
    private record Smoothed(double value, Instant at) {
        static final Smoothed NOTHING = new Smoothed(Double.NaN, Instant.MIN);

        Smoothed with(double measured, Instant now) {
            if (Double.isNaN(measured)) {
                return Double.isNaN(value) || Duration.between(at, now).compareTo(STALE) <= 0 ? this : NOTHING;
            }
            if (Double.isNaN(value)) {
                return new Smoothed(measured, now);
            }
            double seconds = Math.max(0, LocalWeek.seconds(at, now));
            double weight = -Math.expm1(-seconds / SMOOTHING_SECONDS);
            return new Smoothed(value + weight * (measured - value), now);
        }
    }

    /// Herd's own work changed. What was measured until then may still be of the work before.
    public void ownWork(Instant now, OwnWork work) {
        if (own.leases() > 0) {
            ownUntil = now.plus(HOLD_OFF);
        }
        own = work;
        if (work.leases() > 0) {
            lastShare = work.share();
        }
        shareSinceLook = Math.max(shareSinceLook, work.share());
    }

    /// Sensors looked. Processor and accelerator are what they did since the look before, so that own work
    /// that ran at any time in between counts.
    public ForeignLoad sensed(Instant now, NodeSignals signals) {
        double share = Math.max(share(now), shareSinceLook);
        shareSinceLook = own.share();
        double total = signals.processor().known().map(Processor::load).orElse(Double.NaN);
        double graphics =
                signals.get(Accelerators.class).known().map(Accelerators::load).orElse(Double.NaN);
        double runners =
                signals.get(Runners.class).known().map(Runners::processorShare).orElse(Double.NaN);
        // Without own work it does not matter what model servers take.
        double ours = share == 0 ? 0 : share * runners;
        processor = processor.with(within(total - ours), now);
        accelerator = accelerator.with(within(graphics * (1 - share)), now);
        return load();
    }

    private double share(Instant now) {
        if (own.leases() > 0) {
            return own.share();
        }
        return ownRecently(now) ? lastShare : 0;
    }

    /// Whether what model servers do may still be Herd's work.
    boolean ownRecently(Instant now) {
        return own.leases() > 0 || now.isBefore(ownUntil);
    }

    /// NaN stays.
    private static double within(double load) {
        return Double.isNaN(load) ? load : Math.clamp(load, 0, 1);
    }

    private ForeignLoad load() {
        var load = new ForeignLoad(processor.value(), accelerator.value(), false);
        heavy = load.most() > (heavy ? HEAVY_UNTIL : HEAVY_FROM);
        return new ForeignLoad(load.processor(), load.accelerator(), heavy);
    }
}
