package io.tandem.system.rest;

import io.tandem.system.descriptor.Spec;
import java.util.Objects;
import java.util.Set;

/** The list of a query that names its fields. Pure. */
final class Fields {

    private Fields() {}

    /** The wanted properties' paths, each behind a comma. */
    static String of(Spec.Entity entity, Set<String> properties) {
        StringBuilder fields = new StringBuilder();
        properties.stream()
                .sorted()
                .map(name -> entity.properties().get(name))
                .filter(Objects::nonNull)
                .map(Spec.Property::path)
                .filter(path -> !path.equals(entity.id())
                        && !path.equals(entity.modified())
                        && !entity.deletedWhen().containsKey(path))
                .distinct()
                .forEach(path -> fields.append(", ").append(path));
        return fields.toString();
    }
}
