package io.tandem.record;

/**
 * One record of one system, written {@code zendesk/users/35436}.
 *
 * @param id text as the system prints it; ids exceed 32 and sometimes 64 bits
 */
public record RecordKey(EntityKey entity, String id) {

    private static final int LONGEST_ID = 400;
    private static final int SHOWN = 60;

    public RecordKey {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a record of " + entity + " needs an id");
        }
    }

    /** Whether the store can hold a record of this id, on any database. */
    public static boolean canBeKept(String id) {
        return !id.isBlank()
                && id.length() <= LONGEST_ID
                && id.chars().noneMatch(Character::isISOControl)
                && Texts.isWhole(id);
    }

    /** What stands for an id that can't be kept, where people are to see it: its beginning, and a fingerprint of all of it. */
    public static String shortened(String id) {
        String clean = id.replaceAll("[\\p{Cc}\\p{Cs}]", "?").strip();
        return clean.substring(0, Math.min(SHOWN, clean.length())) + ".."
                + Fingerprint.of(id).substring(0, 8);
    }

    /** @throws IllegalArgumentException unless {@code text} is {@code system/entity/id} */
    public static RecordKey parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("not a record key: '" + text + "'; wanted system/entity/id");
        }
        return new RecordKey(new EntityKey(parts[0], parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return entity.system() + "/" + entity.entity() + "/" + id;
    }
}
