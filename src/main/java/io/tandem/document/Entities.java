package io.tandem.document;

/**
 * The two record kinds of a section, as its sentences name them.
 *
 * @param a the source, system and entity, e.g. {@code Shop Customer}
 * @param b the target; begins with a blank where the system's name is empty
 */
public record Entities(String a, String b) {

    /** As the section's heading has them: {@code Shop Customer to Desk User}. */
    public String heading() {
        return a + " to " + b;
    }
}
