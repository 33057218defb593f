package io.tandem.sim;

import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.sim.Journal.Author;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold once edits and faults have stopped, seen from the systems' own records. */
final class Laws {

    /** In the place of a source that is still to be made. */
    private static final int NONE = -1;

    record LinkRow(long id, String flow, int source, Integer target, String state) {}

    private final World world;
    private final List<String> broken = new ArrayList<>();
    private final List<LinkRow> links;
    /** Places (flow, side, record, property or nothing) that wait for a person. */
    private final Set<String> parked = new HashSet<>();

    private final Map<String, String> unsettled = new HashMap<>();
    private final OddLaws odd;

    /** What a person has to see, by what the systems hold. */
    private final List<String> left = new ArrayList<>();

    Laws(World world) {
        this.world = world;
        this.links = world.jdbi()
                .withHandle(h -> h.createQuery("select id, flow, source_id, target_id, state from link order by id")
                        .map((rs, ctx) -> new LinkRow(
                                rs.getLong(1),
                                rs.getString(2),
                                number(rs.getString(2), Side.SOURCE, rs.getString(3)),
                                rs.getString(4) == null
                                        ? null
                                        : Integer.valueOf(number(rs.getString(2), Side.TARGET, rs.getString(4))),
                                rs.getString(5)))
                        .list());
        this.odd = new OddLaws(world, links);
        world.jdbi().useHandle(h -> {
            h.createQuery("select flow, side, record_id, property from park")
                    .map((rs, ctx) -> rs.getString(1) + " " + rs.getString(2) + " "
                            + world.ids()
                                    .countedId(
                                            flow(rs.getString(1)).entity(Side.valueOf(rs.getString(2))),
                                            rs.getString(3))
                            + " " + rs.getString(4))
                    .forEach(parked::add);
            h.createQuery("select link_id, row_id, state from conflict where state <> 'resolved'")
                    .map((rs, ctx) -> Map.entry(rs.getLong(1) + " " + rs.getString(2), rs.getString(3)))
                    .forEach(e -> unsettled.put(e.getKey(), e.getValue()));
            h.createQuery("select link_id, row_id from unresolved")
                    .map((rs, ctx) -> rs.getLong(1) + " " + rs.getString(2))
                    .forEach(place -> unsettled.put(place, "unresolved"));
        });
    }

    private Flow flow(String id) {
        return world.scenario().flow(id);
    }

    /** A link holds records that are there, under ids that their systems show. @return {@link #NONE} for none */
    private int number(String flow, Side side, String id) {
        return id == null
                ? NONE
                : world.ids().number(flow(flow).entity(side), id).orElseThrow();
    }

    /** @param exitCode of the last round */
    List<String> broken(int exitCode) {
        broken.addAll(world.journal().offences());
        for (Flow flow : world.scenario().flows()) {
            List<LinkRow> own =
                    links.stream().filter(l -> l.flow().equals(flow.id())).toList();
            expectOneToOne(flow, own);
            expectNoDuplicates(flow);
            expectNoneForgotten(flow, own);
            own.stream()
                    .filter(l -> l.state().equals("linked") && bothExist(flow, l))
                    .forEach(l -> expectAgreement(flow, l));
            own.forEach(l -> expectTrueState(flow, l));
        }
        broken.addAll(new EditLaws(world, links).broken());
        broken.addAll(odd.broken());
        broken.addAll(new HistoryLaws(world, links).broken());
        broken.addAll(new KeyLaws(world).broken());
        broken.addAll(new PartnerLaws(world, links).broken());
        expectNothingDeletedWithoutReason();
        expectNothingLeftThatHeals();
        expectNoReferenceForgotten();
        expectExitCode(exitCode);
        return broken;
    }

    /** What a person has to see says 1, whatever the store thinks of it; where nothing is left to see it says 0. */
    private void expectExitCode(int code) {
        if (code == 0 && !left.isEmpty()) {
            broken.add("the exit code is 0, but " + left);
        }
        boolean clean = left.isEmpty()
                && !world.oddities().ghosts()
                && world.oddities().records().isEmpty()
                && !world.people().refuse();
        if (clean && code != 0) {
            broken.add("nothing is left, but the exit code is " + code + ": parked " + parked + ", unsettled "
                    + unsettled);
        }
        if (code > 1) {
            broken.add("all is well, but the exit code is " + code);
        }
    }

