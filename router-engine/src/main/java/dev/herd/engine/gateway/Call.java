package dev.herd.engine.gateway;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;

/// A request that was read and may be served.
///
/// @param asked the model it asks for, as the fleet knows it
/// @param session whose the request is
record Call(Dialect dialect, Envelope envelope, ModelRef asked, Ticket ticket, Sessions.Session session) {}
