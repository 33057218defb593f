package io.tandem.cli;

/** A number with its noun. */
final class Count {

    private Count() {}

    /** {@code 1 link}, {@code 2 links}. */
    static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
