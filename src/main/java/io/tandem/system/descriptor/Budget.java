package io.tandem.system.descriptor;

import io.tandem.config.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** At most so many calls in any such span of time: {@code 400/min} is at most 400 in any 60 s. */
public record Budget(int calls, Duration span) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(s|min|h|day)");

    /** @return empty if the text is no budget; {@code none} is none */
    public static Optional<Budget> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            return Optional.empty();
        }
        Duration span =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "min" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        return Optional.of(new Budget(Integer.parseInt(matcher.group(1)), span));
    }

    /** Adds a fault if the setting's value is no budget. */
    public static void check(String key, Function<String, Optional<String>> values, List<Fault> faults) {
        values.apply(key)
                .filter(text -> !text.equals("none") && parse(text).isEmpty())
                .ifPresent(text -> faults.add(
                        new Fault("", 0, key + ": " + text + " is no budget, e.g. 400/min, 1/s, 100000/day, none")));
    }
}
