package dev.herd.app.fleet;

/// All that the tab's picture of one moment is made from.
record Scene(Moment moment, ModelHues hues, UnderWay underWay) {}
