package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What processes are called, from `/proc`. What cannot be read is left out.
///
/// @param proc `/proc`
record ProcessNames(Path proc) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessNames.class);

    /// The kernel cuts the short name here (`TASK_COMM_LEN` less the closing zero).
    private static final int CUT = 15;

    private static final String DELETED = " (deleted)";

    /// Everything it goes by, the surest first: its file, its short name, and the script that an interpreter runs.
    List<String> of(long process) {
        List<String> names = new ArrayList<>();
        names.add(file(process));
        names.add(shortName(process));
        String[] arguments = text(process, "cmdline").split("\0");
        if (arguments.length > 1 && !arguments[1].startsWith("-")) {
            names.add(arguments[1]);
        }
        names.removeIf(String::isEmpty);
        return names;
    }

    /// For its person; empty when it is gone.
    String shown(long process) {
        String name = shortName(process);
        String file = file(process);
        String whole = file.substring(file.lastIndexOf('/') + 1);
        return name.isEmpty() || (name.length() == CUT && whole.startsWith(name)) ? whole : name;
    }

    private String shortName(long process) {
        return text(process, "comm").strip();
    }

    /// A program that was updated while it ran shows as deleted.
    private String file(long process) {
        try {
            String target =
                    Files.readSymbolicLink(folder(process).resolve("exe")).toString();
            return target.endsWith(DELETED) ? target.substring(0, target.length() - DELETED.length()) : target;
        } catch (IOException notOurs) {
            LOG.trace("the file of process {} is not told: {}", process, notOurs.getMessage());
            return "";
        }
    }

    private String text(long process, String name) {
        try {
            return new String(Files.readAllBytes(folder(process).resolve(name)), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            LOG.trace("{} of process {} is not told: {}", name, process, gone.getMessage());
            return "";
        }
    }

    private Path folder(long process) {
        return proc.resolve(Long.toString(process));
    }
}
