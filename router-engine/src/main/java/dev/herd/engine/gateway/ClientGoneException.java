package dev.herd.engine.gateway;

import java.io.IOException;

/// The client left, or took nothing for so long that it counts as gone.
final class ClientGoneException extends IOException {
    ClientGoneException(String message, Throwable cause) {
        super(message, cause);
    }

    ClientGoneException(String message) {
        super(message);
    }
}