    private void expectOneToOne(Flow flow, List<LinkRow> own) {
        Set<Object> seen = new HashSet<>();
        own.stream().filter(l -> !l.state().equals("unlinked")).forEach(l -> {
            if ((l.source() != NONE && !seen.add("s" + l.source()))
                    || (l.target() != null && !seen.add("t" + l.target()))) {
                broken.add(flow.id() + ": a record is linked twice: " + l);
            }
        });
    }

    private void expectNoDuplicates(Flow flow) {
        for (Side made : Side.values()) {
            Map<String, Integer> byRef = new HashMap<>();
            ModelTable records = world.table(flow.entity(made));
            for (int id : records.ids()) {
                String ref = records.get(id).orElseThrow().path("ref").asText();
                if (ref.startsWith(flow.entity(made.other()) + "/") && byRef.put(ref, id) != null) {
                    broken.add("two " + flow.entity(made) + " were created for " + ref);
                }
                if (ref.startsWith(flow.entity(made.other()) + "/") && !flow.creates(made.other())) {
                    broken.add(flow.entity(made) + "/" + id + " was created for " + ref + ", which nothing asked for");
                }
            }
        }
    }

    /** Every source that must have a target has one; every pair that must match is linked. */
    private void expectNoneForgotten(Flow flow, List<LinkRow> own) {
        Set<Integer> sources = new HashSet<>();
        Set<Integer> targets = new HashSet<>();
        own.stream().filter(l -> !l.state().equals("unlinked")).forEach(l -> {
            sources.add(l.source());
            targets.add(l.target());
        });
        String key = flow.matches() ? flow.match().get(0).get(0).source() : null;
        Map<Side, Map<String, List<Integer>>> free = new EnumMap<>(Side.class);
        free.put(Side.SOURCE, free(flow, Side.SOURCE, sources, key));
        free.put(Side.TARGET, free(flow, Side.TARGET, targets, key));
        for (Side side : Side.values()) {
            free.get(side)
                    .forEach((value, ids) -> expectPartner(
                            flow,
                            side,
                            key != null && !value.isEmpty(),
                            ids,
                            free.get(side.other()).getOrDefault(value, List.of())));
        }
        own.stream().filter(l -> l.state().equals("creating")).forEach(l -> expectEnd(flow, l));
    }

    private void expectEnd(Flow flow, LinkRow creating) {
        Side from = creating.source() == NONE ? Side.TARGET : Side.SOURCE;
        int id = from == Side.SOURCE ? creating.source() : creating.target();
        if (world.table(flow.entity(from)).live(id)) {
            left.add(flow.id() + ": the create for " + id);
            if (!isParked(flow, from, id, "")) {
                broken.add(flow.id() + ": the create for " + flow.entity(from) + "/" + id + " never ended");
            }
        }
    }

    /** @param ids that have one key, and no partner */
    private void expectPartner(Flow flow, Side side, boolean keyed, List<Integer> ids, List<Integer> others) {
        boolean rivals = keyed && !others.isEmpty();
        boolean pair = rivals && ids.size() == 1 && others.size() == 1;
        boolean wanted = pair || (flow.creates(side) && !rivals);
        if (wanted || rivals) {
            left.add(flow.id() + ": the " + side + " " + ids + " have no partner");
        }
        ids.stream()
                .filter(id -> wanted && !isParked(flow, side, id, ""))
                .filter(id -> !pair || !isParked(flow, side.other(), others.get(0), ""))
                .forEach(id -> broken.add(flow.id() + ": " + flow.entity(side) + "/" + id + " was forgotten"));
    }

