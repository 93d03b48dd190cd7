package dev.herd.engine.scheduling;

import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Ticket;
import java.util.List;

/// What running a ticket on an instance costs, in seconds: its own time, and what it costs others.
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

    private CostModel() {}

    /// Where it could run, and how it stands there.
    ///
    /// @param plan what must be loaded first
    /// @param slotSeconds until the instance has a slot for it
    /// @param others who run on the machine
    record Site(InstanceState instance, LoadPlan plan, double slotSeconds, List<Running> others) {
        double waitSeconds() {
            return slotSeconds + plan.waitSeconds();
        }

        double loadingSeconds() {
            return plan.loadSeconds() + plan.reloadSeconds();
        }

        /// Whether it could start now.
        boolean atOnce() {
            return waitSeconds() <= 0;
        }

        /// How many it has to share the machine with.
        double beside() {
            return atOnce() ? others.size() : Math.max(0, others.size() - 1);
        }
    }

    /// Lone seconds of a ticket on an instance.
    ///
    /// @param alone without a cache
    /// @param saved by it
    private record Work(double alone, double saved) {
        double left() {
            return Math.max(0, alone - saved);
        }
    }

    static Cost cost(Ticket ticket, Site site, Surroundings around) {
        InstanceState instance = site.instance();
        Machine machine = instance.machine;
        InstanceRates rates = instance.rates(ticket.promptTokens());
        double answer = answerTokens(ticket, instance, around);
        int cached = site.loadingSeconds() > 0 ? 0 : cachedTokens(ticket, site, around);
        var work = new Work(
                ticket.promptTokens() / rates.prefillTokensPerSecond() + answer / rates.decodeTokensPerSecond(),
                cached / rates.prefillTokensPerSecond());
        double speed = machine.condition.speed();
        double worth = ticket.requestClass().worth();
        double contended;
        double slowing;
        if (site.atOnce()) {
            Machine.Overlap overlap = machine.overlap(site.others(), work.left());
            contended = rates.contention() * overlap.seconds();
            slowing = rates.contention() * overlap.worthySeconds() / worth / speed;
        } else {
            contended = rates.contention() * site.beside() * work.left();
            slowing = contended * machine.meanWorth() / worth / speed;
        }
        double own = site.waitSeconds() + site.loadingSeconds() + (work.left() + contended) / speed;
        CostTerms terms = terms(ticket, site, new Seconds(work, contended, slowing, own), around);
        var inputs = new CostInputs(
                ticket.promptTokens(),
                cached,
                answer,
                rates,
                site.beside(),
                site.waitSeconds(),
                slowing,
                site.loadingSeconds(),
                site.plan().evictionSeconds(),
                speed);
        return new Cost(terms, inputs, site.plan(), own, work.left());
    }

    /// @param contended by how many lone seconds those beside it prolong it
    /// @param slowing by how many seconds it prolongs those
    /// @param own from now to its end
    private record Seconds(Work work, double contended, double slowing, double own) {}

    private static CostTerms terms(Ticket ticket, Site site, Seconds seconds, Surroundings around) {
        InstanceState instance = site.instance();
        MachineCondition condition = instance.machine.condition;
        double faith = instance.rates(ticket.promptTokens()).faith();
        double slowed = (seconds.work().left() + seconds.contended()) * (1 / condition.speed() - 1);
        double damage = site.atOnce() ? instance.damageSeconds(ticket.prefix(), around.at()) : 0;
        return new CostTerms(
                site.slotSeconds() + seconds.slowing(),
                (seconds.work().alone() + seconds.contended()) * faith,
                site.plan().waitSeconds()
                        + site.plan().loadSeconds()
                        + site.plan().evictionSeconds(),
                slowed * faith,
                -seconds.work().saved() * faith + damage,
                risk(seconds.own() - site.waitSeconds(), condition),
                site.plan().reloadSeconds() + misfitSeconds(ticket, instance));
    }

    /// A prompt that is longer than the longest window by estimate, though not for certain, is probably
    /// refused there: it goes where it fits, unless that costs more than asking in vain.
    private static double misfitSeconds(Ticket ticket, InstanceState instance) {
        int longest = instance.holder.longestWindow();
        if (!ticket.fit().whole() || longest == 0 || ticket.promptTokens() <= longest / 2) {
            return 0;
        }
        int prompt = instance.footprint(ticket).prompt();
        return prompt <= longest
                ? 0
                : VAIN_SECONDS + prompt / instance.rates(ticket.promptTokens()).prefillTokensPerSecond();
    }

    /// Lone seconds that a ticket takes on an instance which has nothing of it in its cache.
    static double workSeconds(Ticket ticket, InstanceState instance, Surroundings around) {
        InstanceRates rates = instance.rates(ticket.promptTokens());
        return ticket.promptTokens() / rates.prefillTokensPerSecond()
                + answerTokens(ticket, instance, around) / rates.decodeTokensPerSecond();
    }

    /// @param plan what must be loaded first
    /// @param ownSeconds predicted, until the answer's end
    /// @param work lone seconds on the machine, without the load
    record Cost(CostTerms terms, CostInputs inputs, LoadPlan plan, double ownSeconds, double work) {
        /// Seconds from its start, load included, to its end.
        double runSeconds() {
            return ownSeconds - inputs.waitSeconds();
        }
    }

    private static double answerTokens(Ticket ticket, InstanceState instance, Surroundings around) {
        if (ticket.vectors() != null || instance.holder.model().embedsOnly()) {
            return 0;
        }
        double expected = around.knowledge().answerTokens(ticket, instance.holder);
        return ticket.maxTokens() > 0 ? Math.min(ticket.maxTokens(), expected) : expected;
    }

    /// Tokens of the prompt that the instance is believed to have in its caches when the ticket starts there.
    private static int cachedTokens(Ticket ticket, Site site, Surroundings around) {
        SlotCache cache = site.instance().cache;
        return believed(
                ticket,
                site.instance(),
                site.atOnce() ? cache.shared(ticket.prefix()) : cache.sharedLater(ticket.prefix()),
                around);
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
