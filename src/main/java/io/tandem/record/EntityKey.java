package io.tandem.record;

/**
 * A kind of records in one system, written {@code zendesk/users}.
 *
 * @param system the descriptor's name, e.g. {@code zendesk}
 * @param entity the entity's name in that descriptor, e.g. {@code users}
 */
public record EntityKey(String system, String entity) implements Comparable<EntityKey> {

    /** In characters, as the store's columns for an entity are. */
    public static final int LONGEST = 200;

    public EntityKey {
        if (system.isBlank() || entity.isBlank() || system.contains("/") || entity.contains("/")) {
            throw new IllegalArgumentException(
                    "not an entity key: '" + system + "/" + entity + "'; wanted system/entity");
        }
    }

    /** @throws IllegalArgumentException unless {@code text} is {@code system/entity} */
    public static EntityKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an entity key: '" + text + "'; wanted system/entity");
        }
        return new EntityKey(text.substring(0, slash), text.substring(slash + 1));
    }

    public RecordKey record(String id) {
        return new RecordKey(this, id);
    }

    /** As the written forms: a name that goes on where a shorter one ends is compared with that one's slash. */
    @Override
    public int compareTo(EntityKey other) {
        int shorter = Math.min(system.length(), other.system.length());
        int order = system.length() == other.system.length() || !system.regionMatches(0, other.system, 0, shorter)
                ? system.compareTo(other.system)
                : system.length() < other.system.length()
                        ? Character.compare('/', other.system.charAt(shorter))
                        : Character.compare(system.charAt(shorter), '/');
        return order != 0 ? order : entity.compareTo(other.entity);
    }

    /** As a record has it, but written out: Java makes that code when it first runs, in some hundredths of a second. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EntityKey key && system.equals(key.system) && entity.equals(key.entity);
    }

    @Override
    public int hashCode() {
        return 31 * system.hashCode() + entity.hashCode();
    }

    @Override
    public String toString() {
        return system + "/" + entity;
    }
}
