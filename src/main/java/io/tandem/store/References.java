package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Blanks;
import io.tandem.record.EntityKey;
import io.tandem.record.IdForm;
import io.tandem.record.RecordKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Partners of records across two id spaces, by imported cross-references and by the links of any flow between the two.
 * Several entities may have ids of one id space: a PowerOffice party is a customer or a supplier.
 */
public final class References {

    private final Jdbi jdbi;
    private final List<Flow> flows;
    private final UnaryOperator<EntityKey> idSpace;
    private final Function<EntityKey, IdForm> idForm;

    /** @param idSpace the id space of an entity, usually itself */
    public References(Jdbi jdbi, List<Flow> flows, UnaryOperator<EntityKey> idSpace) {
        this(jdbi, flows, idSpace, entity -> IdForm.ANY);
    }

    /** @param idForm how an entity's ids look */
    public References(
            Jdbi jdbi, List<Flow> flows, UnaryOperator<EntityKey> idSpace, Function<EntityKey, IdForm> idForm) {
        this.idForm = idForm;
        this.jdbi = jdbi;
        this.flows = List.copyOf(flows);
        this.idSpace = idSpace;
    }

    /** A flow that is on. */
    public Optional<Flow> flow(String id) {
        return flows.stream().filter(flow -> flow.id().equals(id)).findFirst();
    }

