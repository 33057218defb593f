package io.tandem.record;

/** A number with its noun, as every message has it. */
public final class Count {

    private Count() {}

    /** {@code 1 link}, {@code 2 links}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 1 link is}, {@code 2 links are}. */
    public static String are(long number, String noun) {
        return of(number, noun) + (number == 1 ? " is" : " are");
    }
}
