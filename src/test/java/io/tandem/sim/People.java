package io.tandem.sim;

import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The people on both sides, and what they do to records. Every value that they write is written once only. */
final class People {

    private static final List<EntityKey> ENTITIES =
            List.of(Scenario.COMPANY, Scenario.FIRM, Scenario.PERSON, Scenario.CONTACT);

    private final World world;
    private int values;

    People(World world) {
        this.world = world;
    }

    /** What is there before Tandem comes. */
    void moveIn(int records) {
        for (int i = 0; i < records; i++) {
            add();
        }
    }

    void act() {
        int luck = world.chance().between(1, 100);
        if (luck <= 57) {
            edit();
        } else if (luck <= 60) {
            oddity();
        } else if (luck <= 75) {
            add();
        } else if (luck <= 82) {
            delete(true);
        } else if (luck <= 88) {
            delete(false);
        } else if (luck <= 90) {
            vanish();
        } else if (luck <= 93) {
            merge();
        } else if (luck <= 96) {
            poison();
        } else {
            close();
        }
    }

    /** Half of what was refused or served oddly is as it should be again. */
    void relent() {
        world.oddities().records().stream()
                .filter(record -> world.chance().in100(50))
                .forEach(this::endOddity);
        for (EntityKey entity : ENTITIES) {
            for (int id : world.table(entity).ids()) {
                if (server(entity).poisoned(entity.entity(), id)
                        && world.chance().in100(50)) {
                    server(entity).poison(entity.entity(), id, false);
                }
                if (world.table(entity).get(id).orElseThrow().path("closed").asBoolean()) {
                    server(entity).close(entity.entity(), id, false);
                }
            }
        }
    }

    /** Whether any record is refused now. */
    boolean refuse() {
        return ENTITIES.stream().anyMatch(entity -> world.table(entity).ids().stream()
                .anyMatch(id -> server(entity).poisoned(entity.entity(), id)));
    }

    void oddity() {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> live = live(entity);
        if (!live.isEmpty()) {
            world.oddities()
                    .begin(
                            entity + "/" + world.chance().of(live),
                            world.chance().of(Oddity.values()));
        }
    }

    private void endOddity(String record) {
        RecordKey key = RecordKey.parse(record);
        boolean unlisted = world.oddities().is(record, Oddity.STAMP_MISSING);
        world.oddities().end(record);
        int id = Integer.parseInt(key.id());
        if (unlisted && world.table(key.entity()).get(id).isPresent()) {
            server(key.entity()).touch(key.entity().entity(), id);
        }
    }

    private ModelServer server(EntityKey entity) {
        return world.server(entity.system());
    }

    private void add() {
        EntityKey entity = world.chance().of(ENTITIES);
        Map<String, String> record = new LinkedHashMap<>();
        record.put("name", value());
        for (String property : properties(entity)) {
            if (world.chance().in100(70)) {
                record.put(property, newValue(entity, property));
            }
        }
        server(entity).add(entity.entity(), record);
    }

    private static List<String> properties(EntityKey entity) {
        boolean company = entity.equals(Scenario.COMPANY) || entity.equals(Scenario.FIRM);
        return company ? List.of("code", "note") : List.of("email", "phone", "note", "code", "parent");
    }

    private String value() {
        return "v" + ++values;
    }

    /** Keys often are those of somebody else, so that records match, and rival. */
    private String newValue(EntityKey entity, String property) {
        return switch (property) {
            case "parent" -> {
                List<Integer> companies = world.table(
                                entity.system().equals("alpha") ? Scenario.COMPANY : Scenario.FIRM)
                        .ids();
                yield companies.isEmpty() ? null : String.valueOf(world.chance().of(companies));
            }
            case "email" -> borrowed(property, dressed(value() + "@mail.example"));
            case "code" -> borrowed(property, value());
            default -> dressed(value());
        };
    }

    private String dressed(String text) {
        return world.chance().of(text, text, " " + text, text.toUpperCase(java.util.Locale.ROOT));
    }

    private String borrowed(String property, String otherwise) {
        EntityKey lender = world.chance().of(ENTITIES);
        List<Integer> ids = world.table(lender).ids();
        if (ids.isEmpty() || world.chance().in100(50)) {
            return otherwise;
        }
        String found = server(lender).text(lender.entity(), world.chance().of(ids), property);
        return found == null ? otherwise : found;
    }

    private void edit() {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> live = live(entity);
        if (live.isEmpty()) {
            return;
        }
        int id = world.chance().of(live);
        Map<String, String> changes = new LinkedHashMap<>();
        int most = world.chance().between(1, 2);
        for (int i = 0; i < most; i++) {
            String property = world.chance().of(properties(entity));
            changes.put(property, world.chance().in100(12) ? null : newValue(entity, property));
        }
        server(entity).edit(entity.entity(), id, changes);
    }

    private List<Integer> live(EntityKey entity) {
        ModelTable table = world.table(entity);
        return table.ids().stream().filter(table::live).toList();
    }

    private void delete(boolean deleted) {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> some = world.table(entity).ids().stream()
                .filter(id -> world.table(entity).live(id) == deleted)
                .toList();
        if (!some.isEmpty()) {
            server(entity).delete(entity.entity(), world.chance().of(some), deleted);
        }
    }

    private void vanish() {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> live = live(entity);
        if (!live.isEmpty() && world.vanishing()) {
            int id = world.chance().of(live);
            server(entity).vanish(entity.entity(), id);
            // its system remembers for whom it was made, and makes no other
            world.journal().madeFor(entity + "/" + id).ifPresent(world.oddities()::refused);
        }
    }

    /** Two records become one: the other is gone, and its email is the one's. */
    private void merge() {
        EntityKey entity = world.chance().of(Scenario.PERSON, Scenario.CONTACT);
        List<Integer> live = live(entity);
        if (live.size() < 2) {
            return;
        }
        int stays = live.get(0);
        int goes = live.get(live.size() - 1);
        String email = server(entity).text(entity.entity(), goes, "email");
        server(entity).delete(entity.entity(), goes, true);
        server(entity).edit(entity.entity(), stays, java.util.Collections.singletonMap("email", email));
    }

    private void poison() {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> live = live(entity);
        if (!live.isEmpty()) {
            int id = world.chance().of(live);
            boolean on = !server(entity).poisoned(entity.entity(), id);
            server(entity).poison(entity.entity(), id, on);
            world.oddities().refused(entity + "/" + id);
            world.journal().tell((on ? "poisoned " : "healed ") + entity + "/" + id);
        }
    }

    private void close() {
        EntityKey entity = world.chance().of(ENTITIES);
        List<Integer> live = live(entity);
        if (!live.isEmpty()) {
            int id = world.chance().of(live);
            boolean closed =
                    world.table(entity).get(id).orElseThrow().path("closed").asBoolean();
            server(entity).close(entity.entity(), id, !closed);
        }
    }
}
