package dev.herd.engine.sensing.linux;

import java.util.OptionalLong;

/// Lines of a name and a number, as in `/proc/meminfo` (`MemTotal:  123 kB`) and `/proc/vmstat` (`pswpout 0`). Other
/// lines are passed over.
///
/// @param text with such lines
record NamedNumbers(String text) {
    private static final long KIBI = 1024;

    /// That line's number, in bytes where the line says `kB`; empty where no whole line says it.
    OptionalLong of(String name) {
        int start = 0;
        while (start < text.length()) {
            int found = text.indexOf('\n', start);
            int end = found < 0 ? text.length() : found;
            if (text.startsWith(name, start)) {
                OptionalLong number = number(text.substring(start + name.length(), end));
                if (number.isPresent()) {
                    return number;
                }
            }
            start = end + 1;
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(String rest) {
        if (!rest.startsWith(":") && !rest.startsWith(" ") && !rest.startsWith("\t")) {
            return OptionalLong.empty();
        }
        String told = rest.substring(1).strip();
        boolean kibi = told.endsWith(" kB");
        OptionalLong number =
                Digits.parse(kibi ? told.substring(0, told.length() - 3).strip() : told);
        return kibi && number.isPresent() ? OptionalLong.of(number.getAsLong() * KIBI) : number;
    }
}