    /**
     * The key of a record whose id a person wrote in any form that its system shows.
     *
     * @throws IllegalArgumentException with a sentence if it can't be an id there
     */
    public RecordKey key(EntityKey entity, String written) {
        try {
            return entity.record(idForm.apply(entity).id(Blanks.strip(written)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entity + ": " + e.getMessage(), e);
        }
    }

    private record Direction(EntityKey from, EntityKey to) {}

    /** Looks all of them up at once. Cost: per pair of entities, 2 queries and 1 for each flow between them. */
    public ReferenceTable resolve(Collection<WantedReference> wanted) {
        Map<WantedReference, String> resolved = new HashMap<>();
        if (!wanted.isEmpty()) {
            Map<Direction, List<WantedReference>> byDirection = wanted.stream()
                    .collect(Collectors.groupingBy(
                            w -> new Direction(idSpace.apply(w.from().entity()), idSpace.apply(w.to()))));
            jdbi.useHandle(h -> byDirection.forEach((direction, some) -> {
                Map<String, String> partners = partners(
                        h,
                        direction,
                        some.stream().map(w -> w.from().id()).distinct().toList());
                some.stream()
                        .filter(w -> partners.containsKey(w.from().id()))
                        .forEach(w -> resolved.put(w, partners.get(w.from().id())));
            }));
        }
        return w -> Optional.ofNullable(resolved.get(w));
    }

    private Map<String, String> partners(Handle handle, Direction direction, List<String> ids) {
        Map<String, String> partners = new HashMap<>();
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                if (idSpace.apply(flow.entity(side)).equals(direction.from())
                        && idSpace.apply(flow.entity(side.other())).equals(direction.to())) {
                    Links.holding(handle, flow.id(), side, ids).values().stream()
                            .filter(Link::complete)
                            .forEach(link -> partners.put(link.recordId(side), link.recordId(side.other())));
                }
            }
        }
        partners.putAll(imported(handle, direction, ids, "source", "target"));
        partners.putAll(imported(handle, direction, ids, "target", "source"));
        return partners;
    }

    private static Map<String, String> imported(
            Handle handle, Direction direction, List<String> ids, String fromSide, String toSide) {
        Map<String, String> found = new HashMap<>();
        for (List<String> piece : Database.pieces(ids)) {
            handle.createQuery("select <from>_id as from_id, <to>_id as to_id from unnest(:ids) wanted (id)"
                            + " join cross_reference on <from>_entity = :fromEntity and <to>_entity = :toEntity"
                            + " and <from>_id = wanted.id")
                    .define("from", fromSide)
                    .define("to", toSide)
                    .bind("fromEntity", direction.from().toString())
                    .bind("toEntity", direction.to().toString())
                    .bindArray("ids", String.class, piece)
                    .map((rs, ctx) -> Map.entry(rs.getString("from_id"), rs.getString("to_id")))
                    .forEach(e -> found.put(e.getKey(), e.getValue()));
        }
        return found;
    }

    /** Wakes what waited for these new links, in the caller's transaction. */
    public void linked(Handle handle, Flow flow, Collection<Link> links) {
        EntityKey source = idSpace.apply(flow.source());
        EntityKey target = idSpace.apply(flow.target());
        List<Link> complete = links.stream().filter(Link::complete).toList();
        wake(handle, source, target, complete.stream().map(Link::sourceId).toList());
        wake(handle, target, source, complete.stream().map(Link::targetId).toList());
        if (!complete.isEmpty()) {
            lookAgain(handle, source, target);
        }
    }

    /**
     * Lets flows that create only connected records look at theirs again: the store doesn't know which of them refer to
     * the new links.
     */
    private void lookAgain(Handle handle, EntityKey source, EntityKey target) {
        flows.stream()
                .filter(flow -> flow.connected()
                        && flow.connectedTo().stream()
                                .map(Connection::entity)
                                .map(idSpace)
                                .anyMatch(entity -> entity.equals(source) || entity.equals(target)))
                .forEach(flow -> Wakes.addAll(handle, flow.id()));
    }

    /**
     * Sources of a flow whose unresolved references have a partner by now. A link that was made while the chunk of such
     * a source was under way could not wake it. Cost: for a flow with references 2 queries, and 2 for each flow that
     * links what they refer to.
     *
     * @param after the link behind which they begin
     * @param most so many of them
     * @return by their links, in order of these
     */
    public SortedMap<Long, String> resolvable(Handle handle, Flow flow, long after, int most) {
        List<Direction> wanted = flow.rows().stream()
                .filter(row -> row.reference() != null)
                .map(row -> new Direction(
                        idSpace.apply(row.reference().source()),
                        idSpace.apply(row.reference().target())))
                .distinct()
                .toList();
        TreeMap<Long, String> found = new TreeMap<>();
        Consumer<Query> ask = query -> {
            query.bind("after", after)
                    .bind("most", most)
                    .map((rs, ctx) -> Map.entry(rs.getLong(1), rs.getString(2)))
                    .forEach(source -> found.put(source.getKey(), source.getValue()));
            while (found.size() > most) {
                found.pollLastEntry();
            }
        };
        for (Flow by : wanted.isEmpty() ? List.<Flow>of() : flows) {
            Direction linked = new Direction(idSpace.apply(by.source()), idSpace.apply(by.target()));
            Direction back = new Direction(linked.to(), linked.from());
            if (wanted.contains(linked) || wanted.contains(back)) {
                ask.accept(resolvable(handle, flow, by, linked, "held_source"));
                ask.accept(resolvable(handle, flow, by, back, "held_target"));
            }
        }
        if (!wanted.isEmpty()) {
            ask.accept(resolvable(handle, flow, "source", "target"));
            ask.accept(resolvable(handle, flow, "target", "source"));
        }
        return found;
    }

    private static final String WAITING = "select distinct mine.id, mine.source_id from unresolved u join link mine on"
            + " mine.id = u.link_id and mine.source_id is not null where u.flow = :flow and mine.id > :after and exists ";

    private static final String IN_ORDER = " order by mine.id limit :most";

    private static Query resolvable(Handle handle, Flow flow, Flow by, Direction direction, String held) {
        return handle.createQuery(WAITING + "(select 1 from link l where l.flow = :by and l.<held> = u.from_id"
                        + " and l.source_id is not null and l.target_id is not null) and u.from_entity = :from and u.to_entity = :to"
                        + IN_ORDER)
                .define("held", held)
                .bind("flow", flow.id())
                .bind("by", by.id())
                .bind("from", direction.from().toString())
                .bind("to", direction.to().toString());
    }

    private static Query resolvable(Handle handle, Flow flow, String fromSide, String toSide) {
        return handle.createQuery(WAITING + "(select 1 from cross_reference x where x.<from>_entity = u.from_entity"
                        + " and x.<to>_entity = u.to_entity and x.<from>_id = u.from_id)" + IN_ORDER)
                .define("from", fromSide)
                .define("to", toSide)
                .bind("flow", flow.id());
    }

    /** Mostly nothing waits, and one query says so, instead of one for each link. */
    private static void wake(Handle handle, EntityKey from, EntityKey to, List<String> ids) {
        if (ids.isEmpty() || !Unresolved.isAny(handle, from, to)) {
            return;
        }
        for (List<String> piece : Database.pieces(ids)) {
            handle.createUpdate("insert into wake (flow, side, record_id)"
                            + " select u.flow, 'SOURCE', l.source_id from unnest(:ids) wanted (id) join unresolved u"
                            + " on u.from_entity = :from and u.to_entity = :to and u.from_id = wanted.id"
                            + " join link l on l.id = u.link_id and l.source_id is not null")
                    .bind("from", from.toString())
                    .bind("to", to.toString())
                    .bindArray("ids", String.class, piece)
                    .execute();
        }
    }

    public List<CrossReference> imported() {
        return jdbi.withHandle(CrossReferences::all);
    }

    /** A cross-reference that holds one of these records already, for the pair of entities; for checks before an import. */
    public Map<RecordKey, RecordKey> partnersInTable(EntityKey from, EntityKey to) {
        return imported().stream()
                .flatMap(x -> java.util.stream.Stream.of(x, new CrossReference(x.target(), x.source())))
                .filter(x ->
                        x.source().entity().equals(from) && x.target().entity().equals(to))
                .collect(Collectors.toMap(CrossReference::source, CrossReference::target));
    }

    /** Stores cross-references, dropping older ones that hold the same records; wakes what waited for them. */
    public int importAll(List<CrossReference> references, ImportFile file) {
        return jdbi.inTransaction(h -> {
            int changed = CrossReferences.put(h, references, file);
            references.stream()
                    .collect(Collectors.groupingBy(
                            x -> new Direction(x.source().entity(), x.target().entity())))
                    .forEach((pair, some) -> {
                        wake(
                                h,
                                pair.from(),
                                pair.to(),
                                some.stream().map(x -> x.source().id()).toList());
                        wake(
                                h,
                                pair.to(),
                                pair.from(),
                                some.stream().map(x -> x.target().id()).toList());
                        lookAgain(h, pair.from(), pair.to());
                    });
            return changed;
        });
    }

    public EntityKey idSpace(EntityKey entity) {
        return idSpace.apply(entity);
    }
}
