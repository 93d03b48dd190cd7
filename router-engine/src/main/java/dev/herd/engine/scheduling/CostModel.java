package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What running a ticket on instances costs, in seconds: its own time, and what it costs others. For one ticket at one
/// moment.
///
/// Everything is the sum of seven terms (docs/scoring.md):
///
/// - `queue`: until a slot is free, and by how much those who run beside it are slowed
/// - `service`: prompt / prefill + answer / decode, prolonged by those beside it
/// - `load`: loading the model, waiting for that, and the price of evictions
/// - `thermal`: what the machine's slow-down adds
/// - `affinity`: minus the prefill that the cache saves, plus what another conversation loses with the slot
/// - `availability`: the risk that the person returns
/// - `context`: loading the model anew for a larger window; being asked in vain where even the largest looks too small
final class CostModel {
    /// Of the time that an interrupted request has run, this much is lost on the average.
    private static final double LOST_SHARE = 0.5;

    /// A request that is refused for its length has been sent twice.
    private static final double VAIN_SECONDS = 1;

    private final Ticket ticket;
    private final Surroundings around;
    private final double overdue;

    /// Of all candidates that have the same model the same length of the answer is expected.
    private @Nullable Variant answering;

    private double answer;

    CostModel(Ticket ticket, Surroundings around) {
        this(ticket, around, 0);
    }

    /// @param overdue seconds by which it has waited longer than was predicted
    CostModel(Ticket ticket, Surroundings around, double overdue) {
        this.ticket = ticket;
        this.around = around;
        this.overdue = overdue;
    }

    /// Reckons the cost where that says it would run.
    Cost reckon(Cost cost) {
        InstanceState instance = cost.instance();
        InstanceRates rates = instance.rates(ticket.promptTokens());
        double speed = instance.machine.condition.speed();
        cost.ticket = ticket;
        cost.rates = rates;
        cost.speed = speed;
        cost.answer = answerTokens(instance);
        cost.cached = cost.loadingSeconds() > 0 ? 0 : cachedTokens(cost);
        double alone =
                ticket.promptTokens() / rates.prefillTokensPerSecond() + cost.answer / rates.decodeTokensPerSecond();
        double saved = cost.cached / rates.prefillTokensPerSecond();
        cost.work = Math.max(0, alone - saved);
        double contended = contend(cost);
        cost.own = cost.waitSeconds() + cost.loadingSeconds() + (cost.work + contended) / speed;
        double faith = instance.known().faith();
        LoadPlan plan = cost.plan();
        cost.queue = cost.slotSeconds() + cost.slowing + (cost.slotSeconds() > 0 ? overdue : 0);
        cost.service = (alone + contended) * faith;
        cost.load = plan.waitSeconds() + plan.loadSeconds() + plan.evictionSeconds();
        cost.thermal = (cost.work + contended) * (1 / speed - 1) * faith;
        cost.affinity = -saved * faith + (cost.atOnce() ? instance.damageSeconds(ticket.prefix(), around.at()) : 0);
        cost.availability = risk(cost.own - cost.waitSeconds(), instance.machine.condition);
        cost.context = plan.reloadSeconds() + misfitSeconds(instance);
        cost.addUp();
        return cost;
    }

    /// By how many seconds it slows those beside it.
    ///
    /// @return by how many lone seconds those prolong it
    private double contend(Cost cost) {
        Machine machine = cost.instance().machine;
        double contention = cost.rates.contention();
        double worth = ticket.requestClass().worth();
        if (!cost.atOnce()) {
            double contended = contention * cost.beside() * cost.work;
            cost.slowing = contended * machine.meanWorth() / worth / cost.speed;
            return contended;
        }
        double sum = 0;
        double worthy = 0;
        List<Running> others = cost.others();
        for (int i = 0; i < others.size(); i++) {
            Running each = others.get(i);
            double both = Math.min(each.remaining(machine), cost.work);
            sum += both;
            worthy += both * each.worth;
        }
        cost.slowing = contention * worthy / worth / cost.speed;
        return contention * sum;
    }

    /// A prompt that is longer than the longest window by estimate, though not for certain, is probably
    /// refused there: it goes where it fits, unless that costs more than asking in vain.
    private double misfitSeconds(InstanceState instance) {
        int longest = instance.shown.longestWindow();
        if (!ticket.fit().whole() || longest == 0 || ticket.promptTokens() <= longest / 2) {
            return 0;
        }
        int prompt = instance.footprint(ticket).prompt();
        return prompt <= longest
                ? 0
                : VAIN_SECONDS + prompt / instance.rates(ticket.promptTokens()).prefillTokensPerSecond();
    }

    /// Lone seconds that the ticket takes on an instance which has nothing of it in its cache.
    double workSeconds(InstanceState instance) {
        InstanceRates rates = instance.rates(ticket.promptTokens());
        return ticket.promptTokens() / rates.prefillTokensPerSecond()
                + answerTokens(instance) / rates.decodeTokensPerSecond();
    }

    private double answerTokens(InstanceState instance) {
        if (ticket.vectors() != null || instance.shown.embedsOnly()) {
            return 0;
        }
        Variant variant = instance.shown.variant();
        if (!variant.equals(answering)) {
            double expected = around.knowledge().answerTokens(ticket, instance.holder);
            answer = ticket.maxTokens() > 0 ? Math.min(ticket.maxTokens(), expected) : expected;
            answering = variant;
        }
        return answer;
    }

    /// Tokens of the prompt that the instance is believed to have in its caches when the ticket starts there.
    private int cachedTokens(Cost cost) {
        InstanceState instance = cost.instance();
        PrefixChain prompt = ticket.prefix();
        int shared = cost.atOnce() ? instance.cache.shared(prompt) : instance.cache.sharedLater(prompt);
        return believed(ticket, instance, shared, around);
    }

    /// The same, whenever it starts.
    static int cachedTokens(Ticket ticket, InstanceState instance, Surroundings around) {
        return believed(ticket, instance, instance.cache.sharedLater(ticket.prefix()), around);
    }

    private static int believed(Ticket ticket, InstanceState instance, int shared, Surroundings around) {
        boolean counts = shared > 0 && around.knowledge().trustsCache(instance.holder);
        return counts ? Math.min(shared, ticket.promptTokens()) : 0;
    }

    /// The chance that the person returns while it runs, times what is lost then.
    private static double risk(double seconds, MachineCondition condition) {
        double chance = condition.returnChance();
        if (chance <= 0) {
            return 0;
        }
        double meanwhile = 1 - Math.pow(1 - chance, seconds / MachineCondition.RETURN_SECONDS);
        return meanwhile * LOST_SHARE * seconds;
    }
}