    private Map<String, List<Integer>> free(Flow flow, Side side, Set<Integer> held, String key) {
        Map<String, List<Integer>> found = new HashMap<>();
        EntityKey entity = flow.entity(side);
        ModelTable table = world.table(entity);
        for (int id : table.ids()) {
            boolean takesPart =
                    flow.takesPart(side, world.server(entity.system()).values(entity.entity(), id));
            if (takesPart && table.live(id) && !held.contains(id)) {
                String value =
                        key == null ? null : world.server(entity.system()).text(entity.entity(), id, key);
                String folded = value == null ? "" : key.equals("email") ? fold(value) : value.strip();
                found.computeIfAbsent(folded, v -> new ArrayList<>()).add(id);
            }
        }
        return found;
    }

    private boolean isParked(Flow flow, Side side, int id, String property) {
        String place = flow.id() + " " + side + " " + id + " ";
        return parked.contains(place) || parked.contains(place + property);
    }

    private void expectTrueState(Flow flow, LinkRow link) {
        if (link.target() == null || link.source() == NONE || link.state().equals("unlinked")) {
            return;
        }
        boolean source = world.table(flow.source()).live(link.source());
        boolean target = world.table(flow.target()).live(link.target());
        String right = !source ? "source-deleted" : !target ? "target-deleted" : "linked";
        boolean eitherWay = !source && !target && link.state().endsWith("-deleted");
        boolean deleteRefused = flow.deletes() == DeletePolicy.PROPAGATE
                && (isParked(flow, Side.SOURCE, link.source(), "") || isParked(flow, Side.TARGET, link.target(), ""));
        boolean lives = (source || !link.state().equals("source-deleted"))
                && (target || !link.state().equals("target-deleted"));
        boolean unreadable = lives && isParkedAndOdd(flow, link);
        if (!right.equals(link.state()) && !eitherWay) {
            left.add(flow.id() + ": " + link + " is not " + right);
        }
        if (!right.equals(link.state()) && !eitherWay && !deleteRefused && !unreadable) {
            broken.add(flow.id() + ": the link of " + link.source() + " and " + link.target() + " is " + link.state()
                    + ", not " + right);
        }
    }

    /** It can't be known whether such a record is there: the link stays as it was, and the record is listed. */
    private boolean isParkedAndOdd(Flow flow, LinkRow link) {
        return odd.isOddNow(flow, Side.SOURCE, link.source())
                && (isParked(flow, Side.SOURCE, link.source(), "") || isParked(flow, Side.TARGET, link.target(), ""));
    }

    /** One that vanished may stay linked, while its partner's system refuses to delete that one. */
    private boolean bothExist(Flow flow, LinkRow link) {
        return world.table(flow.source()).get(link.source()).isPresent()
                && world.table(flow.target()).get(link.target()).isPresent();
    }

    private void expectAgreement(Flow flow, LinkRow link) {
        boolean isParked =
                isParked(flow, Side.SOURCE, link.source(), "") || isParked(flow, Side.TARGET, link.target(), "");
        for (Row row : flow.rows()) {
            String source = text(flow.source(), link.source(), row.source());
            String target = text(flow.target(), link.target(), row.target());
            boolean agree = row.reference() == null
                    ? agree(flow, link, row, source, target)
                    : agreeOnReference(row, source, target);
            String unsettledAs = unsettled.getOrDefault(link.id() + " " + row.id(), "");
            boolean isOpen = unsettledAs.equals("open") && !fold(source).equals(fold(target));
            if (!agree && applies(flow, link, row) && !unsettledAs.equals("drift") && !unsettledAs.equals("unresolved")
                    || isOpen) {
                left.add(flow.id() + ": " + link + " differs in " + row.id());
            }
            if (agree && !fold(source).equals(fold(target)) && isParked(flow, link, row)) {
                left.add(flow.id() + ": what a system made of " + row.id() + " in " + link);
            }
            boolean waits =
                    isParked || !applies(flow, link, row) || !unsettledAs.isEmpty() || isParked(flow, link, row);
            if (!agree && !waits) {
                broken.add(flow.id() + ": " + flow.source() + "/" + link.source() + " and " + flow.target() + "/"
                        + link.target() + " differ in " + row.id() + ": " + source + " and " + target);
            }
        }
    }

