package io.tandem.document.imports;

import io.tandem.document.FlowIds;
import io.tandem.record.EntityKey;
import io.tandem.system.Access;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The systems that a site has described. */
public final class DescribedSystems {

    private static final String NAMELESS = "unnamed";
    private static final int LONGEST_SYSTEM = 80;

    /** So long that a number still fits behind it; a key has a slash too. */
    private static final int LONGEST_ENTITY = EntityKey.LONGEST - "/-9999".length();

    private final Map<EntityKey, EntityFacts> facts;
    private final Set<String> systems;
    private final Set<String> stubs;
    private final Set<String> reserved;
    private final Map<String, EntityKey> bySlug = new HashMap<>();

    /**
     * @param facts of every entity that a descriptor declares
     * @param systems that have a descriptor
     * @param stubs those whose descriptor was generated and is not filled in yet
     * @param reserved names that no system can have, because settings of the application begin with them
     */
    public DescribedSystems(
            Map<EntityKey, EntityFacts> facts, Set<String> systems, Set<String> stubs, Set<String> reserved) {
        this.facts = Map.copyOf(facts);
        this.systems = Set.copyOf(systems);
        this.stubs = Set.copyOf(stubs);
        this.reserved = Set.copyOf(reserved);
        facts.keySet().stream()
                .sorted()
                .forEach(key -> bySlug.putIfAbsent(key.system() + "/" + FlowIds.slug(key.entity()), key));
    }

    /** What is known of an entity; empty if no descriptor declares it. */
    Optional<EntityFacts> facts(EntityKey entity) {
        return Optional.ofNullable(facts.get(entity));
    }

    /** The descriptor's name of a system. */
    String system(String slug) {
        return slug.isEmpty()
                ? NAMELESS
                : reserved.contains(slug) ? slug + "-system" : FlowIds.brief(slug, LONGEST_SYSTEM);
    }

    /** The entity that a document means: one that is described, by its name without regard to case and signs; else a new one. */
    EntityKey entity(String systemSlug, String entitySlug) {
        String system = system(systemSlug);
        String entity = entitySlug.isEmpty() ? NAMELESS : FlowIds.brief(entitySlug, LONGEST_ENTITY - system.length());
        EntityKey described = bySlug.get(system + "/" + entity);
        return described != null ? described : new EntityKey(system, entity);
    }

    /** Whether a person has described how the system speaks: then an import adds nothing to it. */
    boolean isDescribed(String system) {
        return systems.contains(system) && !stubs.contains(system);
    }

    /** What a described system lacks for such a property; empty if it has it. */
    Optional<String> missing(EntityKey entity, String property) {
        EntityFacts known = facts.get(entity);
        return isDescribed(entity.system())
                        && known != null
                        && !known.properties().containsKey(property)
                ? Optional.of(entity + " has no property " + property + " in " + descriptor(entity.system())
                        + ". Add it there, then delete this line")
                : Optional.empty();
    }

    /** Whether values of a property can be written; what is not described yet is written once it is. */
    boolean writable(EntityKey entity, String property, boolean asTarget) {
        EntityFacts known = facts.get(entity);
        if (!isDescribed(entity.system()) || known == null) {
            return !property.toLowerCase(Locale.ROOT).equals("id");
        }
        PropertyFacts found = known.properties().get(property);
        return found != null
                && (found.access() == Access.WRITABLE && known.canUpdate()
                        || found.access() == Access.WRITE_ONCE && asTarget && known.canCreate());
    }

    /** Why no flow can run on an entity; empty if one can. */
    Optional<String> whyOff(EntityKey entity, boolean creates) {
        EntityFacts known = facts.get(entity);
        if (!isDescribed(entity.system())) {
            return Optional.empty();
        }
        if (known == null) {
            return Optional.of(entity + " is not in " + descriptor(entity.system()) + ". Add it there, then set link");
        }
        if (!known.canFetch()) {
            return Optional.of(entity + " only stands for ids; it can't be fetched");
        }
        return creates && !known.canCreate()
                ? Optional.of(entity + " can't be created by its descriptor. Add a create call to "
                        + descriptor(entity.system()) + ", then set link")
                : Optional.empty();
    }

    static String descriptor(String system) {
        return "config/systems/" + system + ".yaml";
    }
}
