package dev.herd.engine.gateway;

import dev.herd.engine.fleet.NodeState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the routes that run no model.
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final ModelPages models;
    private final FleetPages fleet;
    private final PullPages pulls;
    private final EventPage events;
    private final ErrorReplies errors;

    Pages(ModelPages models, FleetPages fleet, PullPages pulls, EventPage events, ErrorReplies errors) {
        this.models = models;
        this.fleet = fleet;
        this.pulls = pulls;
        this.events = events;
        this.errors = errors;
    }

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
        String parameter = local.parameter();
        switch (local.page()) {
            case ROOT -> models.root(exchange);
            case VERSION -> models.version(exchange);
            case TAGS -> models.tags(exchange);
            case PS -> models.loaded(exchange);
            case SHOW -> models.show(exchange);
            case PULL -> pulls.pull(exchange);
            case OPENAI_MODELS -> models.openAiModels(exchange);
            case OPENAI_MODEL -> models.openAiModel(exchange, parameter);
            case FLEET_STATUS -> fleet.status(exchange);
            case FLEET_QUEUE -> fleet.queue(exchange);
            case FLEET_REQUESTS -> fleet.requests(exchange);
            case FLEET_REQUEST -> fleet.request(exchange, parameter);
            case FLEET_CANCEL -> fleet.cancel(exchange, parameter);
            case FLEET_PULLS -> pulls.list(exchange);
            case FLEET_PULL_CANCEL -> pulls.cancel(exchange, parameter);
            case FLEET_EVENTS -> events.run(exchange);
            case NODE_PAUSE -> fleet.ask(exchange, parameter, NodeState.PAUSED);
            case NODE_DRAIN -> fleet.ask(exchange, parameter, NodeState.DRAINING);
            case NODE_RESUME, NODE_UNDRAIN -> fleet.ask(exchange, parameter, null);
            case METRICS -> fleet.metrics(exchange);
        }
    }
}
