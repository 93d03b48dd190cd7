package dev.herd.engine.gateway;

import dev.herd.engine.fleet.NodeState;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the routes that run no model.
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    /// What is asked by machines again and again, and what shows none, leaves the fleet at rest.
    private static final Set<Route.Page> SHOWS_THE_FLEET =
            EnumSet.complementOf(EnumSet.of(Route.Page.ROOT, Route.Page.VERSION, Route.Page.METRICS));

    private final Fleet fleet;
    private final All pages;
    private final ErrorReplies errors;

    Pages(Fleet fleet, All pages, ErrorReplies errors) {
        this.fleet = fleet;
        this.pages = pages;
        this.errors = errors;
    }

    /// Who makes them.
    record All(
            ModelPages models,
            FleetPages fleet,
            WeekPages weeks,
            TrendPage trends,
            PullPages pulls,
            PinPages pins,
            EventPage events) {}

    void serve(ClientExchange exchange, Route.Local local) {
        exchange.abort.bind(Thread.currentThread());
        try {
            page(exchange, local);
        } catch (Rejection rejection) {
            errors.send(exchange, local.dialect(), rejection);
        } catch (ClientGoneException | InterruptedException gone) {
            LOG.debug("the client left {}", exchange.path());
            exchange.drop();
        } catch (RuntimeException defect) {
            LOG.error("{} failed on a defect", exchange.path(), defect);
            errors.send(
                    exchange, local.dialect(), Rejection.failed(500, "internal error; see the log", "internal_error"));
        } finally {
            exchange.abort.unbind();
        }
    }

    private void page(ClientExchange exchange, Route.Local local)
            throws Rejection, ClientGoneException, InterruptedException {
        if (SHOWS_THE_FLEET.contains(local.page())) {
            fleet.look();
        }
        String parameter = local.parameter();
        switch (local.page()) {
            case ROOT -> pages.models().root(exchange);
            case VERSION -> pages.models().version(exchange);
            case TAGS -> pages.models().tags(exchange);
            case PS -> pages.models().loaded(exchange);
            case SHOW -> pages.models().show(exchange);
            case PULL -> pages.pulls().pull(exchange);
            case OPENAI_MODELS -> pages.models().openAiModels(exchange);
            case OPENAI_MODEL -> pages.models().openAiModel(exchange, parameter);
            case FLEET_STATUS -> pages.fleet().status(exchange);
            case FLEET_QUEUE -> pages.fleet().queue(exchange);
            case FLEET_TRENDS -> pages.trends().show(exchange);
            case FLEET_REQUESTS -> pages.fleet().requests(exchange);
            case FLEET_REQUEST -> pages.fleet().request(exchange, parameter);
            case FLEET_CANCEL -> pages.fleet().cancel(exchange, parameter);
            case FLEET_PULLS -> pages.pulls().list(exchange);
            case FLEET_PULL_CANCEL -> pages.pulls().cancel(exchange, parameter);
            case FLEET_PINS -> pages.pins().list(exchange);
            case FLEET_PIN -> pages.pins().pin(exchange);
            case FLEET_UNPIN -> pages.pins().unpin(exchange, parameter);
            case FLEET_EVENTS -> pages.events().run(exchange);
            case NODE_PAUSE -> pages.fleet().ask(exchange, parameter, NodeState.PAUSED);
            case NODE_DRAIN -> pages.fleet().ask(exchange, parameter, NodeState.DRAINING);
            case NODE_PROTECT -> pages.fleet().protect(exchange, parameter);
            case NODE_RESUME, NODE_UNDRAIN -> pages.fleet().ask(exchange, parameter, null);
            case NODE_WEEK -> pages.weeks().show(exchange, parameter);
            case NODE_MARK -> pages.weeks().mark(exchange, parameter);
            case NODE_FORGET_WEEK -> pages.weeks().forget(exchange, parameter);
            case METRICS -> pages.fleet().metrics(exchange);
        }
    }
}
