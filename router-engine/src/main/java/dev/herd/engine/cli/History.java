package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.RecordedTraces;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a home's history holds for a replay.
///
/// @param leftOut how many requests were not answered, or count no tokens
record History(List<RecordedRequest> requests, int leftOut) {
    private static final int USUAL_LIMIT = 10_000;
    private static final int MOST = 100_000;

    /// @param limit how many of the last requests at most; null for ten thousand
    static History read(HomeDirectory home, @Nullable Integer limit) throws CommandFailed {
        int most = limit == null ? USUAL_LIMIT : limit;
        if (most < 1 || most > MOST) {
            throw CommandFailed.usage("--limit must be from 1 to " + MOST);
        }
        List<RecordedRequest> requests = new ArrayList<>();
        List<String> rows;
        try {
            rows = RecordedTraces.last(home, most);
            for (String row : rows) {
                RecordedRequest.read(row).ifPresent(requests::add);
            }
        } catch (IOException missing) {
            throw CommandFailed.failed(String.valueOf(missing.getMessage()));
        } catch (BadRequestException unreadable) {
            throw CommandFailed.failed("the history holds an unreadable row: " + unreadable.reason());
        }
        if (requests.isEmpty()) {
            throw CommandFailed.failed("the history in " + home.path() + " holds no answered request to replay");
        }
        return new History(requests, rows.size() - requests.size());
    }

    List<String> nodes() {
        return requests.stream().map(RecordedRequest::node).distinct().sorted().toList();
    }

    void tell(PrintWriter out) {
        out.println("Replays " + requests.size() + " answered requests; " + leftOut + " others are left out.");
    }
}