    private boolean isParked(Flow flow, LinkRow link, Row row) {
        return isParked(flow, Side.SOURCE, link.source(), row.source())
                || isParked(flow, Side.TARGET, link.target(), row.target());
    }

    private boolean applies(Flow flow, LinkRow link, Row row) {
        EntityKey target = flow.target();
        return row.when().stream()
                .allMatch(condition ->
                        condition.holds(world.server(target.system()).values(target.entity(), link.target())));
    }

    /** Equal but for case and blanks, or one is what its system made of the other when Tandem wrote it. */
    private boolean agree(Flow flow, LinkRow link, Row row, String source, String target) {
        return fold(source).equals(fold(target))
                || made(flow.target() + "/" + link.target() + "." + row.target(), source, target)
                || made(flow.source() + "/" + link.source() + "." + row.source(), target, source);
    }

    private boolean made(String place, String raw, String stored) {
        return world.journal().changes().stream()
                .anyMatch(c -> c.author() == Author.TANDEM
                        && c.place().equals(place)
                        && fold(c.raw()).equals(fold(raw))
                        && Objects.equals(c.stored(), stored));
    }

    private boolean agreeOnReference(Row row, String source, String target) {
        if (source == null || target == null) {
            return source == null && target == null;
        }
        return links.stream()
                .anyMatch(l -> l.flow().equals(world.scenario().flows().get(0).id())
                        && l.target() != null
                        && String.valueOf(l.source()).equals(source)
                        && String.valueOf(l.target()).equals(target));
    }

    private String text(EntityKey entity, int id, String property) {
        return world.server(entity.system()).text(entity.entity(), id, property);
    }

    static String fold(String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }

    /** What passing trouble parked was tried again, and went through, unless the record refuses every write for good. */
    private void expectNothingLeftThatHeals() {
        world.jdbi().useHandle(h -> h.createQuery(
                        "select flow, side, record_id, reason from park where reason like '%HTTP 5%'"
                                + " or reason like '%503%' or reason like '%HTTP 429%'")
                .map((rs, ctx) -> odd.staysInTrouble(
                                flow(rs.getString(1)),
                                Side.valueOf(rs.getString(2)),
                                number(rs.getString(1), Side.valueOf(rs.getString(2)), rs.getString(3)))
                        ? ""
                        : rs.getString(4))
                .filter(reason -> !reason.isEmpty())
                .forEach(broken::add));
    }

    /** A reference that has a partner by now was tried again. */
    private void expectNoReferenceForgotten() {
        String companies = world.scenario().flows().get(0).id();
        for (String side : List.of("source", "target")) {
            EntityKey from = side.equals("source") ? Scenario.COMPANY : Scenario.FIRM;
            broken.addAll(world.jdbi()
                    .withHandle(h -> h.createQuery("select u.from_entity || '/' || u.from_id from unresolved u"
                                    + " join link l on l.flow = :flow and l.held_<side> = u.from_id"
                                    + " join link own on own.id = u.link_id and own.state = 'linked'"
                                    + " where u.from_entity = :from and l.target_id is not null")
                            .define("side", side)
                            .bind("flow", companies)
                            .bind("from", from.toString())
                            .map((rs, ctx) -> "the reference to " + rs.getString(1) + " was forgotten")
                            .list()));
        }
    }

    /** Tandem deletes only the partner of a record that was deleted, in a flow that says so. */
    private void expectNothingDeletedWithoutReason() {
        for (String record : world.journal().deletedByTandem()) {
            boolean hasReason = links.stream()
                    .filter(link -> link.target() != null)
                    .anyMatch(link -> world.scenario().flows().stream()
                            .filter(flow -> flow.id().equals(link.flow()) && flow.deletes() == DeletePolicy.PROPAGATE)
                            .anyMatch(flow -> {
                                String source = flow.source() + "/" + link.source();
                                String target = flow.target() + "/" + link.target();
                                return record.equals(target) && world.journal().wasGone(source)
                                        || record.equals(source)
                                                && world.journal().wasGone(target);
                            }));
            if (!hasReason) {
                broken.add(record + " was deleted without reason");
            }
        }
    }
}
