package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `herd week`.
@Command(
        name = "week",
        description = "Shows when a machine's person is usually at it, and takes what they say of that.",
        footer = {
            "",
            "--mark takes days, hours and what they are: \"mon-fri 9-17 busy\" is 9:00 to 18:00, for hours are counted",
            "with the last; \"mon-fri 9:00-17:00 busy\" ends at 17:00; \"sat,sun 22-6 free\" goes on in the next day;",
            "\"daily 0-23 learned\" takes all marks back. Busy hours are not counted on, free ones may be used,",
            "learned ones go by what was seen."
        },
        mixinStandardHelpOptions = true)
public final class WeekCommand extends Query {
    @Parameters(arity = "0..1", paramLabel = "NODE", description = "Id or name (default: this machine).")
    @Nullable
    String node;

    @Option(
            names = "--mark",
            paramLabel = "HOURS",
            description = "Says what hours of every week are: busy, free or learned; can be given more than once.")
    List<String> marks = new ArrayList<>();

    @Option(names = "--forget", description = "Forgets what was learned, and what was said (default: keeps it).")
    boolean forget;

    @Override
    void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
        if (forget && !marks.isEmpty()) {
            throw CommandFailed.usage("--forget and --mark exclude each other");
        }
        List<WeekMarks.Hours> said = new ArrayList<>();
        for (String mark : marks) {
            said.addAll(WeekMarks.parse(mark));
        }
        String path = NodeCommands.path(engine, node) + "/week";
        String answer = forget ? engine.send("DELETE", path, "") : "";
        for (WeekMarks.Hours hours : said) {
            answer = engine.send("POST", path, body(hours));
        }
        String week = answer.isEmpty() ? engine.get(path) : answer;
        if (json) {
            out.println(week);
        } else {
            WeekText.of(EngineClient.json(week)).print(out);
        }
    }

    private static String body(WeekMarks.Hours hours) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("day", hours.day().name());
            json.writeNumberProperty("from", hours.from());
            json.writeNumberProperty("to", hours.to());
            json.writeStringProperty("mark", hours.mark());
            json.writeEndObject();
        });
    }
}
